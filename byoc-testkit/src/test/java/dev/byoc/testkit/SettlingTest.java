package dev.byoc.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.channel.SendResult;
import dev.byoc.event.RelayEvent;
import dev.byoc.json.Json;
import dev.byoc.testkit.freshchat.StoredConversation;
import dev.byoc.testkit.freshchat.StoredMessage;
import dev.byoc.testkit.server.Fault;
import dev.byoc.testkit.server.Gate;
import dev.byoc.testkit.server.JsonEdits;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What counts as the message of a call of unknown outcome, and what is another. */
class SettlingTest {
    private static final String POST = "POST /conversations/{id}/messages";
    private static final String LOOK = "GET /conversations/{id}/messages";
    private static final String CREATE = "POST /conversations";

    private EngineFixture fixture = new EngineFixture();

    @AfterEach
    void close() {
        fixture.close();
    }

    /** A customer whose Freshchat user also writes by other ways, as one of the web widget does. */
    private void bareIds() {
        fixture.close();
        fixture = new EngineFixture(Map.of("bare-id", "yes"));
    }

    private List<String> posted() {
        return fixture.freshchat.posted().stream()
                .filter(message -> !message.isPrivate())
                .map(StoredMessage::text)
                .toList();
    }

    private void writesAndTimePasses(String id, String text) {
        fixture.post(FakeChannel.text(id, "anna", text));
        fixture.whileTimePasses(() -> fixture.awaitRelayed(id));
    }

    private void writesInTheWidget(String conversation, String text) throws IOException {
        String user = fixture.freshchat.posted().get(0).userId();
        try (Client widget = Client.of(fixture.freshchat)) {
            Client.Got got = widget.post("/conversations/" + conversation + "/messages", message(user, text));
            assertThat(got.status()).isEqualTo(200);
        }
    }

    private static String message(String user, String text) {
        return "{'actor_type':'user','actor_id':'" + user + "','message_parts':[{'text':{'content':'" + text + "'}}]}";
    }

    /** Freshchat's answers name messages in one way and its lists in another, as it does with conversations. */
    private static Fault idOfAnotherFamily() {
        return Fault.json(answer -> Json.parse(new String(answer.bytes(), StandardCharsets.UTF_8)
                .replaceFirst("\"id\":\"[^\"]+\"", "\"id\":\"4711\"")
                .getBytes(StandardCharsets.UTF_8)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"order 5", "안녕", "😀"})
    void anEarlierMessageWhoseIdIsNotMetIsNotTakenForTheOneOfUnknownOutcome(String text) {
        fixture.customerWrites("anna", "1", "Hello");
        fixture.freshchat.faults().next(POST, idOfAnotherFamily());
        fixture.customerWrites("anna", "2", "Are you there?");
        fixture.freshchat.faults().next(POST, Fault.answer(502));

        writesAndTimePasses("3", text);

        assertThat(posted()).containsExactly("Hello", "Are you there?", text);
    }

    @Test
    void aMessageThatWasStoredIsFoundByItsWordsWhereNoIdIsMet() {
        fixture.customerWrites("anna", "1", "Hello");
        fixture.freshchat.faults().next(POST, idOfAnotherFamily());
        fixture.customerWrites("anna", "2", "Are you there?");
        fixture.freshchat.faults().next(POST, Fault.answer(502).afterWork());

        writesAndTimePasses("3", "order 5");

        assertThat(posted()).containsExactly("Hello", "Are you there?", "order 5");
    }

    @Test
    void whatTheSameUserWritesByAnotherWayIsNotTakenForTheOneOfUnknownOutcome() throws IOException {
        bareIds();
        String conversation = fixture.customerWrites("anna", "1", "Hello");
        writesInTheWidget(conversation, "hi");
        fixture.freshchat.faults().next(POST, Fault.answer(503));

        writesAndTimePasses("2", "order 5");

        assertThat(posted()).containsExactly("Hello", "hi", "order 5");
    }

    @Test
    void theSameWordsTwiceAreTwoMessages() {
        fixture.customerWrites("anna", "1", "Hello");
        fixture.freshchat.faults().next(POST, Fault.answer(503));

        writesAndTimePasses("2", "Hello");

        assertThat(posted()).containsExactly("Hello", "Hello");
    }

    @ParameterizedTest
    @ValueSource(strings = {"another topic", "the same topic"})
    void aConversationThatTheSameUserBeganByAnotherWayIsNotTakenForTheOneOfUnknownOutcome(String where)
            throws IOException {
        bareIds();
        String topic = where.equals("the same topic") ? fixture.topic : fixture.freshchat.addTopic("Web");
        String user = fixture.freshchat.addUser(Json.object()
                .put("reference_id", "anna")
                .put("first_name", "Anna")
                .build());
        Gate gate = new Gate();
        fixture.freshchat.faults().next(CREATE, Fault.heldAt(gate).and(Fault.answer(502)));
        fixture.post(FakeChannel.text("1", "anna", "order 5"));
        gate.awaitArrival();
        String words = where.equals("the same topic") ? "hi" : "order 5";
        try (Client widget = Client.of(fixture.freshchat)) {
            String begun = "{'channel_id':'" + topic + "','users':[{'id':'" + user + "'}],'messages':["
                    + message(user, words) + "]}";
            assertThat(widget.post("/conversations", begun).status()).isEqualTo(200);
        }
        gate.open();

        fixture.whileTimePasses(() -> fixture.awaitRelayed("1"));

        assertThat(posted()).containsExactly(words, "order 5");
        assertThat(fixture.freshchat.posted().get(1).conversationId())
                .as("in the relay's topic")
                .isIn(fixture.freshchat.conversations().stream()
                        .filter(made -> made.channelId().equals(fixture.topic))
                        .map(StoredConversation::id)
                        .toList());
    }

    /** What was stored is in Freshchat's lists only so many seconds later: users, conversations and messages. */
    private void showsAfter(int seconds) {
        fixture.freshchat
                .faults()
                .always("GET /users", Fault.json(list -> shown(list, "users", user -> isShown(user, seconds))))
                .always("GET /users/{id}/conversations", Fault.json(list -> {
                    Set<String> shown = fixture.freshchat.messages().stream()
                            .filter(message -> isShown(message.json(), seconds))
                            .map(StoredMessage::conversationId)
                            .collect(Collectors.toSet());
                    return shown(
                            list,
                            "conversations",
                            each -> shown.contains(each.get("id").textOr("")));
                }))
                .always(LOOK, Fault.json(list -> shown(list, "messages", message -> isShown(message, seconds))));
    }

    private boolean isShown(Json stored, int seconds) {
        Instant created = Instant.parse(stored.get("created_time").textOr(""));
        return !created.plusSeconds(seconds).isAfter(fixture.clock.instant());
    }

    private static Json shown(Json list, String name, Predicate<Json> shows) {
        Map<String, Object> all = new LinkedHashMap<>(list.fields());
        all.put(name, list.get(name).items().stream().filter(shows).toList());
        return Json.of(all);
    }

    private static Fault fault(String how) {
        return switch (how) {
            case "web page" -> Fault.html();
            case "cut" -> Fault.cut();
            default -> Fault.answer(Integer.parseInt(how)).header("Location", "https://elsewhere.example.com/v2");
        };
    }

    /** After all of which it may be there. Some pass by themselves; some stop everything, until an operator has looked. */
    private static final List<String> PASSING =
            List.of("408", "409", "421", "423", "425", "429", "502", "503", "504", "cut");

    private static final List<String> FOR_AN_OPERATOR = List.of("303", "307", "web page");

    static Stream<Arguments> ends() {
        return Stream.of(PASSING, FOR_AN_OPERATOR)
                .flatMap(hows -> Stream.of(Arguments.of(hows, 3), Arguments.of(hows, 9)));
    }

    /** A customer for each, with a conversation; all of them are in one relay. */
    private Map<String, String> conversations(List<String> hows) {
        Map<String, String> conversations = new LinkedHashMap<>();
        hows.forEach(how -> conversations.put(how, fixture.customerWrites(how, "before " + how, "Hello")));
        return conversations;
    }

    private void spoilsThePost(Map<String, String> conversations) {
        conversations.forEach((how, conversation) -> fixture.freshchat
                .faults()
                .next(
                        "POST /v2/conversations/" + conversation + "/messages",
                        fault(how).afterWork()));
    }

    private void untilNothingIsOpen() {
        fixture.whileTimePasses(() ->
                fixture.await("nothing is open", () -> fixture.relay.health().open() == 0));
    }

    @ParameterizedTest
    @MethodSource("ends")
    void aMessageThatShowsLateIsNotPostedAgain(List<String> hows, int seconds) {
        Map<String, String> conversations = conversations(hows);
        showsAfter(seconds);
        spoilsThePost(conversations);

        hows.forEach(how -> fixture.post(FakeChannel.text(how, how, "order after " + how)));
        untilNothingIsOpen();

        assertThat(posted())
                .filteredOn(text -> !text.equals("Hello"))
                .containsExactlyInAnyOrderElementsOf(
                        hows.stream().map("order after "::concat).toList());
    }

    @ParameterizedTest
    @MethodSource("ends")
    void aNoteThatShowsLateIsNotPostedAgain(List<String> hows, int seconds) {
        Map<String, String> conversations = conversations(hows);
        showsAfter(seconds);
        spoilsThePost(conversations);

        conversations.values().forEach(this::refusedAnswer);
        untilNothingIsOpen();

        assertThat(fixture.freshchat.posted())
                .filteredOn(StoredMessage::isPrivate)
                .extracting(StoredMessage::conversationId)
                .containsExactlyInAnyOrderElementsOf(conversations.values());
    }

    /** So that the agent is told by a note. */
    private void refusedAnswer(String conversation) {
        fixture.channel.willAnswer(new SendResult.Refused(SendResult.Reason.REJECTED, "not today"));
        fixture.freshchat.agent().says(conversation, "answer");
        fixture.await(
                "the answer is refused",
                () -> fixture.events.stream()
                                .filter(RelayEvent.DeadLettered.class::isInstance)
                                .count()
                        >= fixture.channel.sent().size());
    }

    @ParameterizedTest
    @MethodSource("ends")
    void aNewCustomersConversationThatShowsLateIsNotMadeAgain(List<String> hows, int seconds) {
        newCustomers(CREATE, hows, seconds);

        assertThat(fixture.freshchat.conversations()).hasSameSizeAs(hows);
    }

    @ParameterizedTest
    @MethodSource("ends")
    void aNewCustomersUserWhoShowsLateIsNotMadeAgain(List<String> hows, int seconds) {
        newCustomers("POST /users", hows, seconds);

        assertThat(fixture.freshchat.users()).hasSameSizeAs(hows);
    }

    private void newCustomers(String creation, List<String> hows, int seconds) {
        showsAfter(seconds);
        hows.forEach(how -> fixture.freshchat.faults().next(creation, fault(how).afterWork()));

        hows.forEach(how -> fixture.post(FakeChannel.text(how, how, "order of " + how)));
        untilNothingIsOpen();

        assertThat(posted())
                .containsExactlyInAnyOrderElementsOf(
                        hows.stream().map("order of "::concat).toList());
    }

    /** One look-up and ten seconds more than if the answer were believed at once. */
    @ParameterizedTest
    @CsvSource({"409, 2", "429, 2", "502, 4", "cut, 4"})
    void whatWasNotStoredIsPostedOnceMoreAfterAFewLooks(String how, int looks) {
        fixture.customerWrites("anna", "1", "Hello");
        int before = fixture.freshchat.calls(POST);
        fixture.freshchat.faults().next(POST, fault(how));

        writesAndTimePasses("2", "order 5");

        assertThat(posted()).containsExactly("Hello", "order 5");
        assertThat(fixture.freshchat.calls(POST) - before).isEqualTo(2);
        assertThat(fixture.freshchat.calls(LOOK)).isEqualTo(looks);
    }

    @ParameterizedTest
    @CsvSource({"425, 2", "429, 2", "cut, 4"})
    void aNoteThatWasNotStoredIsPostedOnceMoreAfterAFewLooks(String how, int looks) {
        String conversation = fixture.customerWrites("anna", "1", "Hello");
        int before = fixture.freshchat.calls(POST);
        fixture.freshchat.faults().next(POST, fault(how));

        refusedAnswer(conversation);
        untilNothingIsOpen();

        assertThat(fixture.notes()).hasSize(1);
        assertThat(fixture.freshchat.calls(POST) - before).isEqualTo(2);
        assertThat(fixture.freshchat.calls(LOOK)).isEqualTo(looks);
    }

    /** Whatever waited, by the server's wish or in vain, is no failure of the message's own. */
    @Test
    void theWaitIsChargedToNothing() {
        fixture.customerWrites("anna", "1", "Hello");
        fixture.freshchat.faults().next(POST, Fault.answer(429));

        writesAndTimePasses("2", "order 5");

        assertThat(fixture.events).noneMatch(RelayEvent.Retrying.class::isInstance);
        assertThat(fixture.events)
                .filteredOn(RelayEvent.Delivered.class::isInstance)
                .allSatisfy(event ->
                        assertThat(((RelayEvent.Delivered) event).attempt()).isEqualTo(1));
    }

    private void writesWithContact(String id, String customer) {
        fixture.post(FakeChannel.events(Json.object()
                .put("kind", "text")
                .put("id", id)
                .put("customer", customer)
                .put("name", "Anna")
                .put("customer_phone", "+821012345678")
                .put("customer_email", "anna@example.com")
                .put("text", "Hello")
                .build()));
        fixture.whileTimePasses(() -> fixture.awaitRelayed(id));
    }

    private static Fault conflict(String message) {
        return Fault.answer(409, Json.object().put("message", message).build());
    }

    /** It may be a conflict with the very user that it has made. */
    @ParameterizedTest
    @CsvSource({"user already exists, 9", "'', 9", "duplicate value, 3", "name is taken, 9"})
    void aConflictThatNamesNoContactMakesNoSecondUser(String message, int seconds) {
        showsAfter(seconds);
        fixture.freshchat.faults().next("POST /users", conflict(message).afterWork());

        writesWithContact("1", "anna");

        assertThat(fixture.freshchat.users()).hasSize(1);
        assertThat(fixture.freshchat.calls("POST /users")).isEqualTo(1);
        assertThat(posted()).containsExactly("Hello");
    }

    @Test
    void theCallWithLessOfTheProfileMakesNoSecondUserEither() {
        showsAfter(9);
        fixture.freshchat
                .faults()
                .next("POST /users", conflict("duplicate value"))
                .next("POST /users", conflict("duplicate value").afterWork());

        writesWithContact("1", "anna");

        assertThat(fixture.freshchat.users())
                .singleElement()
                .satisfies(
                        user -> assertThat(user.json().get("phone").isPresent()).isFalse());
        assertThat(fixture.freshchat.calls("POST /users")).isEqualTo(2);
        assertThat(posted()).containsExactly("Hello");
    }

    @Test
    void contactOfTheNextCustomerIsToldAfterAConflictOfAnother() {
        fixture.freshchat.faults().next("POST /users", conflict("duplicate value"));

        writesWithContact("1", "anna");
        writesWithContact("2", "minho");

        assertThat(fixture.freshchat.users())
                .extracting(user -> user.json().get("phone").text())
                .containsExactly(null, "+821012345678");
    }

    /** As if so many agents' messages had come between, which fill that many pages. */
    private void pagesInBetween(String conversation, int pages) {
        for (int i = 0; i < pages * 50; i++) {
            fixture.freshchat.agent().writesNote(conversation, "an agent's note " + i);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void aNoteIsFoundAsFarBackAsAMessageIs(int pages) {
        String conversation = fixture.customerWrites("anna", "1", "Hello");
        fixture.freshchat.faults().next(POST, Fault.cut().afterWork());
        refusedAnswer(conversation);
        fixture.await("the note was posted", () -> fixture.freshchat.calls(POST) == 1);
        pagesInBetween(conversation, pages);

        untilNothingIsOpen();

        assertThat(fixture.freshchat.calls(POST)).isEqualTo(1);
    }

    private void readsShowNoIds() {
        readsShowNoIdOf("");
    }

    private void readsShowNoIdOf(String words) {
        fixture.freshchat.faults().always(LOOK, Fault.json(list -> {
            Map<String, Object> all = new LinkedHashMap<>(list.fields());
            all.put(
                    "messages",
                    list.get("messages").items().stream()
                            .map(message -> new String(message.bytes(), StandardCharsets.UTF_8).contains(words)
                                    ? JsonEdits.without(message, "id")
                                    : message)
                            .toList());
            return Json.of(all);
        }));
    }

    /** The last message with a known id is older than the earlier one, which was found without an id. */
    @Test
    void anEarlierMessageThatShowsWithoutAnIdIsNotTakenForTheOneOfUnknownOutcome() {
        fixture.customerWrites("anna", "1", "Hello");
        readsShowNoIdOf("order 5");
        fixture.freshchat.faults().next(POST, Fault.cut().afterWork());
        writesAndTimePasses("2", "order 5");
        fixture.clock.advance(Duration.ofHours(3));
        fixture.freshchat.faults().next(POST, Fault.cut());

        writesAndTimePasses("3", "order 5");

        assertThat(posted()).containsExactly("Hello", "order 5", "order 5");
    }

    @Test
    void aMessageThatShowsWithoutAnIdIsNotPostedAgain() {
        fixture.customerWrites("anna", "1", "Hello");
        readsShowNoIds();
        fixture.freshchat.faults().next(POST, Fault.cut().afterWork());

        writesAndTimePasses("2", "order 5");

        assertThat(posted()).containsExactly("Hello", "order 5");
    }

    @Test
    void aConversationWhoseMessageShowsWithoutAnIdIsNotMadeAgain() {
        readsShowNoIds();
        fixture.freshchat.faults().next(CREATE, Fault.cut().afterWork());

        writesAndTimePasses("1", "order 5");
        fixture.freshchat.faults().clear();
        writesAndTimePasses("2", "order 6");

        assertThat(posted()).containsExactly("order 5", "order 6");
        assertThat(fixture.freshchat.conversations()).hasSize(1);
    }

    @Test
    void aNoteThatShowsWithoutAnIdIsNotPostedAgain() {
        String conversation = fixture.customerWrites("anna", "1", "Hello");
        readsShowNoIds();
        fixture.freshchat.faults().next(POST, Fault.cut().afterWork());

        refusedAnswer(conversation);
        untilNothingIsOpen();

        assertThat(fixture.notes()).hasSize(1);
        assertThat(fixture.freshchat.calls(POST)).isEqualTo(1);
    }
}
