package dev.byoc.servlet;

import dev.byoc.relay.RelayEngine;
import dev.byoc.testkit.host.RequestForm;
import dev.byoc.testkit.host.RequestFormContract;
import java.time.Duration;
import java.util.Map;
import org.apache.tomcat.util.buf.EncodedSolidusHandling;

/** Tomcat with the settings of docs/guides/hosts.md, by which it passes more on as it was sent. */
class TomcatLenientTest extends RequestFormContract {
    @Override
    protected Runnable serve(RelayEngine relay, int port, Duration patience) {
        return TomcatServer.serve(relay, port, patience, connector -> {
            // snippet: lenient
            connector.setAllowTrace(true);
            connector.setEncodedSolidusHandling(EncodedSolidusHandling.PASS_THROUGH.getValue());
            connector.setEncodedReverseSolidusHandling(EncodedSolidusHandling.PASS_THROUGH.getValue());
            connector.setProperty("relaxedQueryChars", "|{}[]");
            connector.setProperty("relaxedPathChars", "|");
            // end snippet
        });
    }

    @Override
    public Map<RequestForm, Integer> refused() {
        return Map.of(
                RequestForm.ENCODED_NUL, 400,
                RequestForm.BROKEN_ESCAPE, 400,
                RequestForm.RAW_KOREAN, 400);
    }
}
