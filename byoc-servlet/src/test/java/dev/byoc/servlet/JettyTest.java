package dev.byoc.servlet;

import dev.byoc.relay.RelayEngine;
import dev.byoc.testkit.host.HostContract;
import dev.byoc.testkit.host.RequestForm;
import java.time.Duration;
import java.util.Map;

class JettyTest extends HostContract {
    @Override
    protected Runnable serve(RelayEngine relay, int port, Duration patience) {
        return JettyServer.serve(relay, port, patience, (http, context) -> {});
    }

    @Override
    public Map<RequestForm, Integer> refused() {
        return Map.of(
                RequestForm.DOUBLE_SLASH, 400,
                RequestForm.ENCODED_SLASH, 400,
                RequestForm.ENCODED_BACKSLASH, 400,
                RequestForm.ENCODED_PERCENT, 400,
                RequestForm.ENCODED_DOTS, 400,
                RequestForm.ENCODED_NUL, 400,
                RequestForm.BROKEN_ESCAPE, 400,
                RequestForm.PIPE, 400,
                RequestForm.RAW_KOREAN, 400);
    }
}
