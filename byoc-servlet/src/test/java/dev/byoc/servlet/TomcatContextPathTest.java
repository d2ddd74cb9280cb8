package dev.byoc.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.relay.RelayBuilder;
import dev.byoc.relay.RelayEngine;
import dev.byoc.testkit.FakeChannelProvider;
import dev.byoc.testkit.TestRelay;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** What the path of the public address has to be, by where the servlet is. */
class TomcatContextPathTest {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @Test
    void thePublicAddressHasTheContextPathAndTheMapping() throws IOException {
        try (Served relay = new Served("/app/byoc", "/app", "/byoc/*", RelayServlet::new)) {
            assertThat(relay.status("/app/byoc")).isEqualTo(200);
        }
    }

    @Test
    void aPathThatAProxyCutsOffIsServedAtTheRoot() throws IOException {
        try (Served relay = new Served("/byoc", "", "/*", RelayServlet::new) {
            @Override
            protected void configure(RelayBuilder relay) {
                super.configure(relay);
                relay.stripsPublicPath();
            }
        }) {
            assertThat(relay.status("")).isEqualTo(200);
        }
    }

    @Test
    void aPathThatAProxyHasChangedIsUnknown() throws IOException {
        try (Served relay = new Served("/byoc", "/app", "/byoc/*", RelayServlet::new)) {
            assertThat(relay.status("/app/byoc")).isEqualTo(404);
        }
    }

    @Test
    void aPathThatAProxyHasChangedIsChangedBack() throws IOException {
        try (Served relay = new Served("/byoc", "/app", "/byoc/*", WithoutContextPath::new)) {
            assertThat(relay.status("/app/byoc")).isEqualTo(200);
        }
    }

    private static final class WithoutContextPath extends RelayServlet {
        private static final long serialVersionUID = 1L;

        WithoutContextPath(RelayEngine relay) {
            super(relay);
        }

        @Override
        protected String pathOf(HttpServletRequest request) {
            return request.getRequestURI().substring(request.getContextPath().length());
        }
    }

    private static class Served extends TestRelay {
        private final String publicPath;
        private final String contextPath;
        private final String mapping;
        private final Function<RelayEngine, RelayServlet> servlet;

        Served(String publicPath, String contextPath, String mapping, Function<RelayEngine, RelayServlet> servlet) {
            this.publicPath = publicPath;
            this.contextPath = contextPath;
            this.mapping = mapping;
            this.servlet = servlet;
            start();
        }

        @Override
        protected void configure(RelayBuilder relay) {
            relay.account("shop", new FakeChannelProvider(), Map.of("topic", TOPIC))
                    .publicUrl(localUrl().resolve(publicPath));
        }

        @Override
        protected Runnable serve(RelayEngine engine) {
            return new TomcatServer(
                    localUrl().getPort(), PATIENCE, contextPath, mapping, servlet.apply(engine), connector -> {})::stop;
        }

        /** Of Freshchat's address, asked below another path than the public one. */
        int status(String path) throws IOException {
            String address = relay().freshchatWebhookUrl().getRawPath();
            URI asked = localUrl().resolve(path + address.substring(publicPath.length()));
            HttpURLConnection connection = (HttpURLConnection) asked.toURL().openConnection();
            try {
                return connection.getResponseCode();
            } finally {
                connection.disconnect();
            }
        }
    }
}
