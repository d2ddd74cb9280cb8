package example;

import dev.byoc.webhook.WebhookResponse;
import dev.byoc.relay.RelayEngine;
import dev.byoc.RelayRequest;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

// snippet: servlet
/** Hands every request below the public URL's path to the relay. In Spring Boot: a ServletRegistrationBean for "/byoc/*". */
class RelayServlet extends HttpServlet {
    private final transient RelayEngine relay;

    RelayServlet(RelayEngine relay) {
        this.relay = relay;
    }

    @Override
    protected void service(HttpServletRequest in, HttpServletResponse out) throws IOException {
        Map<String, List<String>> headers = new TreeMap<>();
        Collections.list(in.getHeaderNames()).forEach(name -> headers.put(name, Collections.list(in.getHeaders(name))));
        WebhookResponse answer = relay.handle(new RelayRequest(
                in.getMethod(),
                in.getRequestURI(), // raw, with the public URL's path
                in.getQueryString(),
                headers,
                in.getInputStream().readNBytes(RelayRequest.MAX_BODY_BYTES + 1), // one more, so that too much is seen
                InetAddress.getByName(in.getRemoteAddr())));
        out.setStatus(answer.status());
        out.setContentType(answer.contentType());
        answer.headers().forEach(out::setHeader);
        if (answer.length() >= 0) {
            out.setContentLengthLong(answer.length());
        }
        answer.writeTo(out.getOutputStream()); // also for HEAD; a throw has to end the connection, and does
    }
}
// end snippet
