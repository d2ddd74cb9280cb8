package dev.byoc.examples.crash;

import dev.byoc.examples.Engines;
import dev.byoc.freshchat.FreshchatSettings;
import dev.byoc.host.JdkHttpHost;
import dev.byoc.policy.RetryPolicy;
import dev.byoc.relay.RelayBuilder;
import dev.byoc.relay.RelayEngine;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

/**
 * The process that is killed: a relay as a host application runs it, set up by environment variables. Says {@code ready} and its address
 * for Freshchat on a line of stdout, then answers each line of stdin with the number of open entries, and ends with its parent.
 */
final class Host {
    static final String TOPIC = "Support";

    private Host() {}

    public static void main(String[] args) throws IOException {
        Map<String, String> set = System.getenv();
        RelayEngine relay = new RelayBuilder()
                .freshchat(FreshchatSettings.builder()
                        .url(of(set, "FRESHCHAT_URL"))
                        .trustHost("127.0.0.1")
                        .token(of(set, "FRESHCHAT_TOKEN"))
                        .webhookKey(of(set, "FRESHCHAT_WEBHOOK_KEY"))
                        .build())
                .account(
                        "viber-main",
                        "viber",
                        Map.of(
                                "auth-token",
                                of(set, "VIBER_TOKEN"),
                                "sender-name",
                                "Boot Shop",
                                "base-url",
                                of(set, "VIBER_URL"),
                                "topic",
                                TOPIC,
                                // No one is here to ask.
                                "unknown-outcome",
                                "resend"))
                .publicUrl(URI.create(of(set, "PUBLIC_URL")))
                .store(Engines.store(of(set, "STORE")))
                // Kills come every few seconds, so waits are short.
                .retry(RetryPolicy.DEFAULT.startingAt(Duration.ofMillis(200)).cappedAt(Duration.ofSeconds(2)))
                .build();
        @SuppressWarnings("unused") // ends with the process
        JdkHttpHost host = JdkHttpHost.serve(
                relay, new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(of(set, "PORT"))));
        relay.start();
        System.out.println("ready " + relay.freshchatWebhookUrl());
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        while (in.readLine() != null) {
            System.out.println(relay.health().open());
        }
        Runtime.getRuntime().halt(0);
    }

    private static String of(Map<String, String> set, String name) {
        String value = set.get(name);
        if (value == null) {
            throw new IllegalArgumentException(name + " is not set");
        }
        return value;
    }
}
