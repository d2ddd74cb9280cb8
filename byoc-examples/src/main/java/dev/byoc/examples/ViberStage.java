package dev.byoc.examples;

import dev.byoc.host.JdkHttpHost;
import dev.byoc.relay.RelayEngine;
import dev.byoc.testkit.FakeFreshchat;
import dev.byoc.testkit.FakeViber;
import dev.byoc.testkit.ViberCustomer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** A Freshchat account with one agent, a Viber bot with two customers, and the relay of {@link ViberRelay} between them. */
final class ViberStage implements AutoCloseable {
    private static final InetAddress HERE = InetAddress.getLoopbackAddress();
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration GLANCE = Duration.ofMillis(2);

    final FakeFreshchat freshchat = new FakeFreshchat();
    final FakeViber viber = new FakeViber();
    final ViberCustomer anna = viber.customer("dyN4Ob6OXfag+Atd/1SifA==", "Anna");
    final ViberCustomer boris = viber.customer("qF3x7Zk+Lw2/Vr9TbHs0Aw==", "Boris");
    final RelayEngine relay;
    private final JdkHttpHost host;
    private final @Nullable FaultyHop hop;

    /** @param fault null: nothing stands between the relay and the others */
    ViberStage(@Nullable Fault fault) {
        freshchat.addTopic("Support");
        int port = freePort();
        int door = fault == null ? port : freePort();
        URI behindHop = URI.create("http://127.0.0.1:" + door);
        URI freshchatUrl = fault == null ? freshchat.url() : behindHop.resolve("/v2");
        URI viberUrl = fault == null ? viber.url() : behindHop.resolve("/pa");
        this.relay = ViberRelay.relay(Map.of(
                "FRESHCHAT_URL", freshchatUrl.toString(),
                "FRESHCHAT_TRUST_HOST", freshchatUrl.getHost(),
                "FRESHCHAT_TOKEN", freshchat.token(),
                "FRESHCHAT_WEBHOOK_KEY", freshchat.publicKeyPem(),
                "FRESHCHAT_TOPIC", "Support",
                "VIBER_URL", viberUrl.toString(),
                "VIBER_TOKEN", viber.token(),
                "VIBER_SENDER_NAME", "Boot Shop",
                "PUBLIC_URL", behindHop.resolve("/byoc").toString(),
                "PORT", String.valueOf(port)));
        this.host = JdkHttpHost.serve(relay, new InetSocketAddress(HERE, port));
        this.hop = fault == null
                ? null
                : new FaultyHop(fault, door, freshchat.url(), viber.url(), URI.create("http://127.0.0.1:" + port));
        freshchat.connectWebhook(relay.freshchatWebhookUrl());
        relay.start();
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, HERE)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException("no free port on this machine", e);
        }
    }

    /** The customer's latest conversation. */
    String conversation(ViberCustomer customer) {
        return freshchat.conversations().stream()
                .filter(conversation -> freshchat.users().stream()
                        .anyMatch(user -> user.id().equals(conversation.userId())
                                && user.firstName().equals(customer.name())))
                .reduce((earlier, later) -> later)
                .orElseThrow(() -> new IllegalStateException(customer.name() + " has no conversation in Freshchat"))
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

    Ledger ledger() {
        List<Row> rows = new ArrayList<>(Ledger.of(freshchat));
        rows.addAll(Ledger.of(anna));
        rows.addAll(Ledger.of(boris));
        return new Ledger(rows);
    }

    @Override
    public void close() {
        relay.close();
        host.close();
        if (hop != null) {
            hop.close();
        }
        viber.close();
        freshchat.close();
    }
}
