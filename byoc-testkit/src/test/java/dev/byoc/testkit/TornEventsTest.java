package dev.byoc.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.Direction;
import dev.byoc.event.RelayEvent;
import dev.byoc.json.Json;
import dev.byoc.testkit.freshchat.StoredMessage;
import dev.byoc.testkit.server.Fault;
import dev.byoc.testkit.server.Gate;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an event's ids say of its customer has to agree; and what they say is learnt. */
class TornEventsTest {
    private final EngineFixture fixture = new EngineFixture();
    private StoredMessage anna;
    private StoredMessage minho;

    @BeforeEach
    void bothHaveWritten() {
        fixture.customerWrites("anna", "1", "Hello");
        fixture.customerWrites("minho", "2", "안녕하세요");
        anna = fixture.freshchat.posted().get(0);
        minho = fixture.freshchat.posted().get(1);
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    /** An agent's answer in Anna's conversation, as a webhook. */
    private String answer(String id, String more) {
        return """
                {"actor":{"actor_type":"agent","actor_id":"a"},"action":"message_create",
                "action_time":"2026-01-15T09:00:00Z","data":{%s"message":{"id":"%s","actor_type":"agent","actor_id":"a",
                "message_type":"normal","channel_id":"%s","conversation_id":"%s","user_id":"%s",
                "message_parts":[{"text":{"content":"Hi"}}]}}}""".formatted(more, id, fixture.topic, anna.conversationId(), anna.userId());
    }

    private void sends(String event) {
        assertThat(fixture.freshchat.sends("message_create", event.getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(200);
    }

    private void awaitIdle() {
        await(() -> fixture.relay.health().open() == 0);
    }

    private void await(BooleanSupplier condition) {
        long end = System.nanoTime() + 30_000_000_000L;
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("events: %s", fixture.events).isLessThan(end);
            LockSupport.parkNanos(2_000_000);
        }
    }

    /** Minho's ids instead of Anna's, or beside hers. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "`user_id`: `ANNA_USER`|`user_id`: `MINHO_USER`",
                "`conversation_id`: `ANNA_CONVERSATION`|`conversation_id`: `MINHO_CONVERSATION`",
                "`message_type`|`freshchat_conversation_id`: `MINHO_NUMBER`, `message_type`",
                "`data`:{|`data`:{`conversation_id`: `MINHO_CONVERSATION`,",
                "`data`:{|`data`:{`freshchat_conversation_id`: `MINHO_NUMBER`,",
                "`data`:{|`data`:{`user_id`: `MINHO_USER`,",
                "`data`:{|`data`:{`user`: {`id`: `MINHO_USER`},",
                "`data`:{|`data`:{`associations`: {`user`: {`reference_id`: `fake:shop:minho`}},"
            })
    void eventWhoseIdsNameTwoCustomersReachesNeither(String from, String to) {
        String odd = answer("torn", "").replace(named(from), named(to));
        assertThat(odd).isNotEqualTo(answer("torn", ""));
        sends(odd);
        awaitIdle();

        assertThat(fixture.channel.sent()).isEmpty();
        assertThat(fixture.relay.deadLetters())
                .singleElement()
                .satisfies(letter -> assertThat(letter.reason()).contains("different customers"));
        await(() -> fixture.events.stream().anyMatch(RelayEvent.DeadLettered.class::isInstance));
        assertThat(fixture.notes()).singleElement().asString().contains("more than one customer");

        fixture.relay.replay(fixture.relay.deadLetters().get(0).id());
        awaitIdle();
        assertThat(fixture.channel.sent()).isEmpty();
    }

    private String named(String template) {
        return template.replace("`", "\"")
                .replace("\": \"", "\":\"")
                .replace("\": {", "\":{")
                .replace("ANNA_USER", anna.userId())
                .replace("ANNA_CONVERSATION", anna.conversationId())
                .replace("MINHO_USER", minho.userId())
                .replace("MINHO_CONVERSATION", minho.conversationId())
                .replace(
                        "MINHO_NUMBER",
                        minho.json().get("freshchat_conversation_id").textOr(""));
    }

    @Test
    void idsOfNoCustomerHereAreNoContradiction() {
        sends(answer("1", "").replace(anna.userId(), "Anna_alias559744627cceb9d06579d548b57bc01"));
        sends(answer("2", "\"user\":{\"reference_id\":\"fake:shop:anna\"},"));
        sends(answer("3", "\"conversation_id\":\"never seen\","));

        fixture.channel.awaitSent(3);
        assertThat(fixture.channel.sent()).allMatch(message -> message.to().equals("anna"));
        assertThat(fixture.relay.deadLetters()).isEmpty();
    }

    @Test
    void resolveThatNamesTwoConversationsChangesNothing() {
        Json resolve = Json.object()
                .put("action", "conversation_resolution")
                .put("action_time", "2026-01-15T09:00:00Z")
                .put(
                        "data",
                        Map.of(
                                "resolve",
                                Map.of("conversation", Map.of("conversation_id", anna.conversationId())),
                                "conversation_id",
                                minho.conversationId()))
                .build();

        fixture.freshchat.sends("conversation_resolution", resolve.bytes());

        await(() -> fixture.events.contains(
                new RelayEvent.Ignored("freshchat", Direction.OUTBOUND, "its ids name different customers")));
    }

    /** Some accounts tell the number only in events. */
    @Test
    void numberOfAConversationIsLearntFromAnEventThatCarriesBothIds() {
        sends(answer("1", "\"freshchat_conversation_id\":\"900100\","));
        String byNumber = answer("2", "")
                .replace("\"conversation_id\":\"" + anna.conversationId(), "\"freshchat_conversation_id\":\"900100");
        sends(byNumber);

        fixture.channel.awaitSent(2);
        assertThat(fixture.channel.sent()).allMatch(message -> message.to().equals("anna"));
        assertThat(fixture.freshchat.calls("GET /users/{id}")).isZero();
    }

    /** Nothing says that it is the same conversation's. */
    @Test
    void anotherIdOfTheSameFamilyIsNotLearnt() {
        sends(answer("1", "\"conversation_id\":\"never seen\","));
        fixture.channel.awaitSent(1);

        sends(answer("2", "").replace(anna.conversationId(), "never seen").replace(anna.userId(), "nobody"));
        fixture.whileTimePasses(this::awaitIdle);

        assertThat(fixture.channel.sent()).hasSize(1);
    }

    /** The agent answered in an older conversation while the new one was being created. */
    @Test
    void whatTheCreationAnsweredIsWhereMessagesGoThoughAnEventShowedAnotherConversation() {
        String user = fixture.freshchat.addUser(
                Json.object().put("reference_id", "fake:shop:ines").build());
        Gate answer = new Gate();
        fixture.freshchat.faults().next("GET /users/{id}/conversations", Fault.answerHeldAt(answer));
        fixture.post(FakeChannel.text("3", "ines", "Hola"));
        answer.awaitArrival();
        String other = fixture.freshchat.addConversation(user, fixture.topic);
        fixture.freshchat.agent().says(other, "from before");
        fixture.channel.awaitSent(1);
        answer.open();
        fixture.awaitRelayed("3");
        fixture.customerWrites("ines", "4", "¿Y ahora?");

        List<StoredMessage> posted = fixture.freshchat.posted();
        String created = posted.get(posted.size() - 2).conversationId();
        assertThat(created).isNotEqualTo(other);
        assertThat(posted.get(posted.size() - 1).conversationId()).isEqualTo(created);
    }
}
