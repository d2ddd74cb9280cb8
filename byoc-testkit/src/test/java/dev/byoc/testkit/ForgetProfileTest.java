package dev.byoc.testkit;

import static dev.byoc.store.ForgetMode.BLANK_FRESHCHAT_PROFILE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.byoc.event.RelayEvent;
import dev.byoc.json.Json;
import dev.byoc.store.DeadLetter;
import dev.byoc.store.ReplayResult;
import dev.byoc.testkit.freshchat.StoredMessage;
import dev.byoc.testkit.freshchat.StoredUser;
import dev.byoc.testkit.server.Fault;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A customer who is forgotten has no profile in Freshchat either, where the host asks for that. */
final class ForgetProfileTest {
    private final EngineFixture fixture = new EngineFixture(Map.of("user-properties", "language=cf_language"));

    @AfterEach
    void close() {
        fixture.close();
    }

    private void annaWrites(String id) {
        fixture.post(FakeChannel.events(Json.object()
                .put("kind", "text")
                .put("id", id)
                .put("customer", "anna")
                .put("name", "Anna")
                .put("customer_phone", "+821012345678")
                .put("customer_email", "anna@example.com")
                .put("customer_picture", "https://pictures.example.com/anna.png")
                .put("customer_language", "uk")
                .put("text", "message " + id)
                .build()));
        fixture.whileTimePasses(() -> fixture.awaitRelayed(id));
        fixture.whileTimePasses(fixture::awaitIdle);
    }

    private void forget() {
        fixture.relay.forget("shop", "anna", BLANK_FRESHCHAT_PROFILE);
        fixture.whileTimePasses(fixture::awaitIdle);
    }

    private StoredUser user() {
        assertThat(fixture.freshchat.users()).hasSize(1);
        return fixture.freshchat.users().get(0);
    }

    private void isBlank(StoredUser user) {
        assertThat(user.firstName()).isEqualTo("Fake messenger customer");
        assertThat(user.json().get("email").textOr("")).isEmpty();
        assertThat(user.json().get("phone").textOr("")).isEmpty();
        assertThat(user.json().get("avatar").fields()).isEmpty();
        assertThat(user.property("cf_language")).isEmpty();
    }

    @Test
    void theProfileIsBlankedAndTheReferenceAndWhatOthersSetStay() {
        annaWrites("1");
        fixture.freshchat.setUserProperty(user().id(), "cf_tier", "gold");

        forget();

        isBlank(user());
        assertThat(user().referenceId()).isEqualTo("fake:shop:anna");
        assertThat(user().json().get("reference_id").text()).isEqualTo("fake:shop:anna");
        assertThat(user().property("cf_tier")).isEqualTo("gold");
        assertThat(fixture.freshchat.conversations()).hasSize(1);
        assertThat(fixture.relay.deadLetters()).isEmpty();
    }

    @Test
    void withoutTheModeFreshchatKeepsTheProfile() {
        annaWrites("1");

        fixture.relay.forget("shop", "anna");
        fixture.whileTimePasses(fixture::awaitIdle);

        assertThat(user().firstName()).isEqualTo("Anna");
        assertThat(fixture.freshchat.calls("PUT /users/{id}")).isZero();
    }

    @Test
    void aNameThatAnAgentHasGivenGoesToo() {
        fixture.freshchat.addUser(Json.object()
                .put("reference_id", "fake:shop:anna")
                .put("first_name", "Anna")
                .put("last_name", "Bell")
                .build());
        annaWrites("1");

        forget();

        assertThat(user().firstName()).isEqualTo("Fake messenger");
        assertThat(user().json().get("last_name").text()).isEqualTo("customer");
    }

    @Test
    void aUserWhoIsNotLinkedIsFoundByTheReference() {
        fixture.freshchat.addUser(Json.object()
                .put("reference_id", "fake:shop:anna")
                .put("first_name", "Anna")
                .build());

        forget();

        isBlank(user());
    }

    @Test
    void allUsersOfTheReferenceAreBlanked() {
        for (int i = 0; i < 2; i++) {
            fixture.freshchat.addUser(Json.object()
                    .put("reference_id", "fake:shop:anna")
                    .put("first_name", "Anna")
                    .build());
        }

        forget();

        assertThat(fixture.freshchat.users()).allSatisfy(this::isBlank);
    }

    @Test
    void nobodyElsesProfileIsTouched() {
        annaWrites("1");
        fixture.customerWrites("bob", "2", "Hello");
        String bob = fixture.freshchat.users().get(1).firstName();

        forget();

        assertThat(fixture.freshchat.users().get(1).firstName()).isEqualTo(bob);
        assertThat(fixture.freshchat.calls("PUT /users/{id}")).isEqualTo(1);
    }

    @Test
    void whoWritesAgainIsTheSameUserAndIsToldAnew() {
        annaWrites("1");
        forget();

        annaWrites("2");

        assertThat(user().firstName()).isEqualTo("Anna");
        assertThat(user().property("cf_language")).isEqualTo("uk");
        assertThat(fixture.freshchat.conversations()).hasSize(1);
    }

    @Test
    void anOutageIsOutlastedAndALaterMessageWaitsBehindIt() {
        annaWrites("1");
        fixture.freshchat.faults().next("PUT /users/{id}", 2, Fault.answer(503));
        fixture.relay.forget("shop", "anna", BLANK_FRESHCHAT_PROFILE);

        annaWrites("2");

        assertThat(user().firstName()).isEqualTo("Anna");
        assertThat(fixture.events)
                .filteredOn(RelayEvent.Completed.class::isInstance)
                .anyMatch(event -> ((RelayEvent.Completed) event).eventKey().contains(" blank:"));
        assertThat(fixture.freshchat.posted())
                .extracting(StoredMessage::text)
                .containsExactly("message 1", "message 2");
    }

    @Test
    void whatFreshchatKeepsIsNamedByADeadLetterThatCanBeReplayed() {
        annaWrites("1");
        fixture.freshchat
                .behaviour()
                .refusesProperty("cf_language", 400, Json.object().build());

        forget();

        assertThat(user().firstName()).isEqualTo("Fake messenger customer");
        assertThat(user().json().get("email").textOr("")).isEmpty();
        assertThat(user().property("cf_language")).isEqualTo("uk");
        DeadLetter letter = fixture.relay.deadLetters().get(0);
        assertThat(letter.reason()).isEqualTo("Freshchat keeps of a forgotten customer's profile: properties");
        assertThat(fixture.notes()).isEmpty();

        fixture.freshchat
                .behaviour()
                .refusesProperty("cf_other", 400, Json.object().build());
        assertThat(fixture.relay.replay(letter.id())).isEqualTo(ReplayResult.REPLAYED);
        fixture.whileTimePasses(fixture::awaitIdle);

        isBlank(user());
        assertThat(fixture.relay.deadLetters()).isEmpty();
    }

    @Test
    void aUserWhoIsGoneIsForgotten() {
        annaWrites("1");
        fixture.freshchat.removeUser(user().id());

        forget();

        assertThat(fixture.relay.deadLetters()).isEmpty();
        assertThat(fixture.freshchat.calls("PUT /users/{id}")).isZero();
    }

    @Test
    void forgettingTwiceIsForgettingOnce() {
        annaWrites("1");

        forget();
        forget();

        isBlank(user());
        assertThat(fixture.relay.deadLetters()).isEmpty();
    }

    @Test
    void anUnknownAccountIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> fixture.relay.forget("nobody", "anna", BLANK_FRESHCHAT_PROFILE));
    }
}
