package dev.byoc.app.command;

import dev.byoc.app.config.AppConfig;
import dev.byoc.app.config.Logs;
import dev.byoc.app.serve.NativeLibrary;
import dev.byoc.app.serve.Service;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Relays until a signal ends it. */
@Command(
        name = "serve",
        header = "Run the relay between Freshchat and the messengers that the settings name.",
        description = {
            "",
            "Takes webhooks on byoc.port, to which a proxy with TLS passes on what comes to byoc.public-url. Health and metrics are"
                    + " on byoc.admin.port: /health, /health/live, /health/ready, /metrics. A store that is out of reach is tried"
                    + " again; settings with faults end the program.",
            "",
            "SIGTERM and Ctrl-C let it relay what is open, for at most byoc.drain-for. What is left is kept by the store, also when the"
                    + " process is killed.",
            ""
        },
        exitCodeList = {
            ExitCode.OF_USAGE,
            ExitCode.OF_UNREACHABLE,
            "143:a SIGTERM has ended it, after what was open was relayed",
            "130:Ctrl-C has"
        },
        footer = {"", "Example: java -jar byoc-app.jar serve byoc.yaml"})
public final class ServeCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private SettingsArgument file = new SettingsArgument();

    @Override
    public Integer call() throws InterruptedException {
        AppConfig config = file.read();
        Service service = new Service(config);
        // Not sooner: the settings were checked by a relay that was made for that, of which nothing is to be said.
        Logs.by(config);
        NativeLibrary.load(config);
        Runtime.getRuntime().addShutdownHook(new Thread(service::close, "byoc-stop"));
        service.run(spec.commandLine().getOut()::println);
        return ExitCode.OK;
    }
}
