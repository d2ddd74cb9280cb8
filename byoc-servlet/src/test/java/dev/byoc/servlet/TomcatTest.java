package dev.byoc.servlet;

import dev.byoc.relay.RelayEngine;
import dev.byoc.testkit.host.HostContract;
import dev.byoc.testkit.host.RequestForm;
import java.time.Duration;
import java.util.Map;

class TomcatTest extends HostContract {
    @Override
    protected Runnable serve(RelayEngine relay, int port, Duration patience) {
        return TomcatServer.serve(relay, port, patience, connector -> {});
    }

    /**
     * Its connector's {@code allowTrace} and {@code encodedSolidusHandling}, {@code encodedReverseSolidusHandling} and {@code relaxedQueryChars} are
     * set as {@link TomcatLenientTest} sets them for the first four. The others it always refuses, or would change.
     */
    @Override
    public Map<RequestForm, Integer> refused() {
        return Map.of(
                RequestForm.TRACE, 405,
                RequestForm.ENCODED_SLASH, 400,
                RequestForm.ENCODED_BACKSLASH, 400,
                RequestForm.BRACKETS_IN_QUERY, 400,
                RequestForm.ENCODED_NUL, 400,
                RequestForm.BROKEN_ESCAPE, 400,
                RequestForm.PIPE, 400,
                RequestForm.RAW_KOREAN, 400);
    }
}
