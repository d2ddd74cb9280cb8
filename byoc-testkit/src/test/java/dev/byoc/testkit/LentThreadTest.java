package dev.byoc.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.byoc.RelayRequest;
import dev.byoc.event.RelayEvent;
import dev.byoc.host.JdkHttpHost;
import dev.byoc.json.Json;
import dev.byoc.relay.RelayBuilder;
import dev.byoc.relay.RelayEngine;
import dev.byoc.testkit.WildChannel.Hang;
import dev.byoc.webhook.WebhookResponse;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** All of {@link ForeignCodeTest} on threads that are lent to the relay; and what becomes of such a thread. */
class LentThreadTest extends ForeignCodeTest {
    private static final Json HELLO = FakeChannel.text("7", "ines", "Hello");

    @Override
    void lend(EngineFixture to) {
        to.lends();
    }

    private static EngineFixture engine() {
        return new EngineFixture(Map.of(), WildChannel::new, builder -> {});
    }

    private static RelayRequest request(EngineFixture engine) {
        return new RelayRequest(
                "POST",
                engine.relay.webhookUrl("shop").getRawPath(),
                null,
                engine.channel.headers(),
                HELLO.bytes(),
                null);
    }

    private static WildChannel channel(EngineFixture engine) {
        return (WildChannel) engine.channel;
    }

    @Test
    void channelsCodeRunsOnTheThreadThatIsLent() {
        try (EngineFixture engine = engine()) {
            AtomicReference<Thread> ran = new AtomicReference<>();
            AtomicReference<Thread> answered = new AtomicReference<>();
            channel(engine).will("verify", () -> {
                ran.set(Thread.currentThread());
                throw new IllegalStateException("its own fault");
            });

            engine.relay.handle(request(engine), answer -> answered.set(Thread.currentThread()));

            assertThat(ran.get()).isSameAs(Thread.currentThread());
            assertThat(answered.get()).isSameAs(Thread.currentThread());
        }
    }

    @Test
    void hostOfTheJdksServerLendsItsThreads() throws IOException {
        try (EngineFixture engine = engine();
                JdkHttpHost host = JdkHttpHost.serve(engine.relay, 0)) {
            AtomicReference<String> ran = new AtomicReference<>();
            channel(engine).will("verify", () -> {
                ran.set(Thread.currentThread().getName());
                return null;
            });
            URI address = URI.create("http://127.0.0.1:" + host.port()
                    + engine.relay.webhookUrl("shop").getRawPath());
            HttpURLConnection connection = (HttpURLConnection) address.toURL().openConnection();
            connection.setRequestMethod("POST");

            assertThat(connection.getResponseCode()).isEqualTo(401);

            assertThat(ran.get()).isEqualTo("byoc-http");
        }
    }

    /** Its late outcome is discarded: the sender was told to send the request again. */
    @Test
    void requestWhoseReadingHungIsAnsweredOnceAndNothingOfItIsKept() throws Exception {
        Hang hang = new Hang();
        try (EngineFixture engine = engine()) {
            channel(engine).will("parse", hang);
            List<Integer> answers = new CopyOnWriteArrayList<>();
            Thread lent =
                    new Thread(() -> engine.relay.handle(request(engine), answer -> answers.add(answer.status())));
            lent.start();
            hang.awaitBegun();

            engine.whileTimePasses(() -> engine.await(() -> !answers.isEmpty()));
            assertThat(lent.isAlive()).isTrue();
            hang.release();
            lent.join();

            assertThat(answers).containsExactly(503);
            assertThat(engine.events(RelayEvent.RequestRefused.class))
                    .singleElement()
                    .satisfies(refused -> {
                        assertThat(refused.account()).isEqualTo("shop");
                        assertThat(refused.status()).isEqualTo(503);
                    });
            assertThat(engine.events(RelayEvent.Stored.class)).isEmpty();
            channel(engine).willBehave("parse");
            assertThat(engine.lent(request(engine)).join().status()).isEqualTo(200);
        } finally {
            hang.release();
        }
    }

    @Test
    void interruptOfTheThreadsOwnerStaysAndOneOfTheChannelsDoesNot() {
        try (EngineFixture engine = engine()) {
            List<Boolean> interrupted = new ArrayList<>();
            channel(engine).will("verify", () -> {
                Thread.currentThread().interrupt();
                return null;
            });

            engine.relay.handle(
                    request(engine),
                    answer -> interrupted.add(Thread.currentThread().isInterrupted()));
            Thread.currentThread().interrupt();
            engine.relay.handle(request(engine), answer -> interrupted.add(Thread.interrupted()));

            assertThat(interrupted).containsExactly(false, true);
        } finally {
            boolean unused = Thread.interrupted();
        }
    }

    @Test
    void whatTheHostThrowsAsItIsGivenTheAnswerIsItsOwn() {
        try (EngineFixture engine = engine()) {
            assertThatThrownBy(() -> engine.relay.handle(request(engine), answer -> {
                        throw new IllegalStateException("the client is gone");
                    }))
                    .hasMessage("the client is gone");

            assertThat(engine.events(RelayEvent.Stored.class)).hasSize(1);
        }
    }

    /** As a messenger does while its webhook is registered. */
    @Test
    void requestsMayComeBeforeTheStart() {
        FakeChannelProvider provider = new FakeChannelProvider("fake", WildChannel::new);
        try (EngineFixture engine = engine();
                RelayEngine unstarted = new RelayBuilder()
                        .freshchat(engine.settings().token(engine.freshchat.token()))
                        .publicUrl(URI.create("https://chat.example.com/byoc"))
                        .account("shop", provider, Map.of("topic", engine.topic))
                        .build()) {
            AtomicReference<Thread> ran = new AtomicReference<>();
            ((WildChannel) provider.channel("shop")).will("verify", () -> {
                ran.set(Thread.currentThread());
                return null;
            });
            CompletableFuture<WebhookResponse> answered = new CompletableFuture<>();

            unstarted.handle(
                    new RelayRequest(
                            "POST", unstarted.webhookUrl("shop").getRawPath(), null, Map.of(), HELLO.bytes(), null),
                    answered::complete);

            assertThat(answered).isDone();
            assertThat(ran.get()).isSameAs(Thread.currentThread());
        }
    }

    /** Requests that come meanwhile are not held up: each has a thread of its own. */
    @Test
    void othersAreServedWhileOneHangs() throws Exception {
        Hang hang = new Hang();
        try (EngineFixture engine = engine()) {
            channel(engine).will("parse", hang);
            CompletableFuture<WebhookResponse> first = engine.lent(request(engine));
            hang.awaitBegun();
            channel(engine).willBehave("parse");

            assertThat(engine.lent(request(engine)).join().status()).isEqualTo(200);

            assertThat(first).isNotDone();
            engine.clock.advance(Duration.ofSeconds(11));
            while (!first.isDone()) {
                LockSupport.parkNanos(1_000_000);
            }
            assertThat(first.join().status()).isEqualTo(503);
        } finally {
            hang.release();
        }
    }
}
