package dev.byoc.examples.sandbox;

import dev.byoc.host.JdkHttpHost;
import dev.byoc.relay.RelayEngine;
import dev.byoc.testkit.freshchat.FakeFreshchat;
import dev.byoc.testkit.freshchat.StoredUser;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/** A relay that is served on this machine, for a Freshchat account of our own. */
final class RunningRelay implements AutoCloseable {
    static final String TOPIC = "Support";

    private static final InetAddress HERE = InetAddress.getLoopbackAddress();
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration GLANCE = Duration.ofMillis(2);

    private final RelayEngine relay;
    private final FakeFreshchat freshchat;
    private final JdkHttpHost host;

    RunningRelay(RelayEngine relay, FakeFreshchat freshchat, int port) {
        this.relay = relay;
        this.freshchat = freshchat;
        this.host = JdkHttpHost.serve(relay, new InetSocketAddress(HERE, port));
        freshchat.connectWebhook(relay.freshchatWebhookUrl());
        relay.start();
    }

    /**
     * The variables of {@link dev.byoc.examples.RealRelay}, but those of the messenger's account.
     *
     * @param freshchatUrl where the relay finds the account
     * @param origin where others find the relay
     */
    static Map<String, String> variables(FakeFreshchat freshchat, URI freshchatUrl, URI origin, int port) {
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put("BYOC_FRESHCHAT_URL", freshchatUrl.toString());
        variables.put("BYOC_FRESHCHAT_TRUST_HOST", freshchatUrl.getHost());
        variables.put("BYOC_FRESHCHAT_TOKEN", freshchat.token());
        variables.put("BYOC_FRESHCHAT_WEBHOOK_KEY", freshchat.publicKeyPem());
        variables.put("BYOC_PUBLIC_URL", origin.resolve("/byoc").toString());
        variables.put("PORT", String.valueOf(port));
        // People's files lie on this machine, which a relay does not fetch from unless it is told to.
        variables.put("BYOC_ALLOW_INTERNAL_HOSTS", freshchatUrl.getHost());
        // Stickers lie on servers of the messenger's, which the sandbox does not reach: nothing is to wait for them.
        variables.put("BYOC_MEDIA_RETRY_FOR", "PT1S");
        return variables;
    }

    /** The latest conversation of that user. */
    String conversation(String name, Predicate<StoredUser> user) {
        return freshchat.conversations().stream()
                .filter(conversation -> freshchat.users().stream()
                        .anyMatch(one -> one.id().equals(conversation.userId()) && user.test(one)))
                .reduce((earlier, later) -> later)
                .orElseThrow(() -> new IllegalStateException(name + " has no conversation in Freshchat"))
                .id();
    }

    /**
     * Waits until nothing is under way any more, neither in Freshchat's webhooks nor in the relay.
     *
     * @throws IllegalStateException if that takes too long
     */
    void settle() {
        long end = System.nanoTime() + PATIENCE.toNanos();
        do {
            freshchat.webhooks().awaitDelivered();
            while (relay.health().open() > 0) {
                if (System.nanoTime() > end) {
                    throw new IllegalStateException(relay.health().open() + " messages are still in the relay after "
                            + PATIENCE.toSeconds() + " s");
                }
                LockSupport.parkNanos(GLANCE.toNanos());
            }
            // What the relay has just posted is told by another webhook.
            freshchat.webhooks().awaitDelivered();
        } while (relay.health().open() > 0);
    }

    @Override
    public void close() {
        relay.close();
        host.close();
    }
}
