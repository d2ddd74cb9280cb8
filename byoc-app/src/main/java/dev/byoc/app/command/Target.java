package dev.byoc.app.command;

import dev.byoc.ConfigurationException;
import dev.byoc.Visible;
import dev.byoc.app.config.AppConfig;
import dev.byoc.json.Json;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Which relay a command is for, and how it prints. */
final class Target {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = {"-f", "--file"},
            paramLabel = "FILE",
            defaultValue = SettingsArgument.USUAL,
            description =
                    "The settings that the relay was started with, by which it is found; ${DEFAULT-VALUE} unless given.")
    private Path file = Path.of(SettingsArgument.USUAL);

    @Option(names = "--json", description = "Print JSON, with the fields of docs/reference/app.md.")
    private boolean json;

    /** Asks the relay. */
    Json ask(String method, String path, Map<String, String> parameters) {
        try (RelayClient client = new RelayClient(config())) {
            return client.ask(method, path, parameters);
        }
    }

    AppConfig config() {
        return AppConfig.read(file, System.getenv());
    }

    boolean isJson() {
        return json;
    }

    PrintWriter out() {
        return spec.commandLine().getOut();
    }

    /** For what is no answer: progress and questions. */
    PrintWriter err() {
        return spec.commandLine().getErr();
    }

    void printJson(Json answer) {
        out().println(Printed.json(answer));
    }

    /**
     * What of these was given, null aside.
     *
     * @throws ConfigurationException if one is blank, such as a script's variable that is not set: more would be meant without it
     */
    static Map<String, String> given(@Nullable String... namesAndValues) {
        Map<String, String> given = new TreeMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            String name = String.valueOf(namesAndValues[i]);
            String value = namesAndValues[i + 1];
            if (value == null) {
                continue;
            }
            if (Visible.isBlank(value)) {
                throw new ConfigurationException(name + " is given without a value: nothing was done");
            }
            given.put(name, value);
        }
        return given;
    }
}
