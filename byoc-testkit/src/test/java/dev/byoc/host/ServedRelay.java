package dev.byoc.host;

import dev.byoc.channel.ChannelProvider;
import dev.byoc.event.Health;
import dev.byoc.freshchat.FreshchatSettings;
import dev.byoc.relay.RelayBuilder;
import dev.byoc.relay.RelayEngine;
import dev.byoc.testkit.FakeChannelProvider;
import dev.byoc.testkit.freshchat.FakeFreshchat;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/** A relay behind the host, as a process: says its port and the path that answers 200, then each change of the host's health. */
final class ServedRelay {
    /** Property: milliseconds between two looks at the server. */
    static final String PROBE = "byoc.probe.millis";

    private ServedRelay() {}

    /** Not started: it takes requests, and works on none. */
    static RelayEngine relay(ChannelProvider provider) {
        try (FakeFreshchat freshchat = new FakeFreshchat()) {
            return new RelayBuilder()
                    .freshchat(FreshchatSettings.builder()
                            .url(freshchat.url().toString())
                            .trustHost(freshchat.url().getHost())
                            .token(freshchat.token())
                            .webhookKey(freshchat.publicKeyPem())
                            .build())
                    .account("fake-main", provider, Map.of("topic", "Support"))
                    .publicUrl(URI.create("https://chat.example.com/byoc"))
                    .build();
        }
    }

    public static void main(String[] args) throws IOException {
        RelayEngine relay = relay(new FakeChannelProvider());
        InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        JdkHttpHost host = JdkHttpHost.serve(
                relay,
                anyPort,
                Duration.ofMillis(Long.getLong(PROBE)),
                Duration.ofSeconds(JdkHttpHost.REQUEST_SECONDS));
        System.out.println("port " + host.port());
        System.out.println("path " + relay.freshchatWebhookUrl().getRawPath());
        Thread watch = new Thread(() -> tellChanges(relay));
        watch.setDaemon(true);
        watch.start();
        while (System.in.read() >= 0) {
            // Until the parent is gone.
        }
    }

    private static void tellChanges(RelayEngine relay) {
        String before = "";
        while (true) {
            Health.Part host = relay.health().parts().stream()
                    .filter(part -> part.name().equals("host"))
                    .findFirst()
                    .orElseThrow();
            String now = host.status() + " " + host.trouble();
            if (!now.equals(before)) {
                System.out.println("host " + now);
            }
            before = now;
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
    }
}
