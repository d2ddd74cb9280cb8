package dev.byoc.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.freshchat.FreshchatSettings;
import dev.byoc.relay.RelayBuilder;
import dev.byoc.relay.RelayEngine;
import dev.byoc.testkit.FakeChannelProvider;
import dev.byoc.testkit.freshchat.FakeFreshchat;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class HostThreadsTest {
    @Test
    void aHostKeepsNoProcessAlive() {
        try (FakeFreshchat freshchat = new FakeFreshchat();
                RelayEngine relay = relay(freshchat)) {
            Set<Thread> before = threadsThatKeepAProcessAlive();
            InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

            try (JdkHttpHost host = JdkHttpHost.serve(relay, anyPort)) {
                assertThat(host.port()).isPositive();
                assertThat(threadsThatKeepAProcessAlive()).isSubsetOf(before);
            }
        }
    }

    private static RelayEngine relay(FakeFreshchat freshchat) {
        return new RelayBuilder()
                .freshchat(FreshchatSettings.builder()
                        .url(freshchat.url().toString())
                        .trustHost(freshchat.url().getHost())
                        .token(freshchat.token())
                        .webhookKey(freshchat.publicKeyPem())
                        .build())
                .account("fake-main", new FakeChannelProvider(), Map.of("topic", "Support"))
                .publicUrl(URI.create("https://chat.example.com/byoc"))
                .build();
    }

    private static Set<Thread> threadsThatKeepAProcessAlive() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !thread.isDaemon())
                .collect(Collectors.toSet());
    }
}
