package dev.byoc.testkit.host;

import dev.byoc.json.Json;
import dev.byoc.memory.MemoryStore;
import dev.byoc.relay.RelayBuilder;
import dev.byoc.relay.RelayEngine;
import dev.byoc.store.spi.NewEntry;
import dev.byoc.store.spi.RelayStore;
import dev.byoc.testkit.FakeChannel;
import dev.byoc.testkit.FakeChannelProvider;
import dev.byoc.testkit.TestRelay;
import dev.byoc.testkit.store.WatchedStore;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** A relay with a {@link MirrorChannel}, behind the host under test. */
final class HostedRelay extends TestRelay {
    static final String FILES_HOST = "127.0.0.1";

    private static final String ACCOUNT = "shop";

    private final BiFunction<RelayEngine, Integer, Runnable> server;
    private final FakeChannelProvider provider = new FakeChannelProvider("fake", MirrorChannel::new);
    private final Queue<String> stored = new ConcurrentLinkedQueue<>();
    private @Nullable Runnable ends;

    /** @param server serves a relay on a port, and gives what ends that */
    HostedRelay(BiFunction<RelayEngine, Integer, Runnable> server) {
        this.server = server;
        start();
    }

    @Override
    protected void configure(RelayBuilder relay) {
        relay.account(ACCOUNT, provider, Map.of("topic", TOPIC))
                .allowInternalHost(FILES_HOST)
                .store(remembering());
    }

    /** What is in it when the relay has ended cannot be asked any more. */
    private RelayStore remembering() {
        return WatchedStore.of(new MemoryStore(clock()), (method, arguments, call) -> {
            Object result = call.proceed();
            if (method.equals("journal.append")) {
                ((List<?>) arguments[0]).forEach(entry -> stored.add(((NewEntry) entry).eventKey()));
            }
            return result;
        });
    }

    @Override
    protected Runnable serve(RelayEngine engine) {
        ends = server.apply(engine, localUrl().getPort());
        return this::endHost;
    }

    /** As its application would; a second call does nothing. */
    synchronized void endHost() {
        Runnable end = ends;
        ends = null;
        if (end != null) {
            end.run();
        }
    }

    MirrorChannel channel() {
        return (MirrorChannel) provider.channel(ACCOUNT);
    }

    /** The keys of all that was stored, in the order of storing. */
    List<String> stored() {
        return List.copyOf(stored);
    }

    Wire connect() {
        return new Wire(localUrl().getPort());
    }

    /** The account's address. */
    String path() {
        return relay().webhookUrl(ACCOUNT).getRawPath();
    }

    URI url() {
        return relay().webhookUrl(ACCOUNT);
    }

    /** The head of a request to the account. */
    String head(String method, String suffix, String... headers) {
        StringBuilder head = new StringBuilder(method + " " + path() + suffix + " HTTP/1.1\r\nHost: localhost\r\n");
        for (String header : headers) {
            head.append(header).append("\r\n");
        }
        return head.append("\r\n").toString();
    }

    /** A request of one connection, and its answer. */
    RawAnswer post(String body, String... headers) {
        try (Wire wire = connect()) {
            return wire.send(request(body, headers)).answer();
        }
    }

    /** To any path; gives the status. */
    int postTo(String path, byte[] body) {
        try (Wire wire = connect()) {
            return wire.send("POST " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + body.length
                            + "\r\n\r\n")
                    .send(body)
                    .answer()
                    .status();
        }
    }

    /** With {@code Content-Length}, one byte a character. */
    String request(String body, String... headers) {
        String head = head("POST", "", headers);
        return head.substring(0, head.length() - 2) + "Content-Length: " + body.length() + "\r\n\r\n" + body;
    }

    /** A customer's message of one line of ASCII, as the fake network sends it; its key ends in the text. */
    String message(String customer, String text) {
        Json body = FakeChannel.text(text, customer, text);
        List<String> secret = channel().headers().getOrDefault(FakeChannel.SECRET_HEADER, List.of());
        return request(
                new String(body.bytes(), StandardCharsets.ISO_8859_1),
                FakeChannel.SECRET_HEADER + ": " + String.join("", secret));
    }
}
