package dev.byoc.testkit.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.testkit.server.Gate;
import dev.byoc.webhook.WebhookResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Many connections at once, and the end of relay and host in the midst of them: what was answered 200 is stored, once. */
interface LoadContract extends HostUnderTest {
    int CONNECTIONS = 200;
    int IDLE = 300;
    int CUSTOMERS = 20;
    int CLIENTS = 4;
    Duration NO_HURRY = Duration.ofSeconds(30);

    @Test
    default void messagesOfTwoHundredConnectionsAtOnceAreStoredOnceEach() {
        try (HostedRelay hosted = serveAnother(NO_HURRY)) {
            List<Wire> wires = new ArrayList<>();
            try {
                for (int i = 0; i < CONNECTIONS; i++) {
                    String request = hosted.message("customer" + i % CUSTOMERS, "<" + i + ">");
                    wires.add(hosted.connect().send(request.substring(0, request.length() - 1)));
                }
                wires.forEach(wire -> wire.send("}"));
                assertThat(wires)
                        .allSatisfy(wire -> assertThat(wire.answer().status()).isEqualTo(200));
            } finally {
                wires.forEach(Wire::close);
            }

            assertThat(hosted.stored())
                    .filteredOn(key -> key.contains("<"))
                    .hasSize(CONNECTIONS)
                    .doesNotHaveDuplicates();
        }
    }

    @Test
    default void aConnectionServesOneRequestAfterAnother() {
        try (Wire wire = hosted().connect()) {
            for (int i = 0; i < 100; i++) {
                String text = "request " + i;
                hosted().channel().says(() -> WebhookResponse.text(200, text));
                assertThat(wire.send(hosted().request(text)).answer().text()).isEqualTo(text);
            }
        }
    }

    /** A proxy keeps its connections for a minute and sends on one that it believes open. */
    @Test
    default void aSecondRequestOnEachOfThreeHundredIdleConnectionsIsServed() {
        List<Wire> wires = new ArrayList<>();
        try {
            for (int i = 0; i < IDLE; i++) {
                wires.add(hosted().connect());
            }
            for (int round = 0; round < 2; round++) {
                wires.forEach(wire -> wire.send(hosted().request("hello")));
                assertThat(wires)
                        .allSatisfy(wire -> assertThat(wire.answer().status()).isEqualTo(200));
            }
        } finally {
            wires.forEach(Wire::close);
        }
    }

    @Test
    default void requestsThatAreSentBeforeTheAnswersAreAnsweredInTheirOrder() {
        AtomicInteger answers = new AtomicInteger();
        hosted().channel().says(() -> WebhookResponse.text(200, "answer " + answers.incrementAndGet()));

        try (Wire wire = hosted().connect()) {
            wire.send(hosted().request("a") + hosted().request("b") + hosted().request("c"));
            assertThat(List.of(
                            wire.answer().text(),
                            wire.answer().text(),
                            wire.answer().text()))
                    .containsExactly("answer 1", "answer 2", "answer 3");
        }
    }

    /** Whatever becomes of the thread that such a request holds, which takes no interrupt. */
    @Test
    default void aRequestWhoseChannelDoesNotReturnIsRefusedForNowAndTheNextIsServed() {
        CountDownLatch begun = new CountDownLatch(1);
        AtomicBoolean returns = new AtomicBoolean();
        try (HostedRelay hosted = serveAnother(NO_HURRY);
                Wire wire = hosted.connect();
                Wire another = hosted.connect()) {
            hosted.channel().says(() -> {
                begun.countDown();
                while (!returns.get()) {
                    LockSupport.parkNanos(1_000_000);
                }
                return WebhookResponse.text(200, "late");
            });
            wire.send(hosted.request("hello"));
            hosted.time().passUntil(Duration.ZERO, () -> begun.getCount() == 0);

            hosted.clock().advance(Duration.ofSeconds(11));

            assertThat(wire.answer().status()).isEqualTo(503);
            returns.set(true);
            hosted.channel().says(WebhookResponse::ok);
            assertThat(another.send(hosted.request("hello")).answer().status()).isEqualTo(200);
        } finally {
            returns.set(true);
        }
    }

    @Test
    default void onceTheRelayIsClosedRequestsAreRefusedForNow() {
        try (HostedRelay hosted = serveAnother(NO_HURRY)) {
            String message = hosted.message("anna", "late");
            hosted.relay().close();

            try (Wire wire = hosted.connect()) {
                assertThat(wire.send(message).answer().status()).isEqualTo(503);
            }
            assertThat(hosted.stored()).isEmpty();
        }
    }

    /** Whether a request under way when the host ends is answered or cut is the host's; half an answer it never gets. */
    @Test
    default void aRequestThatIsUnderWayWhenTheHostEndsIsAnsweredOrCut() {
        Gate gate = new Gate();
        try (HostedRelay hosted = serveAnother(NO_HURRY);
                Wire wire = hosted.connect()) {
            hosted.channel().says(() -> {
                gate.pass();
                return WebhookResponse.text(200, "hello");
            });
            wire.send(hosted.request("hello"));
            gate.awaitArrival();

            CompletableFuture<Void> ending = CompletableFuture.runAsync(hosted::endHost);
            gate.open();

            RawAnswer answer = wire.answer();
            assertThat(answer.status()).isIn(200, 503, 0);
            assertThat(answer.text()).isEqualTo(answer.status() == 200 ? "hello" : answer.text());
            ending.join();
        } finally {
            gate.open();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    default void whatWasAnsweredWhileAllEndsIsStored(boolean relayFirst) {
        try (HostedRelay hosted = serveAnother(NO_HURRY)) {
            List<Sender> senders = IntStream.range(0, CLIENTS)
                    .mapToObj(i -> new Sender(hosted, "c" + i))
                    .toList();
            hosted.await(() -> hosted.stored().size() >= CONNECTIONS / 4);

            if (relayFirst) {
                hosted.relay().close();
                hosted.endHost();
            } else {
                hosted.endHost();
                hosted.relay().close();
            }
            senders.forEach(Sender::end);

            // A server that stops may answer by itself, as long as it does not say that a message was taken.
            assertThat(senders).flatExtracting(Sender::others).allMatch(status -> status.equals(0) || status >= 400);
            assertThat(hosted.stored()).doesNotHaveDuplicates();
            assertThat(senders)
                    .flatExtracting(Sender::taken)
                    .isNotEmpty()
                    .allMatch(text -> hosted.stored().stream().anyMatch(key -> key.endsWith(text)), "is stored");
        }
    }
}
