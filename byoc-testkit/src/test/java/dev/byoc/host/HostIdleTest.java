package dev.byoc.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.relay.RelayEngine;
import dev.byoc.testkit.FakeChannelProvider;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;

/** A proxy keeps its connections for a minute and sends on one that it believes open: {@code .ci/consumer} waits that minute. */
class HostIdleTest {
    @Test
    void idleConnectionsAreKeptForLongerThanProxiesKeepThem() {
        try (RelayEngine relay = ServedRelay.relay(new FakeChannelProvider());
                JdkHttpHost host =
                        JdkHttpHost.serve(relay, new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            assertThat(host.port()).isPositive();
            assertThat(Integer.getInteger("sun.net.httpserver.idleInterval", 0)).isGreaterThanOrEqualTo(75);
            assertThat(Integer.getInteger("sun.net.httpserver.maxIdleConnections", 0))
                    .isEqualTo(Integer.getInteger("jdk.httpserver.maxConnections", -1));
        }
    }
}
