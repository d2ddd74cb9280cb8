package dev.byoc.app.command;

import dev.byoc.app.admin.AdminAddress;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** For containers whose image has no other program that could ask. */
@Command(
        name = "health",
        header = "Tell whether the running relay is alive, for health checks of containers.",
        description = {
            "",
            "Asks /health/live of byoc.admin.port, which needs no token. A relay that is not alive may be helped by a restart.",
            ""
        },
        exitCodeList = {"0:it is alive", "1:it is not, or does not answer", ExitCode.OF_USAGE},
        footer = {"", "Example: java -jar byoc-app.jar health byoc.yaml"})
public final class HealthCommand implements Callable<Integer> {
    private static final int PATIENCE_MILLIS = 5_000;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private SettingsArgument file = new SettingsArgument();

    @Override
    public Integer call() {
        URI address = URI.create(AdminAddress.of(file.read()) + "/health/live");
        PrintWriter out = spec.commandLine().getOut();
        try {
            int status = status(address);
            out.println(status == HttpURLConnection.HTTP_OK ? "alive" : address + " answers " + status);
            return status == HttpURLConnection.HTTP_OK ? ExitCode.OK : ExitCode.FAILED;
        } catch (IOException e) {
            out.println(address + " does not answer");
            return ExitCode.FAILED;
        }
    }

    private static int status(URI address) throws IOException {
        HttpURLConnection connection = (HttpURLConnection) address.toURL().openConnection(Proxy.NO_PROXY);
        connection.setConnectTimeout(PATIENCE_MILLIS);
        connection.setReadTimeout(PATIENCE_MILLIS);
        try {
            return connection.getResponseCode();
        } finally {
            connection.disconnect();
        }
    }
}
