package dev.byoc.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.byoc.ConfigurationException;
import dev.byoc.RelayRequest;
import dev.byoc.event.Health;
import dev.byoc.event.RelayEvent;
import dev.byoc.json.Json;
import dev.byoc.relay.RelayBuilder;
import dev.byoc.testkit.freshchat.StoredMessage;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An account whose references are bare ids, beside one whose are not: the customers of one never get what is of the other. */
class BareIdTest {
    private final FakeChannelProvider bare = new FakeChannelProvider();
    private EngineFixture fixture = beside("Shop");
    private String shop;

    @BeforeEach
    void annaHasWritten() {
        fixture.customerWrites("anna", "1", "Hello");
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    /** With a second account, whose topic is that. */
    private EngineFixture beside(String topic) {
        return new EngineFixture(
                Map.of(),
                FakeChannel::new,
                builder -> builder.account("old", bare, Map.of("topic", topic, "bare-id", "yes")),
                made -> shop = made.freshchat.addTopic("Shop"));
    }

    private void oldCustomerWrites(String customer) {
        Json body = FakeChannel.text("m-" + customer, customer, "whose am I?");
        int status = fixture.relay
                .handle(new RelayRequest(
                        "POST",
                        fixture.relay.webhookUrl("old").getRawPath(),
                        null,
                        bare.channel("old").headers(),
                        body.bytes(),
                        null))
                .status();
        assertThat(status).isEqualTo(200);
    }

    private void awaitIdle() {
        await(() -> fixture.relay.health().open() == 0);
    }

    private void await(BooleanSupplier condition) {
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("events: %s", fixture.events).isLessThan(end);
            LockSupport.parkNanos(2_000_000);
        }
    }

    private void awaitDeadLettered(String account) {
        await(() -> fixture.events.stream()
                .anyMatch(event -> event instanceof RelayEvent.DeadLettered dead
                        && dead.account().equals(account)));
    }

    /** The last two: of no customer yet, and of one that the bare account may have had before it had bare ids. */
    @ParameterizedTest
    @ValueSource(strings = {"fake:shop:anna", "fake:shop:", "fake:shop:nobody", "fake:old:anna"})
    void customerWhoseIdReadsAsTheReferenceOfAnotherIsRefused(String id) {
        int posted = fixture.freshchat.posted().size();

        oldCustomerWrites(id);
        awaitIdle();

        assertThat(fixture.freshchat.posted()).hasSize(posted);
        assertThat(fixture.relay.deadLetters()).singleElement().satisfies(letter -> {
            assertThat(letter.reason())
                    .contains("form of another account's reference")
                    .doesNotContain(id);
            fixture.relay.replay(letter.id());
        });
        awaitDeadLettered("old");
        awaitIdle();
        assertThat(fixture.freshchat.posted()).hasSize(posted);
    }

    @ParameterizedTest
    @ValueSource(strings = {"anna", "fake", "fake:shopper:anna", "Fake:shop:anna"})
    void anyOtherIdIsACustomerOfItsOwn(String id) {
        oldCustomerWrites(id);
        fixture.awaitRelayed("m-" + id);
        StoredMessage posted = fixture.freshchat.posted().get(1);
        assertThat(posted.userId())
                .isNotEqualTo(fixture.freshchat.posted().get(0).userId());

        fixture.freshchat.agent().says(posted.conversationId(), "yours");

        assertThat(bare.channel("old").awaitSent(1).get(0).to()).isEqualTo(id);
        assertThat(fixture.channel.sent()).isEmpty();
    }

    /** An agent began to speak to Anna in the other account's topic. */
    @Test
    void conversationOfAnothersCustomerInTheTopicIsNotAdopted() {
        String user = fixture.freshchat.posted().get(0).userId();
        String conversation = fixture.freshchat.addConversation(user, shop);

        fixture.freshchat.agent().says(conversation, "to whom?");
        awaitIdle();

        assertThat(bare.channel("old").sent()).isEmpty();
        assertThat(fixture.channel.sent()).isEmpty();
        assertThat(fixture.relay.deadLetters())
                .singleElement()
                .satisfies(letter -> assertThat(letter.reason()).contains("another account's reference"));
        awaitDeadLettered("");
    }

    @ParameterizedTest
    @CsvSource({"Support", "support", "' SUPPORT '"})
    void bareIdsBesideAnotherAccountInOneTopicAreRefusedAtOnce(String topic) {
        assertThatThrownBy(() -> beside(topic))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("account 'old'")
                .hasMessageContaining("bare-id")
                .hasMessageContaining("account 'shop'");
    }

    @Test
    void twoAccountsWithBareIdsInOneTopicAreRefused() {
        assertThatThrownBy(() -> new EngineFixture(
                        Map.of("bare-id", "yes"), FakeChannel::new, builder -> second(builder, "yes"), made -> {}))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("bare-id");
    }

    @Test
    void twoAccountsWithoutBareIdsMayShareATopic() {
        fixture.close();
        fixture = new EngineFixture(Map.of(), FakeChannel::new, builder -> second(builder, "no"), made -> {});

        fixture.customerWrites("minho", "2", "Hi");

        assertThat(fixture.relay.health().ok()).isTrue();
    }

    private static void second(RelayBuilder builder, String bareId) {
        builder.account("second", new FakeChannelProvider(), Map.of("topic", "Support", "bare-id", bareId));
    }

    /** One account names the topic, the other gives its id: that they are the same only Freshchat can tell. */
    @Test
    void accountWhoseTopicTurnsOutToBeSharedRelaysNothing() {
        fixture.close();
        String[] topic = new String[1];
        fixture = new EngineFixture(
                Map.of(),
                FakeChannel::new,
                builder -> builder.account("old", bare, Map.of("topic", topic[0], "bare-id", "yes")),
                made -> topic[0] = made.topic);
        fixture.customerWrites("anna", "1", "Hello");

        oldCustomerWrites("anna");
        await(() -> part("old").status() != Health.Status.UP);

        assertThat(part("old").toString()).contains("bare-id", "shop");
        assertThat(fixture.freshchat.posted()).hasSize(1);
        fixture.customerWrites("minho", "2", "Hi");
    }

    private Health.Part part(String name) {
        return fixture.relay.health().parts().stream()
                .filter(part -> part.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
