package dev.byoc.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.channel.SendResult;
import dev.byoc.json.Json;
import dev.byoc.policy.RetryPolicy;
import dev.byoc.store.DeadLetter;
import dev.byoc.testkit.freshchat.StoredMessage;
import dev.byoc.testkit.server.Fault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every way in which Freshchat, or a proxy before it, can end a call, through the real handlers: each customer meets one of them, and all of
 * them are in one relay at a time.
 */
final class HttpOutcomesTest {
    /** Answered before the work is done, or after it. */
    private static final List<Boolean> STORED = List.of(false, true);

    /** After which the call is made again, once it is known that it was not done. Written out, so as not to ask the table. */
    private static final int[] REPEATED = {
        300, 301, 302, 303, 304, 305, 307, 308, 408, 409, 418, 420, 421, 423, 425, 429, 430, 444, 449, 460, 494, 498,
        499, 500, 501, 502, 503, 504, 505, 507, 508, 511, 520, 521, 522, 523, 524, 525, 526, 527, 529, 530, 598, 599,
        600, 777, 999
    };

    /** After which it is surely not done, and made again once an operator has looked. */
    private static final int[] NOT_ACCEPTED = {401, 402, 403, 405, 406, 407, 426};

    /** The same but for 407, which no client takes from the server itself. */
    private static final int[] NOT_ACCEPTED_HERE = {401, 402, 403, 405, 406, 426};

    /** Which say that the request itself is wrong. */
    private static final int[] REFUSED = {400, 411, 412, 413, 414, 415, 416, 417, 422, 424, 428, 431, 451};

    private static final Duration STEP = Duration.ofMinutes(3);

    private final MediaHost host = new MediaHost();
    private EngineFixture fixture =
            new EngineFixture(Map.of(), FakeChannel::new, relay -> relay.allowInternalHost(MediaHost.HOST));

    @BeforeEach
    void withoutWelcome() {
        fixture.freshchat.behaviour().welcome(false);
    }

    @AfterEach
    void close() {
        fixture.close();
        host.close();
    }

    /** One end of one call. */
    private record End(String name, Fault fault, boolean stored) {
        @Override
        public String toString() {
            return name + (stored ? " after it was stored" : " before it was stored");
        }
    }

    private static List<End> statuses(int[] statuses, boolean stored) {
        return IntStream.of(statuses)
                .mapToObj(status -> {
                    Fault fault = Fault.answer(status).header("Location", "https://elsewhere.example.com/v2");
                    return new End("HTTP " + status, stored ? fault.afterWork() : fault, stored);
                })
                .toList();
    }

    /** All of these end in the message being there, once. */
    private static List<End> passing() {
        List<End> ends = new ArrayList<>();
        for (boolean stored : STORED) {
            ends.addAll(statuses(REPEATED, stored));
            List.of(
                            Map.entry("a connection that breaks", Fault.cut()),
                            Map.entry("a web page", Fault.html()),
                            Map.entry(
                                    "no JSON",
                                    Fault.answer(
                                            200,
                                            "application/json",
                                            "{\"id\":\"cu".getBytes(java.nio.charset.StandardCharsets.UTF_8))),
                            Map.entry("nothing in a 2xx", Fault.answer(204)),
                            Map.entry("429 for a while", Fault.answer(429).header("Retry-After", "7")),
                            Map.entry("503 for a while", Fault.answer(503).header("Retry-After", "7")),
                            Map.entry("500 for a while", Fault.answer(500).header("Retry-After", "7")))
                    .forEach(end -> ends.add(
                            new End(end.getKey(), stored ? end.getValue().afterWork() : end.getValue(), stored)));
        }
        ends.addAll(statuses(NOT_ACCEPTED, false));
        ends.add(new End("an answer that is too large", Fault.hugeGzip(5 * 1024 * 1024), true));
        return ends;
    }

    private static String customer(int number) {
        return "customer-" + number;
    }

    /** Before each of the great steps all is done that can be done: a call under way would be hours old before its answer is read. */
    private void passTimeUntil(BooleanSupplier condition) {
        fixture.time().passUntil(STEP, () -> {
            fixture.drain();
            return condition.getAsBoolean();
        });
    }

    private boolean isIdle() {
        return fixture.relay.health().open() == 0;
    }

    /** Every customer has a conversation with one message in it. */
    private Map<Integer, String> conversations(int customers) {
        for (int number = 0; number < customers; number++) {
            fixture.post(FakeChannel.text("first-" + number, customer(number), "first of " + number));
        }
        fixture.freshchat.awaitPosted(customers);
        passTimeUntil(this::isIdle);
        Map<Integer, String> conversations = new LinkedHashMap<>();
        for (StoredMessage message : fixture.freshchat.posted()) {
            conversations.put(
                    Integer.parseInt(message.text().substring("first of ".length())), message.conversationId());
        }
        return conversations;
    }

    private static String posting(String conversation) {
        return "POST /v2/conversations/" + conversation + "/messages";
    }

    private List<String> texts(String conversation) {
        return fixture.freshchat.messages(conversation).stream()
                .map(StoredMessage::text)
                .toList();
    }

    @Test
    void aMessageIsThereOnceHoweverItsPostEnded() {
        List<End> ends = passing();
        Map<Integer, String> conversations = conversations(ends.size());

        for (int number = 0; number < ends.size(); number++) {
            fixture.freshchat
                    .faults()
                    .next(posting(conversations.get(number)), ends.get(number).fault());
            fixture.post(FakeChannel.text("second-" + number, customer(number), "second"));
        }
        passTimeUntil(this::isIdle);

        Map<String, List<String>> wrong = new LinkedHashMap<>();
        for (int number = 0; number < ends.size(); number++) {
            List<String> texts = texts(conversations.get(number));
            if (!texts.equals(List.of("first of " + number, "second"))) {
                wrong.put(ends.get(number).toString(), texts);
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(fixture.relay.deadLetters()).isEmpty();
    }

    @Test
    void aNoteIsThereOnceHoweverItsPostEnded() {
        List<End> ends = passing();
        Map<Integer, String> conversations = conversations(ends.size());
        SendResult[] refusals = new SendResult[ends.size()];
        Arrays.fill(refusals, new SendResult.Refused(SendResult.Reason.REJECTED, "not today"));
        fixture.channel.willAnswer(refusals);

        for (int number = 0; number < ends.size(); number++) {
            fixture.freshchat
                    .faults()
                    .next(posting(conversations.get(number)), ends.get(number).fault());
            fixture.freshchat.agent().says(conversations.get(number), "answer");
        }
        passTimeUntil(() -> fixture.relay.deadLetters().size() == ends.size() && isIdle());

        Map<String, List<String>> wrong = new LinkedHashMap<>();
        for (int number = 0; number < ends.size(); number++) {
            List<String> notes = fixture.freshchat.messages(conversations.get(number)).stream()
                    .filter(StoredMessage::isPrivate)
                    .map(StoredMessage::text)
                    .toList();
            if (notes.size() != 1) {
                wrong.put(ends.get(number).toString(), notes);
            }
        }
        assertThat(wrong).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST /users", "POST /conversations"})
    void aNewCustomerIsThereOnceHoweverTheCreationEnded(String creation) {
        List<End> ends = passing();
        // Which customer meets which of them is left to chance: all have to come out right.
        ends.forEach(end -> fixture.freshchat.faults().next(creation, end.fault()));

        for (int number = 0; number < ends.size(); number++) {
            fixture.post(FakeChannel.text("first-" + number, customer(number), "first of " + number));
        }
        passTimeUntil(this::isIdle);

        assertThat(fixture.freshchat.calls(creation)).isGreaterThan(ends.size());
        assertThat(fixture.relay.deadLetters()).isEmpty();
        assertThat(fixture.freshchat.posted().stream().map(StoredMessage::text))
                .containsExactlyInAnyOrderElementsOf(IntStream.range(0, ends.size())
                        .mapToObj(number -> "first of " + number)
                        .toList());
        assertThat(fixture.freshchat.users()).hasSize(ends.size());
        assertThat(fixture.freshchat.conversations()).hasSize(ends.size());
    }

    /** Also after those that would end a post for good. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /users",
                "GET /channels",
                "GET /users/{id}/conversations",
                "GET /conversations/{id}",
                "GET /conversations/{id}/messages"
            })
    void aLookUpIsRepeatedHoweverItEnded(String lookUp) {
        List<End> ends = new ArrayList<>(passing());
        // There is nothing to store.
        ends.removeIf(End::stored);
        ends.addAll(statuses(REFUSED, false));
        if (lookUp.equals("GET /users") || lookUp.equals("GET /channels")) {
            ends.addAll(statuses(new int[] {404, 410}, false));
        }
        switch (lookUp) {
            case "GET /conversations/{id}/messages" -> {
                // What is asked after a post that broke off.
                conversations(ends.size());
                fixture.freshchat
                        .faults()
                        .next(
                                "POST /conversations/{id}/messages",
                                ends.size(),
                                Fault.cut().afterWork());
            }
            // An unknown topic is looked for again.
            case "GET /channels" ->
                fixture.freshchat
                        .faults()
                        .next(
                                "POST /conversations",
                                Fault.answer(404, Json.object().put("code", 404).build()));
            case "GET /users" -> {}
            default -> knownToFreshchat(ends.size());
        }
        ends.forEach(end -> fixture.freshchat.faults().next(lookUp, end.fault()));
        int before = fixture.freshchat.posted().size();

        for (int number = 0; number < ends.size(); number++) {
            fixture.post(FakeChannel.text("message-" + number, customer(number), "message of " + number));
        }
        passTimeUntil(this::isIdle);

        assertThat(fixture.freshchat.calls(lookUp)).isGreaterThan(ends.size());
        assertThat(fixture.relay.deadLetters()).isEmpty();
        assertThat(fixture.freshchat.posted().stream().skip(before).map(StoredMessage::text))
                .containsExactlyInAnyOrderElementsOf(IntStream.range(0, ends.size())
                        .mapToObj(number -> "message of " + number)
                        .toList());
        assertThat(fixture.freshchat.users()).hasSize(ends.size());
        assertThat(fixture.freshchat.conversations()).hasSize(ends.size());
    }

    /** As after a restart with a store that forgets. */
    private void knownToFreshchat(int customers) {
        for (int number = 0; number < customers; number++) {
            String user = fixture.freshchat.addUser(Json.object()
                    .put("reference_id", "fake:shop:" + customer(number))
                    .put("first_name", "Known")
                    .build());
            fixture.freshchat.addConversation(user, fixture.topic);
        }
    }

    @Test
    void aMessageThatIsRefusedIsADeadLetterThatSurelyHasNotArrived() {
        List<End> ends = statuses(REFUSED, false);
        Map<Integer, String> conversations = conversations(ends.size());

        for (int number = 0; number < ends.size(); number++) {
            fixture.freshchat
                    .faults()
                    .next(posting(conversations.get(number)), ends.get(number).fault());
            fixture.post(FakeChannel.text("second-" + number, customer(number), "second"));
        }
        passTimeUntil(this::isIdle);

        assertThat(fixture.relay.deadLetters())
                .hasSize(ends.size())
                .noneMatch(DeadLetter::mayHaveArrived)
                .extracting(DeadLetter::reason)
                .allSatisfy(reason -> assertThat(reason).contains("answered 4"));
    }

    @Test
    void aMessageWhoseEveryPostEndsInTheDarkSaysThatItMayHaveArrived() {
        fixture.close();
        fixture = new EngineFixture(Map.of(), FakeChannel::new, relay -> relay.retry(RetryPolicy.upTo(3)));
        fixture.freshchat.behaviour().welcome(false);
        Map<Integer, String> conversations = conversations(2);
        fixture.freshchat.faults().always(posting(conversations.get(0)), Fault.answer(408));
        fixture.post(FakeChannel.text("second-0", customer(0), "second"));

        for (int others = 0; fixture.relay.deadLetters().isEmpty() && others < 200; others++) {
            fixture.post(FakeChannel.text("other-" + others, customer(1), "others pass"));
            int now = others + 1;
            fixture.time().pass(STEP, 1);
            passTimeUntil(() -> texts(conversations.get(1)).size() > now);
        }

        assertThat(fixture.relay.deadLetters())
                .singleElement()
                .matches(DeadLetter::mayHaveArrived)
                .satisfies(dead -> assertThat(dead.reason()).contains("408"));
    }

    @ParameterizedTest
    @CsvSource({"404, true", "410, true", "404, false", "410, false"})
    void aConversationThatIsGoneIsFoundOrMadeAnew(int status, boolean posts) {
        Map<Integer, String> conversations = conversations(1);
        fixture.freshchat
                .faults()
                .next(posts ? posting(conversations.get(0)) : "GET /conversations/{id}/messages", Fault.answer(status));
        if (!posts) {
            fixture.freshchat.faults().next(posting(conversations.get(0)), Fault.cut());
        }

        fixture.post(FakeChannel.text("second", customer(0), "second"));
        passTimeUntil(this::isIdle);

        assertThat(fixture.freshchat.posted().stream().map(StoredMessage::text)).containsOnlyOnce("second");
        assertThat(fixture.relay.deadLetters()).isEmpty();
    }

    /** A second copy of a file is not shown to anyone, so nothing is reconciled; each has an upload of its own, at its own time. */
    @ParameterizedTest
    @ValueSource(strings = {"POST /images/upload", "POST /files/upload"})
    void aFileIsThereHoweverItsUploadEnded(String upload) {
        boolean picture = upload.contains("images");
        String url = picture
                ? host.serves("/a.png", "image/png", Bytes.png(2_000))
                : host.serves("/a.pdf", "application/pdf", Bytes.pdf(2_000));
        List<End> ends = new ArrayList<>(passing());
        // A second copy is not shown, so it makes no difference whether there is a first.
        ends.removeIf(End::stored);
        // What another time will not cure ends as a line that says so: see below. A refused picture goes as a file.
        ends.removeIf(end -> end.name().equals("HTTP 409"));
        ends.removeIf(end -> !picture
                && IntStream.of(NOT_ACCEPTED_HERE).anyMatch(status -> end.name().equals("HTTP " + status)));

        for (int number = 0; number < ends.size(); number++) {
            fixture.freshchat.faults().next(upload, ends.get(number).fault());
            fixture.post(file(number, picture ? "image" : "file", url));
            // Two at a time: who met three of them would have tried often enough.
            if (number % 2 == 1) {
                passTimeUntil(this::isIdle);
            }
        }
        passTimeUntil(this::isIdle);

        assertThat(fixture.freshchat.calls(upload)).isGreaterThanOrEqualTo(ends.size());
        assertThat(fixture.relay.deadLetters()).isEmpty();
        assertThat(fixture.freshchat.posted())
                .hasSize(ends.size())
                .allMatch(message -> message.parts().stream()
                        .anyMatch(part -> part.get("file").isPresent()
                                || part.get("image").isPresent()));
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 404, 409, 410, 411, 412, 413, 414, 415, 416, 417, 422, 424, 428, 431, 451})
    void aFileThatIsRefusedIsALineOfWords(int status) {
        fixture.freshchat.faults().always("POST /files/upload", Fault.answer(status));

        fixture.post(file(1, "file", host.serves("/a.pdf", "application/pdf", Bytes.pdf(2_000))));
        passTimeUntil(this::isIdle);

        assertThat(fixture.freshchat.posted())
                .singleElement()
                .satisfies(message -> assertThat(message.text()).contains("a.pdf"));
        assertThat(fixture.freshchat.calls("POST /files/upload")).isEqualTo(1);
    }

    /** They may be a firewall's, which is being changed. */
    @ParameterizedTest
    @ValueSource(ints = {401, 402, 403, 405, 406, 426})
    void aFileWhoseUploadAloneIsNotAcceptedIsALineOfWordsAfterSomeTries(int status) {
        fixture.freshchat.faults().always("POST /files/upload", Fault.answer(status));

        fixture.post(file(1, "file", host.serves("/a.pdf", "application/pdf", Bytes.pdf(2_000))));
        passTimeUntil(this::isIdle);

        assertThat(fixture.freshchat.posted())
                .singleElement()
                .satisfies(message -> assertThat(message.text()).contains("a.pdf"));
        assertThat(fixture.freshchat.calls("POST /files/upload")).isGreaterThan(1);
    }

    private static Json file(int number, String kind, String url) {
        return FakeChannel.events(Json.object()
                .put("kind", kind)
                .put("id", "file-" + number)
                .put("customer", customer(number))
                .put("url", url)
                .put("file", kind.equals("image") ? "a.png" : "a.pdf")
                .build());
    }
}
