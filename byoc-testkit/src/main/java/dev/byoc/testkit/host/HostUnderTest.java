package dev.byoc.testkit.host;

import java.time.Duration;
import java.util.Map;

/** The host that a contract tests. */
interface HostUnderTest {
    /** Served once for all tests that leave it as it is; the channel is fresh for each. */
    HostedRelay hosted();

    /**
     * Another one, for a test that ends it or is slow; the test closes it.
     *
     * @param patience how long a request may take to arrive
     */
    HostedRelay serveAnother(Duration patience);

    /** What the host answers by itself, by the form of the request. */
    Map<RequestForm, Integer> refused();
}
