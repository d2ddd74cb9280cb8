package dev.byoc.viber;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.json.Json;
import dev.byoc.testkit.freshchat.FakeFreshchat;
import dev.byoc.testkit.freshchat.FreshchatBehaviour;
import dev.byoc.testkit.freshchat.FreshchatBehaviour.AfterResolve;
import dev.byoc.testkit.freshchat.StoredConversation;
import dev.byoc.testkit.freshchat.StoredMessage;
import dev.byoc.testkit.server.Fault;
import dev.byoc.testkit.server.JsonEdits;
import dev.byoc.testkit.viber.ViberCustomer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of a customer whose conversation or user in Freshchat is no longer what it was. */
final class ConversationLifeTest {
    /** How the remembered conversation becomes useless. */
    enum Loss {
        DELETED,
        ANSWERS_404_WITH_THE_SAMPLE,
        ANSWERS_400_WITH_THE_SAMPLE,
        SUPERSEDED,
        USER_DELETED_TOO;

        void happens(FakeFreshchat freshchat) {
            String conversation = freshchat.conversations().get(0).id();
            switch (this) {
                case DELETED -> freshchat.removeConversation(conversation);
                case ANSWERS_404_WITH_THE_SAMPLE -> {
                    // By its UUID and then by its number.
                    Fault gone = Fault.answer(404, Cases.json("bc05-freshchat-404.json"));
                    freshchat.faults().next("POST /conversations/{id}/messages", 2, gone);
                }
                case ANSWERS_400_WITH_THE_SAMPLE -> {
                    Fault old = Fault.answer(400, Cases.json("bc05-freshchat-400-not-latest.json"));
                    freshchat.faults().next("POST /conversations/{id}/messages", old);
                }
                case SUPERSEDED -> {
                    freshchat.behaviour().afterResolve(AfterResolve.REFUSES);
                    freshchat.agent().resolves(conversation);
                }
                case USER_DELETED_TOO -> {
                    freshchat.removeConversation(conversation);
                    freshchat.removeUser(freshchat.users().get(0).id());
                }
            }
        }
    }

    private static ViberCustomer anna(RelayFixture fixture) {
        ViberCustomer anna = fixture.viber.customer("dyN4Ob6OXfag+Atd/1SifA==", "Anna");
        anna.says("before");
        fixture.freshchat.awaitPosted(1);
        fixture.await(() -> fixture.relay.health().open() == 0);
        return anna;
    }

    @ParameterizedTest
    @EnumSource
    void messagesGoOnInOneNewConversationWhenTheOldOneIsLost(Loss loss) {
        try (RelayFixture fixture = new RelayFixture()) {
            ViberCustomer anna = anna(fixture);
            String old = fixture.freshchat.posted().get(0).conversationId();
            loss.happens(fixture.freshchat);

            AtOnce.run(2, i -> anna.says("together " + i));
            List.of("three", "four", "five", "six").forEach(anna::says);
            fixture.time().passUntil(() -> fixture.freshchat.posted().size() == 7);
            List<StoredMessage> after = fixture.freshchat.posted().subList(1, 7);
            int toTheOldOne = fixture.freshchat.calls().stream()
                    .filter(call -> call.route().equals("POST /conversations/{id}/messages")
                            && call.target().contains(old))
                    .toList()
                    .size();

            assertThat(after)
                    .extracting(StoredMessage::conversationId)
                    .doesNotContain(old)
                    .containsOnly(after.get(0).conversationId());
            assertThat(after)
                    .extracting(StoredMessage::text)
                    .containsSubsequence("three", "four", "five", "six")
                    .contains("together 0", "together 1");
            assertThat(fixture.freshchat.calls("POST /users")).isEqualTo(loss == Loss.USER_DELETED_TOO ? 2 : 1);
            assertThat(fixture.freshchat.calls("POST /conversations")).isEqualTo(2);
            assertThat(toTheOldOne).isEqualTo(1);
        }
    }

    @Test
    void replyInTheNewConversationReachesTheCustomer() {
        try (RelayFixture fixture = new RelayFixture()) {
            ViberCustomer anna = anna(fixture);
            fixture.freshchat.removeConversation(
                    fixture.freshchat.posted().get(0).conversationId());
            anna.says("again");
            String now = fixture.freshchat.awaitPosted(2).get(1).conversationId();

            fixture.freshchat.agent().says(now, "here I am");

            assertThat(anna.awaitReceived(1).get(0).text()).isEqualTo("here I am");
        }
    }

    /** What the account setting makes of a message that comes an hour after the resolve. */
    private static RelayFixture resolvedWith(String policy, AfterResolve behaviour) {
        RelayFixture fixture =
                RelayFixture.with().setting("conversations", policy).open();
        fixture.freshchat.behaviour().afterResolve(behaviour);
        ViberCustomer anna = anna(fixture);
        fixture.freshchat
                .agent()
                .resolves(fixture.freshchat.conversations().get(0).id());
        fixture.clock.advance(Duration.ofHours(1));
        anna.says("after");
        fixture.time().passUntil(() -> fixture.posted().size() == 2);
        return fixture;
    }

    private static List<String> statuses(RelayFixture fixture) {
        return fixture.freshchat.conversations().stream()
                .map(StoredConversation::status)
                .toList();
    }

    @Test
    void resolvedConversationIsUsedAgainByDefault() {
        try (RelayFixture fixture = resolvedWith("reuse", AfterResolve.REOPENS)) {
            assertThat(statuses(fixture)).containsExactly("new");
        }
    }

    @Test
    void resolvedConversationIsReopenedFirstWhereThatIsSet() {
        try (RelayFixture fixture = resolvedWith("reopen", AfterResolve.NEEDS_STATUS_NEW)) {
            assertThat(statuses(fixture)).containsExactly("new");
            assertThat(fixture.freshchat.calls("PUT /conversations/{id}")).isEqualTo(1);
        }
    }

    @Test
    void newConversationIsStartedAfterEachResolveWhereThatIsSet() {
        try (RelayFixture fixture = resolvedWith("new-after-resolve", AfterResolve.REOPENS)) {
            assertThat(statuses(fixture)).containsExactly("resolved", "new");
        }
    }

    @Test
    void newConversationIsStartedOnceTheResolveIsLongEnoughAgo() {
        try (RelayFixture soon = resolvedWith("new-after:PT2H", AfterResolve.REOPENS);
                RelayFixture late = resolvedWith("new-after:PT30M", AfterResolve.REOPENS)) {
            assertThat(statuses(soon)).containsExactly("new");
            assertThat(statuses(late)).containsExactly("resolved", "new");
        }
    }

    @Test
    void resolvedConversationIsReopenedByItsOtherIdWhereThatIsTheOneThatCounts() {
        try (RelayFixture fixture =
                RelayFixture.with().setting("conversations", "reopen").open()) {
            ViberCustomer anna = anna(fixture);
            fixture.freshchat
                    .behaviour()
                    .afterResolve(AfterResolve.NEEDS_STATUS_NEW)
                    .ids(FreshchatBehaviour.Ids.NUMERIC);
            fixture.freshchat
                    .agent()
                    .resolves(fixture.freshchat.conversations().get(0).id());

            anna.says("after");
            fixture.time().passUntil(() -> fixture.relay.health().open() == 0);

            assertThat(fixture.posted()).containsExactly("before", "after");
            assertThat(statuses(fixture)).containsExactly("new");
        }
    }

    static Stream<Arguments> everyPolicyAndEveryLoss() {
        return Stream.of("reuse", "reopen", "new-after-resolve")
                .flatMap(policy -> Stream.of(Loss.values()).map(loss -> Arguments.of(policy, loss)));
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("everyPolicyAndEveryLoss")
    void messageAfterAResolveArrivesWhateverElseBecameOfItsConversation(String policy, Loss loss) {
        try (RelayFixture fixture =
                RelayFixture.with().setting("conversations", policy).open()) {
            ViberCustomer anna = anna(fixture);
            fixture.freshchat
                    .agent()
                    .resolves(fixture.freshchat.conversations().get(0).id());
            loss.happens(fixture.freshchat);
            fixture.clock.advance(Duration.ofHours(1));

            anna.says("after");
            anna.says("and again");
            fixture.time().passUntil(() -> fixture.relay.health().open() == 0);

            assertThat(fixture.posted()).containsExactly("before", "after", "and again");
            assertThat(fixture.relay.deadLetters()).isEmpty();
        }
    }

    /** A user who is gone has no list of conversations: none to look for one in, and none to see in whether one was made. */
    @ParameterizedTest
    @ValueSource(ints = {429, 500})
    void firstMessageArrivesThoughItsUserIsDeletedBeforeItHasAConversation(int status) {
        try (RelayFixture fixture = new RelayFixture()) {
            fixture.freshchat.faults().next("POST /conversations", Fault.answer(status));
            fixture.viber.customer("dyN4Ob6OXfag+Atd/1SifA==", "Anna").says("hello");
            fixture.freshchat.awaitCalls("POST /conversations", 1);
            fixture.freshchat.removeUser(fixture.freshchat.users().get(0).id());

            fixture.time().passUntil(() -> fixture.relay.health().open() == 0);

            assertThat(fixture.posted()).containsExactly("hello");
            assertThat(fixture.relay.deadLetters()).isEmpty();
        }
    }

    /** Lists are often behind: a call by id does not find the user, and the list has them for half a minute more. */
    @Test
    void messageArrivesThoughItsDeletedUserIsListedForAWhile() {
        try (RelayFixture fixture = new RelayFixture()) {
            ViberCustomer anna = anna(fixture);
            Json deleted = fixture.freshchat.users().get(0).json();
            Loss.USER_DELETED_TOO.happens(fixture.freshchat);
            Instant until = fixture.clock.instant().plusSeconds(30);
            fixture.freshchat
                    .faults()
                    .always(
                            "GET /users",
                            Fault.json(body -> fixture.clock.instant().isBefore(until)
                                    ? JsonEdits.with(body, Map.of("users", Json.of(List.of(deleted))))
                                    : body));

            anna.says("after");
            fixture.time().passUntil(() -> fixture.relay.health().open() == 0);

            assertThat(fixture.posted()).containsExactly("before", "after");
            assertThat(fixture.relay.deadLetters()).isEmpty();
        }
    }
}
