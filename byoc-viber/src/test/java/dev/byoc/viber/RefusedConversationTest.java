package dev.byoc.viber;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.json.Json;
import dev.byoc.testkit.freshchat.FreshchatBehaviour.AfterResolve;
import dev.byoc.testkit.freshchat.StoredConversation;
import dev.byoc.testkit.server.Fault;
import dev.byoc.testkit.viber.ViberCustomer;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of a customer's messages where Freshchat refuses them in the conversation that is remembered. */
final class RefusedConversationTest {
    private static ViberCustomer anna(RelayFixture fixture) {
        ViberCustomer anna = fixture.viber.customer("dyN4Ob6OXfag+Atd/1SifA==", "Anna");
        anna.says("before");
        fixture.freshchat.awaitPosted(1);
        fixture.await(() -> fixture.relay.health().open() == 0);
        return anna;
    }

    /** The third of what real accounts do, and under settings that set no status first. */
    @ParameterizedTest
    @ValueSource(strings = {"reuse", "new-after:PT2H"})
    void messageAfterAResolveArrivesWhereTheStatusHasToBeSetFirst(String policy) {
        try (RelayFixture fixture =
                RelayFixture.with().setting("conversations", policy).open()) {
            fixture.freshchat.behaviour().afterResolve(AfterResolve.NEEDS_STATUS_NEW);
            ViberCustomer anna = anna(fixture);
            fixture.freshchat
                    .agent()
                    .resolves(fixture.freshchat.conversations().get(0).id());
            fixture.clock.advance(Duration.ofHours(1));

            anna.says("after");
            anna.says("and again");
            fixture.time().passUntil(() -> fixture.relay.health().open() == 0);

            assertThat(fixture.posted()).containsExactly("before", "after", "and again");
            assertThat(fixture.freshchat.conversations())
                    .extracting(StoredConversation::status)
                    .containsExactly("new");
            assertThat(fixture.relay.deadLetters()).isEmpty();
        }
    }

    @Test
    void messageArrivesWhereTheStatusHasToBeSetFirstThoughTheWebhookOfTheResolveWasLost() {
        try (RelayFixture fixture =
                RelayFixture.with().setting("conversations", "reopen").open()) {
            fixture.freshchat.behaviour().afterResolve(AfterResolve.NEEDS_STATUS_NEW);
            ViberCustomer anna = anna(fixture);
            fixture.freshchat.connectWebhook(null);
            fixture.freshchat
                    .agent()
                    .resolves(fixture.freshchat.conversations().get(0).id());

            anna.says("after");
            fixture.time().passUntil(() -> fixture.relay.health().open() == 0);

            assertThat(fixture.posted()).containsExactly("before", "after");
            assertThat(fixture.relay.deadLetters()).isEmpty();
        }
    }

    static Stream<Arguments> refusalsOfAResolvedConversation() {
        return Stream.of("reuse", "reopen")
                .flatMap(policy -> Stream.of(400, 409, 422).map(status -> Arguments.of(policy, status)));
    }

    /** Of such refusals one wording is known, and none is documented. */
    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("refusalsOfAResolvedConversation")
    void messageToASupersededConversationArrivesInANewOneHoweverTheRefusalIsWorded(String policy, int status) {
        try (RelayFixture fixture =
                RelayFixture.with().setting("conversations", policy).open()) {
            ViberCustomer anna = anna(fixture);
            String old = fixture.freshchat.conversations().get(0).id();
            fixture.freshchat.agent().resolves(old);
            Fault refusal = Fault.answer(
                    status,
                    Json.object()
                            .put(
                                    "errors",
                                    List.of(Json.object()
                                            .put("reason", "a newer conversation exists")
                                            .build()))
                            .build());
            fixture.freshchat.faults().always("POST /v2/conversations/" + old + "/messages", refusal);
            // By the next attempt the old one is no resolved one any more.
            fixture.freshchat
                    .faults()
                    .next("POST /conversations", Fault.answer(429))
                    .next("POST /conversations", Fault.answer(500));

            anna.says("after");
            anna.says("and again");
            fixture.time().passUntil(() -> fixture.relay.health().open() == 0);

            assertThat(fixture.posted()).containsExactly("before", "after", "and again");
            assertThat(fixture.freshchat.conversations()).hasSize(2);
            assertThat(fixture.relay.deadLetters()).isEmpty();
        }
    }

    /** As a restart would, the failure ends the attempt between the new status and the second post. */
    @ParameterizedTest
    @ValueSource(strings = {"reuse", "reopen"})
    void messageToASupersededConversationArrivesInANewOneThoughFreshchatFailsBehindTheNewStatus(String policy) {
        try (RelayFixture fixture =
                RelayFixture.with().setting("conversations", policy).open()) {
            ViberCustomer anna = anna(fixture);
            String old = fixture.freshchat.conversations().get(0).id();
            fixture.freshchat.connectWebhook(null);
            fixture.freshchat.agent().resolves(old);
            fixture.freshchat
                    .faults()
                    .next("POST /v2/conversations/" + old + "/messages", Fault.answer(400))
                    .next("POST /v2/conversations/" + old + "/messages", Fault.answer(500))
                    .always("POST /v2/conversations/" + old + "/messages", Fault.answer(400));

            anna.says("after");
            fixture.time().passUntil(() -> fixture.relay.health().open() == 0);

            assertThat(fixture.posted()).containsExactly("before", "after");
            assertThat(fixture.freshchat.conversations()).hasSize(2);
            assertThat(fixture.relay.deadLetters()).isEmpty();
        }
    }

    /** The token may post, and may not update conversations. */
    @ParameterizedTest
    @ValueSource(strings = {"reuse", "reopen"})
    void messageArrivesInANewConversationWhereTheStatusMayNeverBeSet(String policy) {
        try (RelayFixture fixture =
                RelayFixture.with().setting("conversations", policy).open()) {
            fixture.freshchat.behaviour().afterResolve(AfterResolve.NEEDS_STATUS_NEW);
            ViberCustomer anna = anna(fixture);
            fixture.freshchat.connectWebhook(null);
            fixture.freshchat
                    .agent()
                    .resolves(fixture.freshchat.conversations().get(0).id());
            fixture.freshchat.faults().always("PUT /conversations/{id}", Fault.answer(403));

            anna.says("after");
            fixture.time().passUntil(() -> fixture.relay.health().open() == 0);

            assertThat(fixture.posted()).containsExactly("before", "after");
            assertThat(fixture.relay.deadLetters()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"reuse", "reopen"})
    void messageArrivesInItsConversationThoughFreshchatFailsToSetTheStatusAtFirst(String policy) {
        try (RelayFixture fixture =
                RelayFixture.with().setting("conversations", policy).open()) {
            fixture.freshchat.behaviour().afterResolve(AfterResolve.NEEDS_STATUS_NEW);
            ViberCustomer anna = anna(fixture);
            fixture.freshchat.connectWebhook(null);
            fixture.freshchat
                    .agent()
                    .resolves(fixture.freshchat.conversations().get(0).id());
            fixture.freshchat.faults().next("PUT /conversations/{id}", Fault.answer(503));

            anna.says("after");
            fixture.time().passUntil(() -> fixture.relay.health().open() == 0);

            assertThat(fixture.posted()).containsExactly("before", "after");
            assertThat(fixture.freshchat.conversations()).hasSize(1);
            assertThat(fixture.relay.deadLetters()).isEmpty();
        }
    }

    @Test
    void messageToASupersededConversationArrivesInANewOneThoughTheAnswerToTheNewStatusIsLost() {
        try (RelayFixture fixture = new RelayFixture()) {
            ViberCustomer anna = anna(fixture);
            String old = fixture.freshchat.conversations().get(0).id();
            fixture.freshchat.connectWebhook(null);
            fixture.freshchat.agent().resolves(old);
            fixture.freshchat
                    .faults()
                    .next("PUT /conversations/{id}", Fault.cut().afterWork())
                    .always("POST /v2/conversations/" + old + "/messages", Fault.answer(400));

            anna.says("after");
            fixture.time().passUntil(() -> fixture.relay.health().open() == 0);

            assertThat(fixture.posted()).containsExactly("before", "after");
            assertThat(fixture.freshchat.conversations()).hasSize(2);
            assertThat(fixture.relay.deadLetters()).isEmpty();
        }
    }

    @Test
    void messageThatIsRefusedInAnOpenConversationChangesNoStatusAndBeginsNoOther() {
        try (RelayFixture fixture = new RelayFixture()) {
            ViberCustomer anna = anna(fixture);
            fixture.freshchat.faults().next("POST /conversations/{id}/messages", Fault.answer(400));

            anna.says("after");
            fixture.time().passUntil(() -> fixture.relay.health().open() == 0);

            assertThat(fixture.relay.deadLetters()).hasSize(1);
            assertThat(fixture.freshchat.calls("PUT /conversations/{id}")).isZero();
            assertThat(fixture.freshchat.conversations()).hasSize(1);
        }
    }
}
