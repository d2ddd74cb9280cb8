package dev.byoc.app.command;

import dev.byoc.ConfigurationException;
import dev.byoc.app.config.Check;
import dev.byoc.app.config.Shown;
import dev.byoc.json.Json;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Looks at settings, and at nothing else. */
@Command(
        name = "config",
        header = "Check or print a file of settings, without touching the store or the network.",
        synopsisSubcommandLabel = "(check | print)")
public final class ConfigCommand {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Command(
            name = "check",
            header = "Name every fault of the settings.",
            exitCodeList = {"0:there is none", "2:there are some, or the command line has one"})
    int check(
            @Mixin SettingsArgument file,
            @Option(names = "--json", description = "Print JSON: {\"ok\", \"faults\"}.") boolean json) {
        List<String> faults = faults(file);
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(Printed.json(Json.object()
                    .put("ok", faults.isEmpty())
                    .put("faults", faults)
                    .build()));
        } else if (faults.isEmpty()) {
            out.println(file.path() + ": no faults");
        } else {
            faults.forEach(out::println);
        }
        return faults.isEmpty() ? ExitCode.OK : ExitCode.USAGE;
    }

    private static List<String> faults(SettingsArgument file) {
        try {
            return Check.faults(file.read());
        } catch (ConfigurationException e) {
            return e.faults();
        }
    }

    @Command(
            name = "print",
            header = "Print the settings in force, secrets as ***.",
            description = {
                "",
                "Each stands by the name of its property, or of the environment variable that gave it; a database's address without its"
                        + " query. Settings with faults are not printed: their faults are.",
                ""
            },
            exitCodeList = {ExitCode.OF_OK, ExitCode.OF_USAGE})
    int print(
            @Mixin SettingsArgument file,
            @Option(names = "--json", description = "Print a JSON object: a text by each name.") boolean json) {
        Map<String, String> shown = Shown.of(Check.passed(file.read()));
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            Json.Builder all = Json.object();
            shown.forEach(all::put);
            out.println(Printed.json(all.build()));
        } else {
            shown.forEach((name, value) -> out.println(name + "=" + value));
        }
        return ExitCode.OK;
    }
}
