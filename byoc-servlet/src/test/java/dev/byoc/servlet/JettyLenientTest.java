package dev.byoc.servlet;

import dev.byoc.relay.RelayEngine;
import dev.byoc.testkit.host.RequestForm;
import dev.byoc.testkit.host.RequestFormContract;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import org.eclipse.jetty.http.UriCompliance;

/** Jetty with the settings of docs/guides/hosts.md, by which it passes more on as it was sent. */
class JettyLenientTest extends RequestFormContract {
    @Override
    protected Runnable serve(RelayEngine relay, int port, Duration patience) {
        return JettyServer.serve(relay, port, patience, (http, context) -> {
            // snippet: lenient
            http.setUriCompliance(UriCompliance.from(EnumSet.of(
                    UriCompliance.Violation.AMBIGUOUS_EMPTY_SEGMENT,
                    UriCompliance.Violation.AMBIGUOUS_PATH_ENCODING,
                    UriCompliance.Violation.AMBIGUOUS_PATH_SEGMENT,
                    UriCompliance.Violation.AMBIGUOUS_PATH_SEPARATOR,
                    UriCompliance.Violation.SUSPICIOUS_PATH_CHARACTERS)));
            context.getServletHandler().setDecodeAmbiguousURIs(true);
            // end snippet
        });
    }

    @Override
    public Map<RequestForm, Integer> refused() {
        return Map.of(
                RequestForm.ENCODED_NUL, 400,
                RequestForm.BROKEN_ESCAPE, 400,
                RequestForm.PIPE, 400,
                RequestForm.RAW_KOREAN, 400);
    }
}
