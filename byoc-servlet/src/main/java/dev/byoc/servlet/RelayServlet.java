package dev.byoc.servlet;

import dev.byoc.RelayRequest;
import dev.byoc.host.HostAnswer;
import dev.byoc.host.JdkHttpHost;
import dev.byoc.host.RequestBody;
import dev.byoc.relay.RelayEngine;
import dev.byoc.support.AddressRange;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Serves a relay in a servlet container of Servlet 6.0 or later. Map it to the path of the relay's public address and all below it:
 *
 * <pre>{@code
 * context.addServlet("byoc", new RelayServlet(relay)).addMapping("/byoc/*"); // publicUrl("https://chat.example.com/byoc")
 * }</pre>
 *
 * <p>The relay gets each request as the client sent it: method, raw path and query, every header, and the exact bytes of the body. So nothing may
 * stand before it that reads the body or parameters, asks for a login or checks for CSRF. It takes no init parameters, needs no
 * asynchronous support, and blocks: a thread of the container for each request until it is stored, and for each file until it is sent.
 *
 * <p>A body may take ten seconds, unless said otherwise, and is then answered 408. The container has to end clients that send nothing at all
 * by its own time-out (Tomcat: {@code connectionTimeout}, Jetty: {@code idleTimeout}). Of a request whose body did not arrive whole the
 * relay is told alone that it came. An answer that breaks off ends the connection by an {@link IOException}, of which containers write a line into their log;
 * to clients of HTTP/1.0 a cut body without a length looks whole, as that protocol has no end for it.
 *
 * <p>The relay is the application's: the servlet neither starts nor closes it. Close it before or after the container stops; once it is
 * closed, requests are answered 503. Thread-safe.
 */
public class RelayServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    private final transient RelayEngine relay;
    private final transient Duration bodyTime;

    /** Lets a body take as long as {@link JdkHttpHost} does, ten seconds. */
    public RelayServlet(RelayEngine relay) {
        this(relay, Duration.ofSeconds(JdkHttpHost.REQUEST_SECONDS));
    }

    /**
     * The same with another time.
     *
     * @param bodyTime how long a request's body may take to arrive
     */
    public RelayServlet(RelayEngine relay, Duration bodyTime) {
        this.relay = relay;
        this.bodyTime = bodyTime;
    }

    /**
     * The path that the relay compares with its addresses: as it came, with the context path. Override it where a proxy has changed the path
     * into another one than that of the public address, for instance by putting the context path before it:
     *
     * <pre>{@code
     * return request.getRequestURI().substring(request.getContextPath().length());
     * }</pre>
     *
     * @return as the client sent it, neither decoded nor tidied
     */
    protected String pathOf(HttpServletRequest request) {
        return request.getRequestURI();
    }

    /**
     * Answers a request.
     *
     * @throws IOException once an answer was begun, if the connection has to be ended: it broke off, or the client has more to send than is
     *     read
     */
    @Override
    protected final void service(HttpServletRequest in, HttpServletResponse out) throws IOException {
        RequestBody body;
        try {
            int most = relay.mostBodyBytes(pathOf(in));
            body = RequestBody.read(in.getInputStream(), in.getContentLengthLong(), bodyTime, most);
        } catch (RequestBody.TooSlowException e) {
            send(HostAnswer.toBroken(in.getMethod(), pathOf(in), relay, e), in, out);
            throw cut(out, "a request's body came too slowly");
        } catch (IOException | RuntimeException e) {
            // The container has seen it by itself, and ends the connection.
            send(HostAnswer.toBroken(in.getMethod(), pathOf(in), relay, e), in, out);
            return;
        }
        RelayRequest request = new RelayRequest(
                in.getMethod(),
                pathOf(in),
                in.getQueryString(),
                headers(in),
                body.bytes(),
                AddressRange.addressOf(withoutZone(in.getRemoteAddr())));
        send(HostAnswer.to(request, relay), in, out);
        if (!body.isAtEnd()) {
            throw cut(out, "a request's body is too large");
        }
    }

    private static Map<String, List<String>> headers(HttpServletRequest in) {
        Map<String, List<String>> headers = new LinkedHashMap<>();
        for (String name : Collections.list(in.getHeaderNames())) {
            headers.put(name, Collections.list(in.getHeaders(name)));
        }
        return headers;
    }

    /** Of a link-local IPv6 address, which some containers name with the network card behind it. */
    private static String withoutZone(String address) {
        int percent = address.indexOf('%');
        return percent < 0 ? address : address.substring(0, percent);
    }

    private static void send(HostAnswer answer, HttpServletRequest in, HttpServletResponse out) throws IOException {
        try {
            sendHead(answer, in, out);
            answer.writeTo(out.getOutputStream());
            if (answer.isBare() && answer.length() < 0) {
                // Else Jetty says of the file that HEAD asks for that it is empty.
                out.flushBuffer();
            }
        } catch (IOException | RuntimeException e) {
            if (out.isCommitted()) {
                throw e;
            }
            // Nothing of it has left: a whole answer can still be given.
            out.reset();
            out.setStatus(HttpServletResponse.SC_INTERNAL_SERVER_ERROR);
        }
    }

    private static void sendHead(HostAnswer answer, HttpServletRequest in, HttpServletResponse out) {
        out.setStatus(answer.status());
        answer.headers().forEach(out::setHeader);
        if (answer.length() >= 0) {
            out.setContentLengthLong(answer.length());
        } else if (!answer.isBare() && in.getProtocol().equals("HTTP/1.1")) {
            // An answer with trailers, even none, goes in chunks. Else Jetty ends it by closing where the client said
            // "Connection: close", and a part looks like the whole.
            out.setTrailerFields(Map::of);
        }
    }

    /** Sends what was answered, and is thrown: what the container would read of the request for the sake of the next one may never end. */
    private static CutException cut(HttpServletResponse out, String why) throws IOException {
        out.flushBuffer();
        return new CutException(why);
    }

    /** Without a stack trace, as strangers can cause one, and containers log it. */
    private static final class CutException extends IOException {
        private static final long serialVersionUID = 1L;

        CutException(String why) {
            super(why);
        }

        @Override
        public synchronized Throwable fillInStackTrace() {
            return this;
        }
    }
}
