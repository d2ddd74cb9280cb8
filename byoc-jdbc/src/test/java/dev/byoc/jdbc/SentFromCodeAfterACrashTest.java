package dev.byoc.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.event.RelayEvent;
import dev.byoc.message.Content;
import dev.byoc.testkit.freshchat.StoredMessage;
import dev.byoc.testkit.server.Fault;
import dev.byoc.testkit.server.Gate;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a host's code sends is shown to agents once, and reaches the customer once, though the process dies on the way. */
class SentFromCodeAfterACrashTest {
    private static final String POST = "POST /conversations/{id}/messages";
    private static final String CREATE = "POST /conversations";
    private static final String WORDS = "Your parcel has left";

    @TempDir
    Path folder;

    private RestartingRelay relay;
    private String application;

    @BeforeEach
    void make() {
        relay = new RestartingRelay(folder);
        application = relay.freshchat.addAgent("Shop", "Messages");
    }

    @AfterEach
    void close() {
        relay.close();
    }

    /** As {@code note} or {@code agent}. */
    private void as(String form) {
        relay.account(
                "shop", "Support", Map.of("sent-from-code", form.equals("agent") ? "agent:" + application : form));
    }

    private void sends() {
        assertThat(relay.engine().send("shop", "anna", "offer", List.of(new Content.Text(WORDS))))
                .isTrue();
    }

    /** The process dies while it waits for the end of that call. */
    private void sendsAndDies(String call, Function<Gate, Fault> fault) {
        Gate dies = new Gate();
        relay.freshchat.faults().next(call, fault.apply(dies));
        sends();
        dies.awaitArrival();
        relay.kill();
        dies.open();
    }

    private List<StoredMessage> shown() {
        return relay.freshchat.posted().stream()
                .filter(message -> message.text().endsWith(WORDS))
                .toList();
    }

    private void untilNothingIsOpen() {
        relay.time().passUntil(() -> relay.engine().health().open() == 0);
        relay.awaitIdle();
    }

    /** The process dies when the messenger has the message and Freshchat was not told yet. */
    @ParameterizedTest
    @ValueSource(strings = {"note", "agent"})
    void messageThatTheMessengerHasTakenIsShownByTheNextProcess(String form) {
        as(form);
        relay.annaAndAdaTalk();
        sendsAndDies(POST, dies -> Fault.heldAt(dies).and(Fault.cut()));

        relay.start();
        untilNothingIsOpen();

        assertThat(shown()).hasSize(1);
        assertThat(relay.sent()).containsExactly("before", WORDS);
    }

    /** The process dies when Freshchat has the message and the store does not know; its echo is found by reading, or comes by webhook. */
    @ParameterizedTest
    @CsvSource({"note, " + POST, "agent, " + POST, "note, " + CREATE, "agent, " + CREATE})
    void messageThatFreshchatHasTakenIsNeitherShownNorSentAgain(String form, String call) {
        as(form);
        if (call.equals(POST)) {
            relay.annaAndAdaTalk();
        } else {
            relay.start();
        }
        relay.freshchat.webhooks().hold();
        sendsAndDies(call, Fault::answerHeldAt);

        relay.start();
        untilNothingIsOpen();
        relay.freshchat.webhooks().release();
        untilNothingIsOpen();

        assertThat(shown()).hasSize(1);
        assertThat(relay.sent()).filteredOn(WORDS::equals).hasSize(1);
        assertThat(relay.deadLetters()).isEmpty();
        assertThat(relay.freshchat.conversations()).hasSize(1);
    }

    /** A setting that is changed after the crash changes nothing of what was begun before. */
    @ParameterizedTest
    @CsvSource({"agent, note", "agent, off", "note, agent"})
    void messageThatFreshchatHasTakenIsFoundThoughItWouldBeShownOtherwiseNow(String before, String now) {
        as(before);
        relay.annaAndAdaTalk();
        relay.freshchat.webhooks().hold();
        sendsAndDies(POST, Fault::answerHeldAt);
        as(now);

        relay.start();
        relay.freshchat.webhooks().release();
        untilNothingIsOpen();

        assertThat(shown()).hasSize(1);
        assertThat(relay.sent()).containsExactly("before", WORDS);
        assertThat(relay.deadLetters()).isEmpty();
    }

    /** What was sent under one setting and first tried under another is in doubt in one form alone. */
    @ParameterizedTest
    @CsvSource({"agent, note", "note, agent"})
    void messageIsShownAsItWasToBeWhenItWasSent(String before, String now) {
        as(before);
        relay.annaAndAdaTalk();
        relay.freshchat.faults().next(POST, Fault.answer(429).header("Retry-After", "60"));
        sends();
        relay.await(() -> relay.events.stream().anyMatch(RelayEvent.Paused.class::isInstance));
        relay.kill();
        as(now);
        relay.freshchat.webhooks().hold();
        Gate dies = new Gate();
        relay.freshchat.faults().next(POST, Fault.answerHeldAt(dies));
        relay.start();
        relay.time().passUntil(() -> shown().size() == 1);
        dies.awaitArrival();
        relay.kill();
        dies.open();

        relay.start();
        relay.freshchat.webhooks().release();
        untilNothingIsOpen();

        assertThat(shown())
                .singleElement()
                .satisfies(message -> assertThat(message.isPrivate()).isEqualTo(before.equals("note")));
        assertThat(relay.sent()).containsExactly("before", WORDS);
    }

    /** The webhook is the first that the new process hears of it. */
    @Test
    void echoThatComesFirstAfterTheCrashReachesNoCustomer() {
        as("agent");
        relay.annaAndAdaTalk();
        relay.freshchat.webhooks().hold();
        sendsAndDies(POST, Fault::answerHeldAt);
        Gate look = new Gate();
        relay.freshchat.faults().always(RestartingRelay.READ, Fault.heldAt(look));

        relay.start();
        relay.freshchat.webhooks().release();
        look.awaitArrival();
        look.open();
        untilNothingIsOpen();

        assertThat(shown()).hasSize(1);
        assertThat(relay.sent()).containsExactly("before", WORDS);
        assertThat(relay.deadLetters()).isEmpty();
        assertThat(relay.notes()).isEmpty();
    }

    /** It was shown while no webhook could come; only what agents have written was missed. */
    @ParameterizedTest
    @ValueSource(strings = {"note", "agent"})
    void readingAfterAGapFindsNoAnswerInIt(String form) {
        as(form);
        String conversation = relay.annaAndAdaTalk();
        relay.away();
        sends();
        relay.await(() -> shown().size() == 1 && relay.engine().health().open() == 0);
        relay.clock.advance(Duration.ofMinutes(1));
        relay.stop();
        relay.freshchat.agent().says(conversation, WORDS);
        relay.start();

        RelayEvent.CaughtUp caughtUp = relay.awaitCaughtUp();

        assertThat(relay.sent()).containsExactly("before", WORDS, WORDS);
        assertThat(caughtUp.sent()).isEqualTo(1);
        assertThat(relay.deadLetters()).isEmpty();
    }

    /** An answer that was sent is newer, and an agent's of that time would be told as too late. */
    @Test
    void readingAfterAGapCallsNoEchoTooLate() {
        as("agent");
        relay.with(builder -> builder.catchUp(RestartingRelay.AT_ONCE.startingAfter(Duration.ofMinutes(1))));
        String conversation = relay.annaAndAdaTalk();
        relay.freshchat.behaviour().echo(false);
        sendsAndDies(POST, Fault::answerHeldAt);
        Gate look = new Gate();
        relay.freshchat
                .faults()
                .next(RestartingRelay.READ, Fault.heldAt(look))
                .next(RestartingRelay.READ, Fault.answer(403));
        relay.start();
        look.awaitArrival();
        relay.freshchat.agent().says(conversation, "after");
        relay.await(() -> relay.sent().contains("after"));
        relay.time().passUntil(Duration.ofSeconds(30), () -> relay.caughtUp() != null);
        look.open();
        untilNothingIsOpen();

        assertThat(relay.sent()).containsExactly("before", WORDS, "after");
        assertThat(shown()).hasSize(1);
        assertThat(relay.notes()).isEmpty();
        assertThat(relay.deadLetters()).isEmpty();
    }
}
