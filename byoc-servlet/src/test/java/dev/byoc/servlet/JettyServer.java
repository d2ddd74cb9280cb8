package dev.byoc.servlet;

import dev.byoc.relay.RelayEngine;
import java.time.Duration;
import java.util.function.BiConsumer;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** An embedded Jetty, of which what is not set here is as Jetty sets it. */
final class JettyServer {
    private JettyServer() {}

    /** Listens when it returns; gives what stops it. */
    static Runnable serve(
            RelayEngine relay, int port, Duration patience, BiConsumer<HttpConfiguration, ServletContextHandler> more) {
        Server server = new Server();
        HttpConfiguration http = new HttpConfiguration();
        ServletContextHandler context = new ServletContextHandler("/");
        context.addServlet(new ServletHolder(new RelayServlet(relay, patience)), "/byoc/*");
        more.accept(http, context);
        ServerConnector connector = new ServerConnector(server, new HttpConnectionFactory(http));
        connector.setHost("127.0.0.1");
        connector.setPort(port);
        connector.setIdleTimeout(patience.toMillis());
        server.addConnector(connector);
        server.setHandler(context);
        try {
            server.start();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        return () -> {
            try {
                server.stop();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        };
    }
}
