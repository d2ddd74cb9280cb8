package dev.byoc.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.channel.ChannelContext;
import dev.byoc.channel.ProfileSource;
import dev.byoc.json.Json;
import dev.byoc.message.Content;
import dev.byoc.message.Customer;
import dev.byoc.testkit.freshchat.StoredUser;
import dev.byoc.testkit.server.Fault;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a messenger knows of a customer beside the name, and what Freshchat is told of it. */
final class CustomerFactsTest {
    private static final String MAPPING = "language=cf_language; country=cf_country; source=cf_source";

    private EngineFixture fixture = new EngineFixture(Map.of("user-properties", MAPPING));

    @AfterEach
    void close() {
        fixture.close();
    }

    private void restart(Map<String, String> settings) {
        fixture.close();
        fixture = new EngineFixture(settings);
    }

    private void writes(String id, Map<String, String> told) {
        Json.Builder event = Json.object()
                .put("kind", "text")
                .put("id", id)
                .put("customer", "anna")
                .put("text", "message " + id);
        told.forEach(event::put);
        fixture.post(FakeChannel.events(event.build()));
        fixture.whileTimePasses(() -> fixture.awaitRelayed(id));
        fixture.whileTimePasses(fixture::awaitIdle);
    }

    private StoredUser user() {
        return fixture.freshchat.users().stream()
                .filter(user -> user.referenceId().startsWith("fake:shop:"))
                .reduce((one, other) -> {
                    throw new AssertionError("two users of one customer");
                })
                .orElseThrow();
    }

    private int updates() {
        return fixture.freshchat.calls("PUT /users/{id}");
    }

    @Test
    void factsAreToldAsTheUserIsMadeAndCostNoCallOfTheirOwn() {
        writes("1", Map.of("name", "Anna", "customer_language", "uk", "customer_country", "UA"));

        assertThat(user().property("cf_language")).isEqualTo("uk");
        assertThat(user().property("cf_country")).isEqualTo("UA");
        assertThat(fixture.freshchat.calls("POST /users")).isEqualTo(1);
        assertThat(updates()).isZero();
    }

    @Test
    void nothingIsToldThatTheAccountDoesNotAskFor() {
        restart(Map.of());

        writes("1", Map.of("name", "Anna", "customer_language", "uk"));
        writes("2", Map.of("name", "Anna", "customer_language", "en"));

        assertThat(user().json().get("properties").items()).isEmpty();
        assertThat(updates()).isZero();
    }

    @Test
    void aFactThatChangesIsToldAndTheOtherPropertiesStay() {
        writes("1", Map.of("name", "Anna", "customer_language", "uk", "customer_country", "UA"));
        fixture.freshchat.setUserProperty(user().id(), "cf_tier", "gold");

        writes("2", Map.of("name", "Anna", "customer_language", "en", "customer_country", "UA"));

        assertThat(user().property("cf_language")).isEqualTo("en");
        assertThat(user().property("cf_country")).isEqualTo("UA");
        assertThat(user().property("cf_tier")).isEqualTo("gold");
        assertThat(updates()).isEqualTo(1);
    }

    @Test
    void aFactThatAMessageDoesNotTellStays() {
        writes("1", Map.of("name", "Anna", "customer_language", "uk"));
        writes("2", Map.of("name", "Anna"));
        writes("3", Map.of("customer_language", "uk"));
        writes("4", Map.of("name", "Anna", "customer_language", "\u200B"));

        assertThat(user().property("cf_language")).isEqualTo("uk");
        assertThat(user().firstName()).isEqualTo("Anna");
        assertThat(updates()).isZero();
    }

    @Test
    void aCustomerWithoutNameHasFactsTooAndTheNameThatAgentsSeeStays() {
        writes("1", Map.of());
        writes("2", Map.of("customer_language", "uk"));

        assertThat(user().property("cf_language")).isEqualTo("uk");
        assertThat(user().firstName()).isEqualTo("Fake messenger customer");
        assertThat(updates()).isEqualTo(1);
    }

    @Test
    void aUserWhoWasThereBeforeIsToldTheFactsAndKeepsTheName() {
        String there = fixture.freshchat.addUser(Json.object()
                .put("reference_id", "fake:shop:anna")
                .put("first_name", "Anna the agent's")
                .build());

        writes("1", Map.of("name", "Anna", "customer_language", "uk"));

        assertThat(user().id()).isEqualTo(there);
        assertThat(user().property("cf_language")).isEqualTo("uk");
        assertThat(user().firstName()).isEqualTo("Anna the agent's");
    }

    @Test
    void whatBroughtTheCustomerIsTheSourceUnlessTheMessengerTellsOne() {
        fixture.post(FakeChannel.events(Json.object()
                .put("kind", "joined")
                .put("id", "j1")
                .put("customer", "anna")
                .put("context", "campaign 7")
                .build()));

        writes("1", Map.of("name", "Anna"));
        writes("2", Map.of("name", "Anna"));

        assertThat(user().property("cf_source")).isEqualTo("campaign 7");
        assertThat(updates()).isZero();
    }

    @Test
    void factsThatTheChannelGivesWhenItIsAskedAreToldWithThoseOfTheMessage() {
        fixture.close();
        class Asked extends FakeChannel implements ProfileSource {
            Asked(ChannelContext context) {
                super(context);
            }

            @Override
            public Customer profile(Customer known) {
                return Customer.builder(known.id()).name("Anna").country("UA").build();
            }
        }
        fixture = new EngineFixture(Map.of("user-properties", MAPPING), Asked::new, builder -> {});

        writes("1", Map.of("customer_language", "uk"));
        writes("2", Map.of("customer_language", "uk"));

        assertThat(user().firstName()).isEqualTo("Anna");
        assertThat(user().property("cf_language")).isEqualTo("uk");
        assertThat(user().property("cf_country")).isEqualTo("UA");
        assertThat(updates()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "400, cf_language is not one of its choices",
        "422, invalid value",
        "409, property already exists",
        "400, ''"
    })
    void aPropertyThatIsRefusedCostsNoMessageAndNoName(int status, String words) {
        fixture.freshchat
                .behaviour()
                .refusesProperty(
                        "cf_language",
                        status,
                        Json.object().put("code", status).put("message", words).build());

        writes("1", Map.of("name", "Anna", "customer_language", "uk", "customer_phone", "+821012345678"));

        assertThat(user().firstName()).isEqualTo("Anna");
        assertThat(user().json().get("properties").items()).isEmpty();
        assertThat(fixture.freshchat.posted()).hasSize(1);
        assertThat(fixture.relay.deadLetters()).isEmpty();
    }

    @Test
    void aConflictThatNamesNothingCostsPropertiesAndNoMessage() {
        fixture.freshchat
                .behaviour()
                .refusesProperty("cf_language", 409, Json.object().build());

        writes("1", Map.of("name", "Anna", "customer_language", "uk"));

        assertThat(user().firstName()).isEqualTo("Anna");
        assertThat(fixture.freshchat.posted()).hasSize(1);
        assertThat(fixture.relay.deadLetters()).isEmpty();
    }

    @Test
    void aPhoneNumberThatIsRefusedCostsNoProperty() {
        fixture.freshchat.addUser(Json.object()
                .put("reference_id", "crm:1")
                .put("phone", "+821012345678")
                .build());
        fixture.freshchat
                .behaviour()
                .uniqueContacts(
                        409,
                        field -> Json.object()
                                .put("message", field + " is taken")
                                .build());

        writes("1", Map.of("name", "Anna", "customer_language", "uk", "customer_phone", "+821012345678"));

        assertThat(user().property("cf_language")).isEqualTo("uk");
        assertThat(user().json().get("phone").text()).isNull();
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 409, 422})
    void aChangedNameIsToldThoughAPropertyIsRefused(int status) {
        writes("1", Map.of("name", "Anna", "customer_language", "uk"));
        fixture.freshchat
                .behaviour()
                .refusesProperty("cf_language", status, Json.object().build());

        writes("2", Map.of("name", "Anna Maria", "customer_language", "en"));

        assertThat(user().firstName()).isEqualTo("Anna Maria");
        assertThat(user().property("cf_language")).isEqualTo("uk");
        assertThat(fixture.relay.deadLetters()).isEmpty();
    }

    @Test
    void aUserWhoCannotBeReadLosesNoProperty() {
        writes("1", Map.of("name", "Anna", "customer_language", "uk"));
        fixture.freshchat.setUserProperty(user().id(), "cf_tier", "gold");
        fixture.freshchat.faults().next("GET /users/{id}", Fault.answer(500));

        writes("2", Map.of("name", "Anna", "customer_language", "en"));
        fixture.whileTimePasses(() -> fixture.freshchat.awaitCalls("PUT /users/{id}", 1));

        assertThat(user().property("cf_tier")).isEqualTo("gold");
        assertThat(user().property("cf_language")).isEqualTo("en");
    }

    @Test
    void whatTheHostSendsBeforeTheCustomerWritesCostsNoNameThatAnAgentGave() {
        fixture.freshchat.addUser(Json.object()
                .put("reference_id", "fake:shop:anna")
                .put("first_name", "Anna the agent's")
                .build());
        fixture.relay.send("shop", "anna", "offer", List.of(new Content.Text("Your parcel has left")));
        fixture.channel.awaitSent(1);
        fixture.whileTimePasses(() -> fixture.awaitNotes(1));
        fixture.whileTimePasses(fixture::awaitIdle);

        writes("1", Map.of("name", "Anna", "customer_language", "uk"));

        assertThat(user().firstName()).isEqualTo("Anna the agent's");
        assertThat(user().property("cf_language")).isEqualTo("uk");
    }
}
