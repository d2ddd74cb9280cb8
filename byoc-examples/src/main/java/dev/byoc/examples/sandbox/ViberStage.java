package dev.byoc.examples.sandbox;

import dev.byoc.event.RelayEvent;
import dev.byoc.examples.Places;
import dev.byoc.examples.RealRelay;
import dev.byoc.policy.CatchUpPolicy;
import dev.byoc.relay.RelayBuilder;
import dev.byoc.relay.RelayEngine;
import dev.byoc.testkit.FreePort;
import dev.byoc.testkit.freshchat.FakeFreshchat;
import dev.byoc.testkit.freshchat.StoredUser;
import dev.byoc.testkit.viber.FakeViber;
import dev.byoc.testkit.viber.ViberCustomer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A Freshchat account with one agent, a Viber bot with two customers, and a {@link RealRelay} between them. */
final class ViberStage implements AutoCloseable {
    /** As the variables' names say it. */
    static final String ACCOUNT = "viber-main";

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    final FakeFreshchat freshchat = new FakeFreshchat();
    final FakeViber viber = new FakeViber();
    final ViberCustomer anna = viber.customer("dyN4Ob6OXfag+Atd/1SifA==", "Anna");
    final ViberCustomer boris = viber.customer("qF3x7Zk+Lw2/Vr9TbHs0Aw==", "Boris");
    private final Places places = new Places("");
    private final Map<String, String> variables;
    private final int port;
    private final boolean catchesUp;
    private final @Nullable FaultyHop hop;
    private RelayEngine relay;
    private RunningRelay running;
    private volatile CountDownLatch caughtUp = new CountDownLatch(1);

    /** @param fault null: nothing stands between the relay and the others */
    ViberStage(@Nullable Fault fault) {
        freshchat.addTopic(RunningRelay.TOPIC);
        port = FreePort.next();
        catchesUp = fault != Fault.NO_CATCH_UP;
        int door = fault == null ? port : FreePort.next();
        URI behindHop = URI.create("http://127.0.0.1:" + door);
        URI freshchatUrl = fault == null ? freshchat.url() : behindHop.resolve("/v2");
        URI viberUrl = fault == null ? viber.url() : behindHop.resolve("/pa");
        variables = RunningRelay.variables(freshchat, freshchatUrl, behindHop, port);
        variables.put("BYOC_ACCOUNTS_VIBER_MAIN_CHANNEL", "viber");
        variables.put("BYOC_ACCOUNTS_VIBER_MAIN_TOPIC", RunningRelay.TOPIC);
        variables.put("BYOC_ACCOUNTS_VIBER_MAIN_BASE_URL", viberUrl.toString());
        variables.put("BYOC_ACCOUNTS_VIBER_MAIN_AUTH_TOKEN", viber.token());
        variables.put("BYOC_ACCOUNTS_VIBER_MAIN_SENDER_NAME", "Boot Shop");
        variables.put("STORE", file());
        this.hop = fault == null
                ? null
                : new FaultyHop(fault, door, freshchat.url(), viber.url(), URI.create("http://127.0.0.1:" + port));
        this.relay = RealRelay.relay(variables, this::options);
        this.running = new RunningRelay(relay, freshchat, port);
    }

    private String file() {
        try {
            return places.freshFile();
        } catch (IOException e) {
            throw new UncheckedIOException("no file for the relay's state", e);
        }
    }

    private RelayBuilder options(RelayBuilder builder) {
        // At once: a demo should not take two minutes more.
        CatchUpPolicy policy = CatchUpPolicy.DEFAULT.startingAfter(Duration.ZERO);
        return builder.catchUp(catchesUp ? policy : policy.byHand()).listener(event -> {
            if (event instanceof RelayEvent.CaughtUp) {
                caughtUp.countDown();
            }
        });
    }

    RelayEngine relay() {
        return relay;
    }

    /** Freshchat's webhooks reach no relay from now on. */
    void stopRelay() {
        settle();
        freshchat.connectWebhook(null);
        viber.connectWebhook(null);
        running.close();
    }

    /** Gives it the time to look for what it missed. */
    void startRelay() {
        caughtUp = new CountDownLatch(1);
        relay = RealRelay.relay(variables, this::options);
        running = new RunningRelay(relay, freshchat, port);
        try {
            if (catchesUp && !caughtUp.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new IllegalStateException(
                        "the relay did not look for what it missed within " + PATIENCE.toSeconds() + " s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        settle();
    }

    /** The customer's latest conversation. */
    String conversation(ViberCustomer customer) {
        return running.conversation(customer.name(), user -> user.firstName().equals(customer.name()));
    }

    /** Puts a file on a web server; gives its address. Freshchat's has room, though in real life customers' pictures are on Viber's. */
    String hosts(String fileName, String contentType) {
        return freshchat
                .hosts(fileName, contentType, fileName.getBytes(StandardCharsets.UTF_8))
                .toString();
    }

    void settle() {
        running.settle();
    }

    Ledger ledger() {
        List<Row> rows = new ArrayList<>(Ledger.of(freshchat, StoredUser::firstName));
        rows.addAll(Ledger.of(anna));
        rows.addAll(Ledger.of(boris));
        return new Ledger(rows);
    }

    @Override
    public void close() {
        running.close();
        if (hop != null) {
            hop.close();
        }
        viber.close();
        freshchat.close();
        try {
            places.close();
        } catch (IOException | SQLException e) {
            throw new IllegalStateException("the relay's file could not be deleted", e);
        }
    }
}
