package dev.byoc.app.command;

import dev.byoc.app.config.AppConfig;
import java.nio.file.Path;
import picocli.CommandLine.Parameters;

/** The file of settings that a command is given as FILE. */
final class SettingsArgument {
    /** Where it is looked for otherwise. */
    static final String USUAL = "byoc.yaml";

    @Parameters(
            paramLabel = "FILE",
            arity = "0..1",
            defaultValue = USUAL,
            description = "The settings, as YAML or properties; ${DEFAULT-VALUE} in this folder unless given."
                    + " Environment variables BYOC_... override them.")
    private Path path = Path.of(USUAL);

    Path path() {
        return path;
    }

    /** @throws dev.byoc.ConfigurationException if it cannot be read at all */
    AppConfig read() {
        return AppConfig.read(path, System.getenv());
    }
}
