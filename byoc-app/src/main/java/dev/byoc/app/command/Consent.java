package dev.byoc.app.command;

import java.io.Console;
import java.util.Locale;

/** Asks before something that cannot be undone; only at a terminal, as a script cannot answer. */
final class Consent {
    private Consent() {}

    static boolean given(boolean already, String question) {
        Console console = already ? null : System.console();
        if (console == null) {
            return true;
        }
        String answer = console.readLine("%s [y/N] ", question);
        return answer != null && answer.strip().toLowerCase(Locale.ROOT).startsWith("y");
    }
}
