package dev.byoc.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.json.Json;
import dev.byoc.testkit.server.Fault;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What Freshchat refuses of a customer's profile costs no message. */
final class RefusedProfileTest {
    private static final String PHONE = "+821012345678";
    private static final String EMAIL = "anna@example.com";

    private final EngineFixture fixture = new EngineFixture();

    @AfterEach
    void close() {
        fixture.close();
    }

    private static Json sample() {
        try (InputStream in = RefusedProfileTest.class.getResourceAsStream("/cases/bc73-freshchat-user-409.json")) {
            return Json.parse(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Json words(String message) {
        return Json.object().put("code", 409).put("message", message).build();
    }

    private void anotherUserHas(@Nullable String phone, @Nullable String email) {
        fixture.freshchat.addUser(Json.object()
                .put("reference_id", "crm:1")
                .put("phone", phone)
                .put("email", email)
                .build());
    }

    /** Anna writes, and tells her number and her address; gives the user that she has become. */
    private Json annaWrites() {
        int before = fixture.freshchat.users().size();
        fixture.post(FakeChannel.events(Json.object()
                .put("kind", "text")
                .put("id", "1")
                .put("customer", "anna")
                .put("name", "Anna")
                .put("customer_phone", PHONE)
                .put("customer_email", EMAIL)
                .put("text", "Hello")
                .build()));
        fixture.whileTimePasses(() -> fixture.awaitRelayed("1"));

        assertThat(fixture.freshchat.posted())
                .singleElement()
                .satisfies(message -> assertThat(message.text()).isEqualTo("Hello"));
        assertThat(fixture.relay.deadLetters()).isEmpty();
        assertThat(fixture.freshchat.users()).hasSize(before + 1);
        return fixture.freshchat.users().stream()
                .filter(user -> user.referenceId().startsWith("fake:shop:"))
                .findFirst()
                .orElseThrow()
                .json();
    }

    private static void told(Json user, String name, @Nullable String phone, @Nullable String email) {
        assertThat(user.get("first_name").text()).isEqualTo(name);
        assertThat(user.get("phone").text()).isEqualTo(phone);
        assertThat(user.get("email").text()).isEqualTo(email);
    }

    @ParameterizedTest
    @ValueSource(ints = {409, 400, 422})
    void anotherUsersPhoneNumberIsLeftOutAndTheRestIsTold(int status) {
        anotherUserHas(PHONE, null);
        fixture.freshchat.behaviour().uniqueContacts(status, field -> sample());

        told(annaWrites(), "Anna", null, EMAIL);
    }

    @ParameterizedTest
    @ValueSource(ints = {409, 400, 422})
    void anotherUsersAddressIsLeftOutAndTheRestIsTold(int status) {
        anotherUserHas(null, EMAIL);
        fixture.freshchat.behaviour().uniqueContacts(status, field -> words("Email has already been taken"));

        told(annaWrites(), "Anna", PHONE, null);
    }

    @ParameterizedTest
    @CsvSource({"409, true", "409, false", "400, true", "422, false"})
    void bothAreLeftOutWhetherTheyAreNamedOneByOneOrTogether(int status, boolean together) {
        anotherUserHas(PHONE, EMAIL);
        Function<String, Json> refusal =
                field -> words(together ? "A contact with this e-mail or mobile exists" : field + " is taken");
        fixture.freshchat.behaviour().uniqueContacts(status, refusal);

        told(annaWrites(), "Anna", null, null);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Contact already exists", "USER_ALREADY_EXISTS", "", "duplicate value"})
    void refusalThatNamesNothingCostsTheContactDetailsAlone(String message) {
        anotherUserHas(PHONE, null);
        fixture.freshchat.behaviour().uniqueContacts(409, field -> words(message));

        told(annaWrites(), "Anna", null, null);
    }

    @Test
    void refusalThatNamesItsFieldDeepInsideIsUnderstood() {
        anotherUserHas(PHONE, null);
        fixture.freshchat
                .behaviour()
                .uniqueContacts(
                        409,
                        field -> Json.object()
                                .put("errors", Json.object().put(field, "unique"))
                                .build());

        told(annaWrites(), "Anna", null, EMAIL);
    }

    /** Two hosts, or an earlier call whose answer was lost: the user is there by now, whatever the words are. */
    @ParameterizedTest
    @ValueSource(strings = {"user already exists", "phone number is already taken"})
    void conflictThatIsARaceEndsWithTheOneUser(String message) {
        fixture.freshchat
                .faults()
                .next("POST /users", Fault.answer(409, words(message)).afterWork());

        told(annaWrites(), "Anna", PHONE, EMAIL);
        assertThat(fixture.freshchat.calls("POST /users")).isEqualTo(1);
        assertThat(fixture.freshchat.conversations()).hasSize(1);
    }

    @Test
    void nameThatIsRefusedIsLeftOutToo() {
        fixture.freshchat
                .faults()
                .next("POST /users", 2, Fault.answer(400))
                // The name is told once more behind the message.
                .always("PUT /users/{id}", Fault.answer(400));

        told(annaWrites(), "Fake messenger customer", null, null);
    }

    @ParameterizedTest
    @ValueSource(ints = {409, 400, 422})
    void changedNameIsToldThoughThePictureIsRefused(int status) {
        fixture.post(FakeChannel.events(profile("1", "Anna", "https://pictures.example.com/1.png")));
        fixture.whileTimePasses(() -> fixture.awaitRelayed("1"));
        fixture.freshchat.faults().next("PUT /users/{id}", Fault.answer(status));

        fixture.post(FakeChannel.events(profile("2", "Anna Maria", "https://pictures.example.com/2.png")));
        fixture.whileTimePasses(() -> fixture.freshchat.awaitCalls("PUT /users/{id}", 2));

        told(fixture.freshchat.users().get(0).json(), "Anna Maria", null, null);
        assertThat(fixture.relay.deadLetters()).isEmpty();
    }

    private static Json profile(String id, String name, String picture) {
        return Json.object()
                .put("kind", "text")
                .put("id", id)
                .put("customer", "anna")
                .put("name", name)
                .put("customer_picture", picture)
                .put("text", "Hello")
                .build();
    }

    @Test
    void updateThatIsRefusedAltogetherCostsNothingElse() {
        fixture.post(FakeChannel.events(profile("1", "Anna", "https://pictures.example.com/1.png")));
        fixture.whileTimePasses(() -> fixture.awaitRelayed("1"));
        fixture.freshchat.faults().always("PUT /users/{id}", Fault.answer(409));

        fixture.post(FakeChannel.events(profile("2", "Anna Maria", "https://pictures.example.com/2.png")));
        fixture.whileTimePasses(() -> fixture.awaitRelayed("2"));
        fixture.whileTimePasses(() -> fixture.freshchat.awaitCalls("PUT /users/{id}", 2));

        assertThat(fixture.relay.deadLetters()).isEmpty();
        assertThat(fixture.freshchat.posted()).hasSize(2);
    }
}
