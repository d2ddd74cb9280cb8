package dev.byoc.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.channel.Capabilities;
import dev.byoc.channel.Capabilities.Unit;
import dev.byoc.channel.SendResult;
import dev.byoc.event.RelayEvent;
import dev.byoc.message.Content;
import dev.byoc.policy.MediaLimits;
import dev.byoc.testkit.server.Fault;
import dev.byoc.testkit.server.Gate;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each counter counts one thing: waiting for a place, a breaker or an outage is charged to nothing. */
final class CountersTest {
    private static final String READ = "GET /conversations/{id}/messages";

    private EngineFixture fixture = open(2);

    private static EngineFixture open(int filesAtOnce) {
        return open(filesAtOnce, Map.of());
    }

    private static EngineFixture open(int filesAtOnce, Map<String, String> settings) {
        EngineFixture made = new EngineFixture(
                settings,
                context -> new FakeChannel(context)
                        .capabilities(Capabilities.text(7_000, Unit.UTF16).media(Content.File.class, 50_000, 100)),
                relay -> relay.allowInternalHost(MediaHost.HOST).media(MediaLimits.DEFAULT.atOnce(filesAtOnce)));
        made.freshchat.behaviour().welcome(false);
        return made;
    }

    private void reopen(int filesAtOnce, Map<String, String> settings) {
        fixture.close();
        fixture = open(filesAtOnce, settings);
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    private void agentSendsFile(String conversation, int readsWithoutAddress) {
        fixture.freshchat
                .agent()
                .sendsFileWithoutUrl(conversation, "offer.pdf", "application/pdf", Bytes.pdf(900), readsWithoutAddress);
    }

    private List<Content> sentTo(String customer) {
        return fixture.channel.sent().stream()
                .filter(message -> message.to().equals(customer))
                .flatMap(message -> message.parts().stream())
                .toList();
    }

    private void theFileHasArrived(String customer) {
        assertThat(sentTo(customer)).singleElement().isInstanceOf(Content.File.class);
        assertThat(fixture.notes()).isEmpty();
        assertThat(fixture.relay.deadLetters()).isEmpty();
    }

    private List<String> paused() {
        return fixture.events.stream()
                .filter(RelayEvent.Paused.class::isInstance)
                .map(event -> ((RelayEvent.Paused) event).toString())
                .toList();
    }

    /** Not only for as long as three looks take. */
    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void aFileIsAskedForThoughAllPlacesWereTakenForAWhile(int readsWithoutAddress) {
        reopen(1, Map.of());
        String busy = fixture.customerWrites("ben", "m1", "hello");
        String waiting = fixture.customerWrites("ines", "m2", "hello");
        Gate sending = new Gate();
        fixture.channel.holdNextSend(sending);
        agentSendsFile(busy, 0);
        sending.awaitArrival();

        agentSendsFile(waiting, readsWithoutAddress);
        int before = fixture.freshchat.calls(READ);
        fixture.time().pass(Duration.ofSeconds(2), 10);
        assertThat(fixture.freshchat.calls(READ)).isEqualTo(before);
        sending.open();
        fixture.time().passUntil(Duration.ofSeconds(1), () -> !sentTo("ines").isEmpty());

        theFileHasArrived("ines");
    }

    static Stream<Arguments> outages() {
        return Stream.of(
                        Map.entry("503", Fault.answer(503)),
                        Map.entry("503 and how long", Fault.answer(503).header("Retry-After", "5")),
                        Map.entry("500", Fault.answer(500)),
                        Map.entry("408", Fault.answer(408)),
                        Map.entry("429", Fault.answer(429)),
                        Map.entry("401", Fault.answer(401)),
                        Map.entry("302", Fault.answer(302)),
                        Map.entry("a web page", Fault.html()),
                        Map.entry("a connection that breaks", Fault.cut()))
                .map(end -> Arguments.of(end.getKey(), end.getValue()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("outages")
    void aFileIsAskedForAgainAfterAnOutageOfFreshchat(String name, Fault fault) {
        String conversation = fixture.customerWrites("ines", "m1", "hello");
        fixture.freshchat.faults().next(READ, 6, fault);

        agentSendsFile(conversation, 2);
        fixture.time().passUntil(Duration.ofSeconds(30), () -> !sentTo("ines").isEmpty());

        theFileHasArrived("ines");
        assertThat(fixture.freshchat.calls(READ)).isGreaterThanOrEqualTo(9);
        assertThat(paused()).noneMatch(event -> event.contains("shop"));
    }

    /** Whose messenger is well, and whose inbox is not, gets the answers that need nothing more of the inbox. */
    @ParameterizedTest
    @ValueSource(ints = {401, 429})
    void anOutageMetByAFileIsFreshchatsAndNotTheMessengers(int status) {
        String conversation = fixture.customerWrites("ines", "m1", "hello");
        String other = fixture.customerWrites("ben", "m2", "hello");
        fixture.freshchat.faults().always(READ, Fault.answer(status).header("Retry-After", "60"));

        agentSendsFile(conversation, 0);
        fixture.time().passUntil(Duration.ZERO, () -> !paused().isEmpty());
        fixture.freshchat.agent().says(other, "answer");
        fixture.channel.awaitSent(1);
        int during = fixture.freshchat.calls(READ);
        fixture.post(FakeChannel.text("m3", "ben", "waits behind the breaker"));
        LockSupport.parkNanos(200_000_000);

        assertThat(sentTo("ben")).hasSize(1);
        assertThat(paused()).singleElement().asString().contains("freshchat");
        assertThat(fixture.freshchat.calls(READ)).isEqualTo(during);
        assertThat(fixture.freshchat.posted()).hasSize(2);
        fixture.freshchat.faults().clear();
        fixture.time().passUntil(Duration.ofSeconds(30), () -> !sentTo("ines").isEmpty());
        theFileHasArrived("ines");
        fixture.time()
                .passUntil(
                        Duration.ofSeconds(30), () -> fixture.freshchat.posted().size() == 3);
    }

    @Test
    void aFileThatHasNoAddressIsAskedForThreeTimesAndThenNamed() {
        String conversation = fixture.customerWrites("ines", "m1", "hello");

        agentSendsFile(conversation, Integer.MAX_VALUE);
        fixture.time().passUntil(Duration.ofSeconds(1), () -> !sentTo("ines").isEmpty());

        assertThat(fixture.channel.sentTexts()).containsExactly("File offer.pdf: (cannot be shown)");
        assertThat(fixture.freshchat.calls(READ)).isEqualTo(3);
    }

    /** Else its answer would wait for as long as it lives, and all that is said after it. */
    @Test
    void aReadThatFailsForOneConversationAloneEndsInWords() {
        String conversation = fixture.customerWrites("ines", "m1", "hello");
        fixture.freshchat.faults().always("GET /v2/conversations/" + conversation + "/messages", Fault.answer(500));

        agentSendsFile(conversation, 0);
        int others = 0;
        while (sentTo("ines").isEmpty()) {
            fixture.post(FakeChannel.text("other-" + others++, "ben", "others pass"));
            int now = others;
            fixture.time()
                    .passUntil(
                            Duration.ofSeconds(5),
                            () -> fixture.freshchat.posted().size() > now);
            fixture.time().pass(Duration.ofSeconds(5), 1);
            assertThat(others).isLessThan(50);
        }

        assertThat(fixture.channel.sentTexts()).containsExactly("File offer.pdf: (cannot be shown)");
    }

    /** Whatever it has waited for before. */
    @Test
    void theFirstFailureOfASendIsFollowedByTheFirstBackOff() {
        reopen(1, Map.of());
        String busy = fixture.customerWrites("ben", "m1", "hello");
        String waiting = fixture.customerWrites("ines", "m2", "hello");
        Gate sending = new Gate();
        fixture.channel.holdNextSend(sending);
        agentSendsFile(busy, 0);
        sending.awaitArrival();
        agentSendsFile(waiting, 2);
        fixture.time().pass(Duration.ofSeconds(2), 10);
        fixture.channel.willAnswer(new SendResult.TryLater(null, false, "not just now"));

        sending.open();
        fixture.time().passUntil(Duration.ofSeconds(1), () -> !sentTo("ines").isEmpty());
        fixture.time()
                .passUntil(
                        Duration.ZERO, () -> fixture.events.stream().anyMatch(RelayEvent.Retrying.class::isInstance));

        assertThat(fixture.events.stream().filter(RelayEvent.Retrying.class::isInstance))
                .singleElement()
                .satisfies(event -> assertThat(((RelayEvent.Retrying) event).after())
                        .isBetween(Duration.ofSeconds(1), Duration.ofMillis(1_200)));
    }

    /** A place that was waited for long is no failure, so all eight tries of the send are left. */
    @Test
    void aSendHasAllItsTriesLeftAfterAnOutageOfFreshchat() {
        String conversation = fixture.customerWrites("ines", "m1", "hello");
        fixture.freshchat.faults().next(READ, 12, Fault.answer(503));
        SendResult[] refusals = new SendResult[8];
        Arrays.fill(refusals, new SendResult.TryLater(null, false, "not just now"));
        refusals[7] = new SendResult.Accepted(List.of());
        fixture.channel.willAnswer(refusals);

        agentSendsFile(conversation, 0);
        fixture.time()
                .passUntil(Duration.ofSeconds(30), () -> fixture.channel.sent().size() == 8);
        fixture.time()
                .passUntil(Duration.ofSeconds(1), () -> fixture.relay.health().open() == 0);

        assertThat(fixture.relay.deadLetters()).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("outages")
    void anAgentsNameHoldsNoAnswerBackAndIsAskedForAgainSoon(String name, Fault fault) {
        reopen(2, Map.of("agent-names", "yes"));
        String conversation = fixture.customerWrites("ines", "m1", "hello");
        fixture.freshchat.faults().next("GET /agents/{id}", fault);

        fixture.freshchat.agent().says(conversation, "without a name");
        fixture.channel.awaitSent(1);
        fixture.freshchat.agent().says(conversation, "just after");
        fixture.channel.awaitSent(2);
        fixture.clock.advance(Duration.ofMinutes(10));
        fixture.freshchat.agent().says(conversation, "later");
        fixture.channel.awaitSent(3);

        assertThat(fixture.channel.sent().get(0).agentName()).isNull();
        assertThat(fixture.channel.sent().get(1).agentName()).isNull();
        assertThat(fixture.channel.sent().get(2).agentName()).isEqualTo("Ada Agent");
        assertThat(fixture.freshchat.calls("GET /agents/{id}")).isEqualTo(2);
    }
}
