package dev.byoc.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.json.Json;
import dev.byoc.testkit.freshchat.FreshchatBehaviour;
import dev.byoc.testkit.freshchat.StoredConversation;
import dev.byoc.testkit.server.Fault;
import dev.byoc.testkit.server.JsonEdits;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a customer came with is a property of the conversation, where the account asks for that, and a private note anyway. */
final class ContextPropertyTest {
    private EngineFixture fixture =
            new EngineFixture(Map.of("context-property", "cf_campaign", "properties", "priority=High"));

    @AfterEach
    void close() {
        fixture.close();
    }

    private void comesWith(String id, String context) {
        fixture.post(FakeChannel.events(Json.object()
                .put("kind", "joined")
                .put("id", id)
                .put("customer", "anna")
                .put("context", context)
                .build()));
    }

    private void settles() {
        fixture.whileTimePasses(fixture::awaitIdle);
    }

    private Json properties(String conversation) {
        return fixture.freshchat.conversation(conversation).properties();
    }

    private static Json object(String... pairs) {
        Json.Builder json = Json.object();
        for (int i = 0; i < pairs.length; i += 2) {
            json.put(pairs[i], pairs[i + 1]);
        }
        return json.build();
    }

    private int updates() {
        return fixture.freshchat.calls("PUT /conversations/{id}");
    }

    @Test
    void aNewConversationIsMadeWithItAndTheNoteIsPostedToo() {
        comesWith("j1", "campaign 7");

        String conversation = fixture.customerWrites("anna", "1", "Hello");
        settles();

        assertThat(properties(conversation)).isEqualTo(object("priority", "High", "cf_campaign", "campaign 7"));
        assertThat(fixture.notes()).singleElement().asString().endsWith("The customer came with: campaign 7");
        assertThat(updates()).isZero();
    }

    @Test
    void itIsOneLineWithoutWhatIsNotSeen() {
        comesWith("j1", "\u200B campaign\n7 ");

        String conversation = fixture.customerWrites("anna", "1", "Hello");

        assertThat(properties(conversation).get("cf_campaign").text()).isEqualTo("campaign 7");
    }

    @Test
    void aConversationThatThereIsGetsItAndKeepsStatusAgentAndOtherProperties() {
        String conversation = fixture.customerWrites("anna", "1", "Hello");
        fixture.freshchat.agent().says(conversation, "Hi");
        fixture.channel.awaitSent(1);
        StoredConversation before = fixture.freshchat.conversation(conversation);

        comesWith("j1", "campaign 8");
        fixture.awaitNotes(1);
        settles();

        StoredConversation now = fixture.freshchat.conversation(conversation);
        assertThat(now.properties()).isEqualTo(object("priority", "High", "cf_campaign", "campaign 8"));
        assertThat(now.status()).isEqualTo(before.status());
        assertThat(now.agentId()).isEqualTo(before.agentId());
        assertThat(updates()).isEqualTo(1);
    }

    @Test
    void aResolvedConversationIsLeftAsItIs() {
        String conversation = fixture.customerWrites("anna", "1", "Hello");
        fixture.freshchat.agent().resolves(conversation);

        comesWith("j1", "campaign 8");
        fixture.awaitNotes(1);
        settles();

        assertThat(updates()).isZero();
        assertThat(properties(conversation)).isEqualTo(object("priority", "High"));
        assertThat(fixture.freshchat.conversation(conversation).isResolved()).isTrue();
    }

    @Test
    void aConversationThatIsFoundGetsItToo() {
        String user = fixture.freshchat.addUser(Json.object()
                .put("reference_id", "fake:shop:anna")
                .put("first_name", "Anna")
                .build());
        String there = fixture.freshchat.addConversation(user, fixture.topic);
        fixture.freshchat
                .faults()
                .always(
                        "GET /conversations/{id}",
                        Fault.json(body -> JsonEdits.with(body, Map.of("properties", object()))));
        comesWith("j1", "campaign 7");

        assertThat(fixture.customerWrites("anna", "1", "Hello")).isEqualTo(there);
        settles();

        assertThat(properties(there)).isEqualTo(object("cf_campaign", "campaign 7"));
        assertThat(fixture.notes()).singleElement().asString().endsWith("The customer came with: campaign 7");
    }

    @Test
    void withoutTheSettingItIsANoteAlone() {
        fixture.close();
        fixture = new EngineFixture();
        comesWith("j1", "campaign 7");
        String conversation = fixture.customerWrites("anna", "1", "Hello");
        comesWith("j2", "campaign 8");
        fixture.awaitNotes(2);
        settles();

        assertThat(properties(conversation)).isEqualTo(object());
        assertThat(updates()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 422})
    void aContextThatIsRefusedCostsNoMessageAndNoConversation(int status) {
        comesWith("j1", "campaign 7");
        fixture.freshchat.faults().next("POST /conversations", Fault.answer(status));

        String conversation = fixture.customerWrites("anna", "1", "Hello");
        settles();

        assertThat(properties(conversation)).isEqualTo(object("priority", "High"));
        assertThat(fixture.notes()).singleElement().asString().endsWith("The customer came with: campaign 7");
        assertThat(fixture.relay.deadLetters()).isEmpty();
    }

    @Test
    void anUpdateThatIsRefusedIsNoDeadLetter() {
        String conversation = fixture.customerWrites("anna", "1", "Hello");
        fixture.freshchat.faults().next("PUT /conversations/{id}", Fault.answer(400));

        comesWith("j1", "campaign 8");
        fixture.awaitNotes(1);
        settles();

        assertThat(properties(conversation)).isEqualTo(object("priority", "High"));
        assertThat(fixture.relay.deadLetters()).isEmpty();
    }

    @Test
    void anUpdateIsTriedAgainAfterAnOutage() {
        String conversation = fixture.customerWrites("anna", "1", "Hello");
        fixture.freshchat.faults().next("PUT /conversations/{id}", Fault.answer(503));

        comesWith("j1", "campaign 8");
        fixture.whileTimePasses(() -> fixture.freshchat.awaitCalls("PUT /conversations/{id}", 2));
        settles();

        assertThat(properties(conversation).get("cf_campaign").text()).isEqualTo("campaign 8");
    }

    @Test
    void aConversationOfTheOtherFamilyOfIdsIsFound() {
        String conversation = fixture.customerWrites("anna", "1", "Hello");
        fixture.freshchat.behaviour().ids(FreshchatBehaviour.Ids.NUMERIC);

        comesWith("j1", "campaign 8");
        fixture.whileTimePasses(() -> fixture.freshchat.awaitCalls("PUT /conversations/{id}", 1));
        settles();

        assertThat(properties(conversation).get("cf_campaign").text()).isEqualTo("campaign 8");
    }

    @Test
    void aRepeatedEventSetsItOnce() {
        fixture.customerWrites("anna", "1", "Hello");

        comesWith("j1", "campaign 8");
        comesWith("j1", "campaign 8");
        fixture.awaitNotes(1);
        settles();

        assertThat(updates()).isEqualTo(1);
        assertThat(fixture.notes()).hasSize(1);
    }

    /** Whether an update adds to what is there or replaces it is not known. */
    @Test
    void aConversationWhosePropertiesAreNotToldIsLeftAsItIs() {
        String conversation = fixture.customerWrites("anna", "1", "Hello");
        fixture.freshchat
                .faults()
                .always("GET /conversations/{id}", Fault.json(body -> JsonEdits.without(body, "properties")));

        comesWith("j1", "campaign 8");
        fixture.awaitNotes(1);
        settles();

        assertThat(updates()).isZero();
        assertThat(properties(conversation)).isEqualTo(object("priority", "High"));
        assertThat(fixture.relay.deadLetters()).isEmpty();
    }
}
