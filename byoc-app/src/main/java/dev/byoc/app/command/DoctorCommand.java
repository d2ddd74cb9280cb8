package dev.byoc.app.command;

import dev.byoc.app.doctor.Doctor;
import dev.byoc.event.Finding;
import dev.byoc.event.Finding.Severity;
import dev.byoc.json.Json;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Looks for what is wrong with a set-up. */
@Command(
        name = "doctor",
        header =
                "Find what is wrong with a set-up: settings, libraries, ports, store, Freshchat, messengers, public address.",
        description = {
            "",
            "Changes nothing, and takes no lock: works beside a running relay, and without one. A running one is asked to send itself test"
                    + " requests through the public address. While none runs, doctor answers them itself at byoc.port; webhooks that"
                    + " come meanwhile are answered 503, and their senders repeat them.",
            "",
        },
        exitCodeList = {"0:nothing keeps the relay from working", "1:something does", "2:the command line has a fault"},
        footer = {
            "",
            "Example: java -jar byoc-app.jar doctor byoc.yaml",
            "",
            "docs/guides/doctor.md lists every finding."
        })
public final class DoctorCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private SettingsArgument file = new SettingsArgument();

    @Option(
            names = "--json",
            description =
                    "Print JSON: {\"ok\", \"findings\"}; each has \"code\", \"severity\", \"subject\", \"what\", \"remedy\".")
    private boolean json;

    @Option(names = "--offline", description = "Look at nothing beyond this machine and its store.")
    private boolean offline;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        Consumer<String> progress = Terminal.console() != null ? name -> err.println("looking at " + name) : name -> {};
        List<Finding> found = new Doctor(file.path(), System.getenv()).look(offline, progress);
        boolean ok = found.stream().noneMatch(each -> each.severity() == Severity.FAULT);
        if (json) {
            out.println(Printed.json(Json.object()
                    .put("ok", ok)
                    .put("findings", found.stream().map(Finding::toJson).toList())
                    .build()));
        } else {
            found.forEach(each -> out.println(shown(each)));
            out.println(file.path() + (ok ? ": nothing keeps the relay from working" : ": there are faults"));
        }
        return ok ? ExitCode.OK : ExitCode.FAILED;
    }

    private static String shown(Finding finding) {
        String how = finding.severity().name().toLowerCase(Locale.ROOT).replace('_', ' ');
        return how + ": " + finding.subject() + " (" + finding.code() + ")\n    " + finding.what() + "\n    "
                + finding.remedy();
    }
}
