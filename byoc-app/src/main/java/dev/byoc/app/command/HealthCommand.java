package dev.byoc.app.command;

import dev.byoc.app.config.AppConfig;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** For containers whose image has no other program that could ask. */
@Command(
        name = "health",
        header = "Ask the running relay whether a restart would help it, as a container's health check does.",
        description = {
            "",
            "Asks /health/live of byoc.admin.port, which needs no token.",
            "",
            "Exit codes: 0: it is alive; 1: it is not, or does not answer.",
            ""
        },
        footer = {"", "Example: java -jar byoc-app.jar health byoc.yaml"})
public final class HealthCommand implements Callable<Integer> {
    private static final int PATIENCE_MILLIS = 5_000;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(
            paramLabel = "FILE",
            arity = "0..1",
            defaultValue = "byoc.yaml",
            description = "The settings that the relay was started with; ${DEFAULT-VALUE} unless given.")
    private Path file = Path.of("byoc.yaml");

    @Override
    public Integer call() {
        URI address = URI.create(AdminAddress.of(AppConfig.read(file, System.getenv())) + "/health/live");
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
