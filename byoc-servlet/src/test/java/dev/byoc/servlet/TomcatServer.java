package dev.byoc.servlet;

import dev.byoc.relay.RelayEngine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;

/** An embedded Tomcat, of which what is not set here is as Tomcat sets it. */
final class TomcatServer {
    private static final Path FOLDER = folder();

    private final Tomcat tomcat = new Tomcat();

    /**
     * Listens when it returns.
     *
     * @param contextPath {@code ""}: the root
     * @param mapping the servlet's, below that
     */
    TomcatServer(
            int port,
            Duration patience,
            String contextPath,
            String mapping,
            RelayServlet servlet,
            Consumer<Connector> more) {
        tomcat.setBaseDir(FOLDER.toString());
        Connector connector = new Connector();
        connector.setPort(port);
        connector.setProperty("address", "127.0.0.1");
        connector.setProperty("connectionTimeout", String.valueOf(patience.toMillis()));
        more.accept(connector);
        tomcat.setConnector(connector);
        Context context = tomcat.addContext(contextPath, FOLDER.toString());
        context.addServletContainerInitializer(
                (classes, application) ->
                        application.addServlet("byoc", servlet).addMapping(mapping),
                null);
        try {
            tomcat.start();
        } catch (LifecycleException e) {
            throw new IllegalStateException(e);
        }
    }

    static Runnable serve(RelayEngine relay, int port, Duration patience, Consumer<Connector> more) {
        return new TomcatServer(port, patience, "", "/byoc/*", new RelayServlet(relay, patience), more)::stop;
    }

    void stop() {
        try {
            tomcat.stop();
            tomcat.destroy();
        } catch (LifecycleException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Path folder() {
        try {
            return Files.createDirectories(Path.of("target", "tomcat").toAbsolutePath());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
