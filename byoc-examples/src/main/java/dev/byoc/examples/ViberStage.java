package dev.byoc.examples;

import dev.byoc.relay.RelayEngine;
import dev.byoc.testkit.FakeFreshchat;
import dev.byoc.testkit.FakeViber;
import dev.byoc.testkit.StoredUser;
import dev.byoc.testkit.ViberCustomer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A Freshchat account with one agent, a Viber bot with two customers, and the relay of {@link ViberRelay} between them. */
final class ViberStage implements AutoCloseable {
    final FakeFreshchat freshchat = new FakeFreshchat();
    final FakeViber viber = new FakeViber();
    final ViberCustomer anna = viber.customer("dyN4Ob6OXfag+Atd/1SifA==", "Anna");
    final ViberCustomer boris = viber.customer("qF3x7Zk+Lw2/Vr9TbHs0Aw==", "Boris");
    final RelayEngine relay;
    private final RunningRelay running;
    private final @Nullable FaultyHop hop;

    /** @param fault null: nothing stands between the relay and the others */
    ViberStage(@Nullable Fault fault) {
        freshchat.addTopic(RunningRelay.TOPIC);
        int port = RunningRelay.freePort();
        int door = fault == null ? port : RunningRelay.freePort();
        URI behindHop = URI.create("http://127.0.0.1:" + door);
        URI freshchatUrl = fault == null ? freshchat.url() : behindHop.resolve("/v2");
        URI viberUrl = fault == null ? viber.url() : behindHop.resolve("/pa");
        Map<String, String> variables = RunningRelay.variables(freshchat, freshchatUrl, behindHop, port);
        variables.put("VIBER_URL", viberUrl.toString());
        variables.put("VIBER_TOKEN", viber.token());
        variables.put("VIBER_SENDER_NAME", "Boot Shop");
        this.relay = ViberRelay.relay(variables);
        this.hop = fault == null
                ? null
                : new FaultyHop(fault, door, freshchat.url(), viber.url(), URI.create("http://127.0.0.1:" + port));
        this.running = new RunningRelay(relay, freshchat, port);
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
    }
}
