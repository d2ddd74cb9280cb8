package dev.byoc.spring.internal;

import dev.byoc.relay.RelayEngine;
import dev.byoc.servlet.RelayServlet;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.Serial;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Leads requests to the relay that there is at that moment; while there is none they are answered 503. Thread-safe. */
final class RelayEntrance extends HttpServlet {
    @Serial
    private static final long serialVersionUID = 1L;

    private final transient Supplier<@Nullable RelayEngine> relay;
    private final transient RelayPath path;
    private final transient Duration patience;
    private transient volatile @Nullable Served served;

    /** A relay, and the servlet that leads to it. */
    private record Served(RelayEngine relay, RelayServlet servlet) {}

    /** @param patience how long a request's body may take to arrive */
    RelayEntrance(Supplier<@Nullable RelayEngine> relay, RelayPath path, Duration patience) {
        this.relay = relay;
        this.path = path;
        this.patience = patience;
    }

    @Override
    protected void service(HttpServletRequest in, HttpServletResponse out) throws ServletException, IOException {
        RelayEngine now = relay.get();
        if (now == null) {
            out.setStatus(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
            out.setContentType("text/plain;charset=utf-8");
            out.getOutputStream().print("try again later");
            return;
        }
        Served to = served;
        if (to == null || to.relay() != now) {
            to = new Served(now, new PathServlet(now, path, patience));
            served = to;
        }
        to.servlet().service(in, out);
    }

    /** Names the path as the relay knows it. */
    private static final class PathServlet extends RelayServlet {
        @Serial
        private static final long serialVersionUID = 1L;

        private final transient RelayPath path;

        PathServlet(RelayEngine relay, RelayPath path, Duration patience) {
            super(relay, patience);
            this.path = path;
        }

        @Override
        protected String pathOf(HttpServletRequest request) {
            return path.relayed(request.getContextPath(), request.getRequestURI());
        }
    }
}
