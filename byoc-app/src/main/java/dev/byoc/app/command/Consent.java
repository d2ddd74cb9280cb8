package dev.byoc.app.command;

import dev.byoc.ConfigurationException;
import java.io.Console;
import java.util.Locale;
import picocli.CommandLine.Option;

/** Asks before something that cannot be undone. Where nobody can answer, as in a script, {@code --yes} has to say it. */
final class Consent {
    @Option(
            names = {"-y", "--yes"},
            description = "Do not ask; needed where there is no terminal, as in a script.")
    private boolean yes;

    /** @throws ConfigurationException if it has to be asked and there is no terminal */
    boolean given(String question) {
        if (yes) {
            return true;
        }
        Console terminal = Terminal.console();
        if (terminal == null) {
            throw new ConfigurationException("this asks first, and there is no terminal to answer at: nothing was done;"
                    + " --yes does it without a question");
        }
        String answer = terminal.readLine("%s [y/N] ", question);
        return answer != null && answer.strip().toLowerCase(Locale.ROOT).startsWith("y");
    }
}
