package dev.byoc.app.command;

import dev.byoc.app.config.AppConfig;
import dev.byoc.json.Json;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
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

    /** What of these was given. */
    static Map<String, String> given(String... namesAndValues) {
        Map<String, String> given = new TreeMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            if (!namesAndValues[i + 1].isEmpty()) {
                given.put(namesAndValues[i], namesAndValues[i + 1]);
            }
        }
        return given;
    }
}
