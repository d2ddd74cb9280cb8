package dev.byoc.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.byoc.ConfigurationException;
import dev.byoc.channel.Channel;
import dev.byoc.channel.ChannelContext;
import dev.byoc.channel.ChannelProvider;
import dev.byoc.channel.Descriptor;
import dev.byoc.channel.SendResult;
import dev.byoc.channel.config.ConfigSpec;
import dev.byoc.event.Health;
import dev.byoc.event.RelayEvent;
import dev.byoc.http.HttpCall;
import dev.byoc.http.HttpResult;
import dev.byoc.message.Content;
import dev.byoc.relay.RelayBuilder;
import dev.byoc.relay.RelayEngine;
import dev.byoc.testkit.WildChannel.Hang;
import dev.byoc.webhook.WebhookResponse;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Code of others that uses the relay from within its own call, or holds it up where it is built and where it calls Freshchat. */
@Timeout(120)
class ForeignCodeCallsBackTest {
    private EngineFixture fixture = fixture(builder -> {});
    private final Hang hang = new Hang();

    private static EngineFixture fixture(Consumer<RelayBuilder> more) {
        return new EngineFixture(Map.of(), WildChannel::new, more);
    }

    private void restart(Consumer<RelayBuilder> more) {
        fixture.close();
        fixture = fixture(more);
    }

    @AfterEach
    void close() {
        hang.release();
        fixture.close();
    }

    private WildChannel channel() {
        return (WildChannel) fixture.channel;
    }

    private Health.Part health(String name) {
        return fixture.relay.health().parts().stream()
                .filter(part -> part.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static <T> FutureTask<T> started(Callable<T> code) {
        FutureTask<T> task = new FutureTask<>(code);
        Thread thread = new Thread(task);
        thread.setDaemon(true);
        thread.start();
        return task;
    }

    /** A provider one method of which hangs. */
    private record Hanging(String method, Hang hang) implements ChannelProvider {
        @Override
        public Descriptor describe() {
            if (method.equals("describe")) {
                hang.call();
            }
            return new Descriptor("hanging", "Hanging", ConfigSpec.none());
        }

        @Override
        public Channel open(ChannelContext context) {
            if (method.equals("open")) {
                hang.call();
            }
            return new FakeChannel(context);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"describe", "open"})
    void providerThatHangsIsAFaultOfItsAccountAndIsInterruptedOnceThoughTheBuildFails(String method) throws Exception {
        RelayBuilder builder = new RelayBuilder()
                .freshchat(fixture.settings().token(fixture.freshchat.token()).build())
                .publicUrl(URI.create("https://chat.example.com/byoc"))
                .clock(fixture.clock)
                .account("slow", new Hanging(method, hang), Map.of("topic", "Support"));
        FutureTask<RelayEngine> build = started(builder::build);
        hang.awaitBegun();

        fixture.clock.advance(Duration.ofSeconds(11));

        assertThatThrownBy(build::get)
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContainingAll("slow", "Hanging." + method, "did not return");
        // The caller may have returned before the code that hangs has noticed.
        fixture.await("the interrupt", () -> hang.interrupts > 0);
        hang.release();
        assertThat(hang.interrupts).isEqualTo(1);
    }

    @Test
    void interceptorOfTheHostsThatHangsShowsInHealthAndTheMessageArrivesOnce() throws Exception {
        AtomicBoolean once = new AtomicBoolean(true);
        restart(builder -> builder.httpClient(new OkHttpClient.Builder()
                .addInterceptor(chain -> {
                    boolean posts = chain.request().method().equals("POST");
                    if (posts && once.getAndSet(false)) {
                        hang.call();
                        throw new IOException("too late");
                    }
                    return chain.proceed(chain.request());
                })
                .build()));

        fixture.post(FakeChannel.text("1", "anna", "Hello"));
        hang.awaitBegun();
        fixture.whileTimePasses(() -> fixture.freshchat.awaitPosted(1));

        fixture.await("the interrupt", () -> hang.interrupts > 0);
        assertThat(hang.interrupts).isEqualTo(1);
        assertThat(health("freshchat").status()).isEqualTo(Health.Status.DEGRADED);
        hang.release();
        fixture.await("the end of it", () -> health("freshchat").status() == Health.Status.UP);
        assertThat(fixture.freshchat.posted()).hasSize(1);
    }

    /** By then the message was looked for in vain and repeated. */
    @Test
    void requestThatAnInterceptorLetsGoLongAfterwardsIsNotSentAnyMore() throws Exception {
        AtomicBoolean once = new AtomicBoolean(true);
        CountDownLatch over = new CountDownLatch(1);
        restart(builder -> builder.httpClient(new OkHttpClient.Builder()
                .addInterceptor(chain -> {
                    if (!chain.request().url().encodedPath().endsWith("/conversations") || !once.getAndSet(false)) {
                        return chain.proceed(chain.request());
                    }
                    hang.call();
                    try {
                        return chain.proceed(chain.request());
                    } finally {
                        over.countDown();
                    }
                })
                .build()));

        fixture.post(FakeChannel.text("1", "anna", "Hello"));
        hang.awaitBegun();
        fixture.whileTimePasses(() -> fixture.freshchat.awaitPosted(1));
        hang.release();
        over.await();

        assertThat(fixture.freshchat.calls("POST /conversations")).isEqualTo(1);
        assertThat(fixture.freshchat.posted()).hasSize(1);
    }

    /** An agent was told that the answer may not have arrived, and may have sent it again. */
    @ParameterizedTest
    @ValueSource(strings = {"send", "profile", "probe", "parse"})
    void callOfAChannelThatItMakesAfterItsTimeIsNotSent(String method) throws Exception {
        CompletableFuture<HttpResult> late = new CompletableFuture<>();
        restart(builder -> builder.probeEvery(Duration.ofSeconds(5)));
        URI network = fixture.freshchat.url();
        String conversation = method.equals("send") ? fixture.customerWrites("anna", "1", "Hello") : "";
        channel().will(method, () -> {
            hang.call();
            late.complete(channel().context().http().call(HttpCall.post(network).body("text/plain", new byte[] {1})));
            return null;
        });

        if (method.equals("send")) {
            fixture.freshchat.agent().says(conversation, "Hi");
        } else {
            FutureTask<WebhookResponse> unused = started(() -> fixture.post(FakeChannel.text("2", "boris", "Hello")));
        }
        fixture.whileTimePasses(() -> fixture.await("a call that is left behind", () -> hang.interrupts > 0));
        hang.release();

        assertThat(late.get(20, TimeUnit.SECONDS))
                .isInstanceOfSatisfying(
                        HttpResult.NotSent.class,
                        not -> assertThat(not.detail()).contains("time"));
    }

    @Test
    void sendMayUseTheRelayItself() {
        String conversation = fixture.customerWrites("anna", "1", "Hello");
        AtomicBoolean once = new AtomicBoolean(true);
        channel().will("send", () -> {
            if (once.getAndSet(false)) {
                fixture.relay.send("shop", "anna", "another", List.of(new Content.Text("another")));
                fixture.post(FakeChannel.text("2", "anna", "Too"));
                fixture.relay.health();
                fixture.relay.deadLetters();
            }
            return new SendResult.Accepted(List.of());
        });

        fixture.freshchat.agent().says(conversation, "Hi");

        channel().awaitSent(2);
        assertThat(channel().sentTexts()).containsExactly("Hi", "another");
        fixture.freshchat.awaitPosted(2);
        assertThat(fixture.relay.deadLetters()).isEmpty();
    }

    @Test
    void listenerThatClosesTheRelayEndsItAndNothingThatIsOpenIsCalledAnyMore() throws Exception {
        CountDownLatch closed = new CountDownLatch(1);
        restart(builder -> builder.drainFor(Duration.ofMillis(100)).listener(event -> {
            if (event instanceof RelayEvent.Delivered) {
                fixture.relay.close();
                closed.countDown();
            }
        }));

        fixture.post(FakeChannel.text("1", "anna", "Hello"));

        closed.await();
        assertThat(fixture.post(FakeChannel.text("2", "anna", "Too")).status()).isEqualTo(503);
        assertThat(fixture.freshchat.posted()).hasSize(1);
    }

    @Test
    void sendThatClosesTheRelayEndsItAndIsTheLast() throws Exception {
        restart(builder -> builder.drainFor(Duration.ofMillis(100)));
        CountDownLatch closed = new CountDownLatch(1);
        String conversation = fixture.customerWrites("anna", "1", "Hello");
        channel().will("send", () -> {
            fixture.relay.close();
            closed.countDown();
            return new SendResult.Accepted(List.of());
        });

        fixture.freshchat.agent().says(conversation, "Hi");

        closed.await();
        assertThat(channel().sentTexts()).containsExactly("Hi");
    }
}
