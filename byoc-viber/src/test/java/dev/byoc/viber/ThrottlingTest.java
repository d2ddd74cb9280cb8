package dev.byoc.viber;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.event.RelayEvent;
import dev.byoc.json.Json;
import dev.byoc.testkit.server.Fault;
import dev.byoc.testkit.server.Gate;
import dev.byoc.testkit.viber.ViberCustomer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Being told to slow down: the wait that was asked for, for everybody, and nothing lost or out of order. */
final class ThrottlingTest {
    private static final String MESSAGE = "POST /conversations/{id}/messages";
    private static final int CONVERSATIONS = 30;

    private final RelayFixture fixture = new RelayFixture();
    private final List<ViberCustomer> customers = IntStream.range(0, CONVERSATIONS)
            .mapToObj(i -> fixture.viber.customer(
                    Base64.getEncoder().encodeToString(("customer " + i).getBytes(StandardCharsets.UTF_8)), "C" + i))
            .toList();

    @AfterEach
    void close() {
        fixture.close();
    }

    private static String date(long secondsFromNow) {
        return DateTimeFormatter.RFC_1123_DATE_TIME.format(
                RelayFixture.NOW.plusSeconds(secondsFromNow).atOffset(ZoneOffset.UTC));
    }

    static Stream<Arguments> waits() {
        return Stream.of(
                Arguments.of("3", Duration.ofSeconds(3)),
                Arguments.of(date(4), Duration.ofSeconds(4)),
                // The documented cap in place of three years.
                Arguments.of("99999999", Duration.ofMinutes(10)));
    }

    static Stream<Arguments> nonsense() {
        return Stream.of(Arguments.of(date(-60)), Arguments.of("-1"), Arguments.of("abc"), Arguments.of(""));
    }

    /**
     * Thirty conversations are active when Freshchat answers 429.
     *
     * @param retryAfter null: without the header
     * @return how long after that the next call came
     */
    private Duration waitOf(String retryAfter, Duration step) {
        customers.forEach(customer -> customer.says("hello"));
        fixture.freshchat.awaitPosted(CONVERSATIONS);
        fixture.await(() -> fixture.relay.health().open() == 0);
        AtomicReference<Instant> next = new AtomicReference<>();
        Fault throttled = Fault.answer(429);
        fixture.freshchat
                .faults()
                .next(MESSAGE, retryAfter == null ? throttled : throttled.header("Retry-After", retryAfter));

        customers.get(0).says("one");
        fixture.await(() -> fixture.events(RelayEvent.Paused.class).size() == 1);
        fixture.freshchat.faults().always(MESSAGE, Fault.json(body -> {
            next.compareAndSet(null, fixture.clock.instant());
            return body;
        }));
        List<Integer> statuses = new ArrayList<>();
        customers.forEach(customer -> statuses.add(customer.says("two")));
        customers.forEach(customer -> statuses.add(customer.says("three")));
        assertThat(statuses).as("acknowledged while waiting").containsOnly(200);
        fixture.await(() -> threadsAtWork() == 0);
        fixture.time().passUntil(step, () -> next.get() != null);
        fixture.time().passUntil(() -> fixture.relay.health().open() == 0);

        assertThat(fixture.posted()).hasSize(3 * CONVERSATIONS + 1);
        fixture.freshchat
                .conversations()
                .forEach(conversation -> assertThat(fixture.freshchat.messages(conversation.id()).stream()
                                .filter(message -> message.posted())
                                .map(message -> message.text()))
                        .filteredOn(text -> !text.equals("one"))
                        .containsExactly("hello", "two", "three"));
        return Duration.between(RelayFixture.NOW, next.get());
    }

    /** Of which none may wait for the time to pass. One that looks for its next task is at none, and each was begun by {@code Threads}. */
    private static long threadsAtWork() {
        return Thread.getAllStackTraces().entrySet().stream()
                .filter(thread -> thread.getKey().getName().startsWith("byoc-worker"))
                .filter(thread -> Stream.of(thread.getValue())
                        .map(StackTraceElement::getClassName)
                        .anyMatch(name -> name.startsWith("dev.byoc.")
                                && !name.endsWith(".Handoff")
                                && !name.contains(".runtime.Threads")))
                .count();
    }

    @ParameterizedTest
    @MethodSource("waits")
    void waitsAsLongAsWasAskedForUpToTheCap(String retryAfter, Duration asked) {
        Duration waited = waitOf(retryAfter, asked.dividedBy(8));

        assertThat(waited).isGreaterThanOrEqualTo(asked);
    }

    @ParameterizedTest
    @MethodSource("nonsense")
    void valueThatMakesNoSenseCountsAsAbsent(String retryAfter) {
        Duration waited = waitOf(retryAfter, Duration.ofMillis(250));

        // The relay's own back-off for a first failure: a second, and up to a fifth more.
        assertThat(waited).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(5));
    }

    @Test
    void withoutAWishTheRelayWaitsByItself() {
        Duration waited = waitOf(null, Duration.ofMillis(250));

        assertThat(waited).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(5));
    }

    /** Nor do the look-ups let any other through, by which it is found out what became of the calls: whatever they find. */
    @ParameterizedTest(name = "stored all the same: {0}")
    @ValueSource(booleans = {false, true})
    void afterThePauseOneCallTriesBeforeAllGoOn(boolean stored) {
        customers.forEach(customer -> customer.says("hello"));
        fixture.freshchat.awaitPosted(CONVERSATIONS);
        fixture.await(() -> fixture.relay.health().open() == 0);
        int before = fixture.freshchat.calls(MESSAGE);
        Fault throttled = Fault.answer(429).header("Retry-After", "60");
        Gate first = new Gate();
        Gate probe = new Gate();
        fixture.freshchat
                .faults()
                .next(MESSAGE, CONVERSATIONS, Fault.heldAt(first).and(stored ? throttled.afterWork() : throttled))
                .next(MESSAGE, Fault.heldAt(probe).and(throttled));

        customers.forEach(customer -> customer.says("one"));
        first.open();
        fixture.freshchat.awaitCalls(MESSAGE, before + CONVERSATIONS);
        customers.forEach(customer -> customer.says("two"));
        // Each is looked for, one after the other.
        fixture.time().pass(Duration.ofSeconds(20), CONVERSATIONS + 11);
        probe.awaitArrival();
        fixture.time().pass(Duration.ofMinutes(5), 4);
        int whileTheProbeIsOut = fixture.freshchat.calls(MESSAGE) - before - CONVERSATIONS;
        probe.open();
        fixture.time()
                .passUntil(Duration.ofSeconds(20), () -> fixture.relay.health().open() == 0);

        assertThat(whileTheProbeIsOut).isZero();
        assertThat(fixture.posted()).hasSize(3 * CONVERSATIONS);
        assertThat(fixture.relay.deadLetters()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 503})
    void channelThatAsksForAPauseGetsOneAndLosesNothing(int status) {
        ViberCustomer anna = customers.get(0);
        anna.says("hello");
        String conversation = fixture.freshchat.awaitPosted(1).get(0).conversationId();
        fixture.await(() -> fixture.relay.health().open() == 0);
        fixture.viber.faults().next("POST /send_message", Fault.answer(status).header("Retry-After", "30"));
        AtomicReference<Instant> next = new AtomicReference<>();

        fixture.freshchat.agent().says(conversation, "one");
        fixture.await(() -> fixture.events(RelayEvent.Paused.class).size() == 1);
        fixture.viber.faults().always("POST /send_message", Fault.json(body -> {
            next.compareAndSet(null, fixture.clock.instant());
            return body;
        }));
        fixture.freshchat.agent().says(conversation, "two");
        fixture.time().passUntil(Duration.ofSeconds(5), () -> anna.received().size() == 2);

        assertThat(anna.receivedTexts()).containsExactly("one", "two");
        assertThat(Duration.between(RelayFixture.NOW, next.get())).isGreaterThanOrEqualTo(Duration.ofSeconds(30));
        assertThat(fixture.notes()).isEmpty();
    }

    @Test
    void oneCustomersLimitAtViberHoldsUpThatCustomerAlone() {
        ViberCustomer anna = customers.get(0);
        ViberCustomer ben = customers.get(1);
        anna.says("hello");
        ben.says("hello");
        String annas = conversationOf(anna);
        String bens = conversationOf(ben);
        fixture.viber
                .faults()
                .next(
                        "POST /send_message",
                        Fault.answer(200, Json.object().put("status", 12).build()));

        fixture.freshchat.agent().says(annas, "one");
        fixture.viber.awaitCalls("POST /send_message", 1);
        fixture.freshchat.agent().says(bens, "one");

        assertThat(ben.awaitReceived(1)).hasSize(1);
        assertThat(anna.received()).isEmpty();
    }

    private String conversationOf(ViberCustomer customer) {
        fixture.freshchat.awaitPosted(2);
        String user = fixture.freshchat.users().stream()
                .filter(each -> each.firstName().equals(customer.name()))
                .findFirst()
                .orElseThrow()
                .id();
        return fixture.freshchat.conversations().stream()
                .filter(each -> each.userId().equals(user))
                .findFirst()
                .orElseThrow()
                .id();
    }
}
