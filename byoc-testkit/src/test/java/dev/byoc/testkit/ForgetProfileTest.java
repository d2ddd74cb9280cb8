package dev.byoc.testkit;

import static dev.byoc.store.ForgetMode.BLANK_FRESHCHAT_PROFILE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.byoc.RelayRequest;
import dev.byoc.event.RelayEvent;
import dev.byoc.json.Json;
import dev.byoc.memory.MemoryStore;
import dev.byoc.store.DeadLetter;
import dev.byoc.store.ReplayResult;
import dev.byoc.store.StoreException;
import dev.byoc.store.spi.RelayStore;
import dev.byoc.testkit.freshchat.StoredMessage;
import dev.byoc.testkit.freshchat.StoredUser;
import dev.byoc.testkit.server.Fault;
import dev.byoc.testkit.server.JsonEdits;
import dev.byoc.testkit.store.WatchedStore;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A customer who is forgotten has no profile in Freshchat either, where the host asks for that. */
final class ForgetProfileTest {
    private static final Map<String, String> SETTINGS = Map.of("user-properties", "language=cf_language");

    private EngineFixture fixture = new EngineFixture(SETTINGS);

    @AfterEach
    void close() {
        fixture.close();
    }

    private void restartOn(UnaryOperator<RelayStore> watched) {
        fixture.close();
        EngineFixture[] being = new EngineFixture[1];
        fixture = new EngineFixture(
                SETTINGS,
                FakeChannel::new,
                builder -> builder.store(watched.apply(new MemoryStore(being[0].clock))),
                each -> being[0] = each);
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

    @Test
    void aMessageThatIsStoredBeforeTheBlankIsMakesTheNextOneTellAllAgain() {
        AtomicReference<Runnable> between = new AtomicReference<>(() -> {});
        restartOn(store -> WatchedStore.of(store, (method, arguments, call) -> {
            Object result = call.proceed();
            if (method.equals("forget")) {
                between.getAndSet(() -> {}).run();
            }
            return result;
        }));
        annaWrites("1");
        between.set(() -> annaWrites("2"));
        forget();
        isBlank(user());

        annaWrites("3");

        assertThat(user().firstName()).isEqualTo("Anna");
        assertThat(user().property("cf_language")).isEqualTo("uk");
    }

    @Test
    void whoIsBlankedGetsNoLinkByThat() {
        AtomicReference<RelayStore> used = new AtomicReference<>();
        restartOn(store -> {
            used.set(store);
            return store;
        });
        annaWrites("1");

        forget();

        isBlank(user());
        assertThat(used.get().customers().link("shop", "anna")).isNull();
    }

    @Test
    void aForgetThatBrokeOffIsRepeatedAndFindsTheUserByTheReference() {
        AtomicBoolean fails = new AtomicBoolean();
        restartOn(store -> WatchedStore.before(store, "journal[.]append", () -> {
            if (fails.get()) {
                throw new StoreException("the store is out of reach");
            }
        }));
        annaWrites("1");
        fails.set(true);
        assertThatThrownBy(() -> fixture.relay.forget("shop", "anna", BLANK_FRESHCHAT_PROFILE))
                .isInstanceOf(StoreException.class);
        fails.set(false);
        assertThat(user().firstName()).isEqualTo("Anna");

        forget();

        isBlank(user());
        assertThat(fixture.relay.deadLetters()).isEmpty();
    }

    private void keepsAllOf(StoredUser user, String name) {
        StoredUser now = fixture.freshchat.users().stream()
                .filter(each -> each.id().equals(user.id()))
                .findFirst()
                .orElseThrow();
        assertThat(now.firstName()).isEqualTo(name);
        assertThat(fixture.freshchat.calls("PUT /users/{id}")).isZero();
        assertThat(fixture.relay.deadLetters())
                .singleElement()
                .satisfies(letter -> assertThat(letter.reason())
                        .isEqualTo("Freshchat keeps of a forgotten customer's profile: all of user " + user.id()
                                + ", who may be somebody else"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"id", "reference_id"})
    void aUserWhomFreshchatAnswersAsAnotherIsLeftAsItIsAndTold(String field) {
        annaWrites("1");
        fixture.freshchat
                .faults()
                .always("GET /users/{id}", Fault.json(body -> JsonEdits.with(body, Map.of(field, "another"))));

        forget();

        keepsAllOf(user(), "Anna");
    }

    @Test
    void aContactThatAnAnswerLeadsToIsNotBlankedForItsReferenceAlone() {
        annaWrites("1");
        String anna = user().id();
        String merged = fixture.freshchat.addUser(Json.object()
                .put("reference_id", "fake:shop:anna")
                .put("first_name", "Anna and Bob")
                .build());
        fixture.freshchat
                .faults()
                .always("GET /users/{id}", Fault.json(body -> JsonEdits.with(body, Map.of("id", merged))));

        forget();

        assertThat(fixture.freshchat.calls("PUT /users/{id}")).isZero();
        assertThat(fixture.relay.deadLetters())
                .singleElement()
                .satisfies(letter -> assertThat(letter.reason()).contains(anna, merged));
    }

    @Test
    void aBareIdBlanksTheLinkedUserAndLeavesOthersOfThatReference() {
        fixture.close();
        fixture = new EngineFixture(Map.of("user-properties", "language=cf_language", "bare-id", "yes"));
        annaWrites("1");
        StoredUser linked = user();
        String stranger = fixture.freshchat.addUser(Json.object()
                .put("reference_id", "anna")
                .put("first_name", "Another Anna")
                .build());

        forget();

        assertThat(fixture.freshchat.users()).anySatisfy(user -> {
            assertThat(user.id()).isEqualTo(linked.id());
            isBlank(user);
        });
        assertThat(fixture.freshchat.users()).anySatisfy(user -> {
            assertThat(user.id()).isEqualTo(stranger);
            assertThat(user.firstName()).isEqualTo("Another Anna");
        });
        assertThat(fixture.relay.deadLetters())
                .singleElement()
                .satisfies(letter -> assertThat(letter.reason())
                        .endsWith(": all of user " + stranger + ", who may be somebody else"));
    }

    @Test
    void aUserWhomACustomerOfAnotherAccountHasTooIsLeftAsItIsAndTold() {
        String[] shop = new String[1];
        FakeChannelProvider second = new FakeChannelProvider();
        fixture.close();
        fixture = new EngineFixture(
                Map.of("bare-id", "yes"),
                FakeChannel::new,
                builder -> builder.account("second", second, Map.of("topic", shop[0], "bare-id", "yes")),
                each -> shop[0] = each.freshchat.addTopic("Shop"));
        annaWrites("1");
        Json body = FakeChannel.text("2", "anna", "Hello");
        fixture.relay.handle(new RelayRequest(
                "POST",
                fixture.relay.webhookUrl("second").getRawPath(),
                null,
                second.channel("second").headers(),
                body.bytes(),
                null));
        fixture.whileTimePasses(() -> fixture.awaitRelayed("2"));
        fixture.whileTimePasses(fixture::awaitIdle);

        forget();

        keepsAllOf(user(), "Anna");
    }
}
