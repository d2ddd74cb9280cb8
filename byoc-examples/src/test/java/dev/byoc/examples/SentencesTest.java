package dev.byoc.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.RelayRequest;
import dev.byoc.channel.Registration;
import dev.byoc.channel.SendResult;
import dev.byoc.json.Json;
import dev.byoc.message.Content;
import dev.byoc.relay.RelayBuilder;
import dev.byoc.testkit.FakeChannel;
import dev.byoc.testkit.FakeChannelProvider;
import dev.byoc.testkit.TestRelay;
import dev.byoc.testkit.server.Fault;
import dev.byoc.wording.Phrase;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * No sentence for people stands outside the catalogue: with patterns of signs in place of all of them, what customers, agents and admins
 * still read in letters is what an agent or a customer wrote, a name, or an address.
 */
class SentencesTest {
    private static final String SIGN = "§";

    /** Of the core alone: a relay knows the sentences of the channels that it has. */
    private static Map<String, String> coreSigns() {
        Map<String, String> signs = signs();
        signs.keySet().removeIf(key -> !key.startsWith("core.") && !key.startsWith("note."));
        return signs;
    }

    private static Map<String, String> signs() {
        Map<String, String> signs = new HashMap<>();
        for (Phrase phrase : WordingTest.all()) {
            String arguments = IntStream.range(0, phrase.arguments().size())
                    .mapToObj(i -> "{" + i + "}")
                    .collect(Collectors.joining(" "));
            signs.put(phrase.key(), SIGN + arguments + SIGN);
        }
        return signs;
    }

    /** Letters in a text that are neither of these words nor of an address, a time, a size, or the mark of a note. */
    private static String letters(String text, String... said) {
        String left = text.replace("[byoc note] ", "")
                .replaceAll("https?://\\S+", "")
                .replaceAll("\\w{3} \\d{1,2}, \\d{4}, \\d{1,2}:\\d{2}\\h[AP]M \\w+", "")
                .replaceAll("\\b\\d+ (MB|bytes)", "");
        for (String word :
                Arrays.stream(said).sorted((a, b) -> b.length() - a.length()).toList()) {
            left = left.replace(word, "");
        }
        return left.replaceAll("[^\\p{L}]+", " ").strip();
    }

    /** An account on a messenger that shows texts alone. */
    private static final class Relay extends TestRelay {
        private final FakeChannelProvider provider = new FakeChannelProvider("fake", FakeChannel::new);

        @Override
        protected void configure(RelayBuilder builder) {
            builder.account("shop", provider, Map.of("topic", TOPIC, "note-losses", "yes"))
                    .wording("en", coreSigns());
        }

        FakeChannel channel() {
            return provider.channel("shop");
        }

        void gets(Json.Builder event) {
            Json body = FakeChannel.events(event.put("customer", "ines").build());
            assertThat(relay().handle(new RelayRequest(
                                    "POST",
                                    relay().webhookUrl("shop").getRawPath(),
                                    null,
                                    channel().headers(),
                                    body.bytes(),
                                    null))
                            .status())
                    .isEqualTo(200);
        }

        String conversation() {
            gets(Json.object().put("kind", "text").put("id", "first").put("text", "Hello"));
            return conversationOf("Hello");
        }
    }

    private static Json.Builder event(String kind) {
        return Json.object().put("kind", kind).put("id", "m1");
    }

    static Stream<Json.Builder> saidByACustomer() {
        return Stream.of(
                event("unknown").put("name", "poll").put("text", "Pizza"),
                event("unknown").put("name", "zorb").put("text", "Pizza"),
                event("contact").put("text", "Pizza"),
                event("text").put("text", " "),
                event("image").put("url", "relative/a.png").put("file", "Pizza"),
                event("video").put("url", "https://10.0.0.1/a.mp4").put("file", "Pizza"),
                event("audio").put("url", "relative/a.mp3"),
                event("file").put("url", "relative/a.pdf").put("file", "Pizza"),
                event("sticker").put("name", "Pizza"));
    }

    @ParameterizedTest
    @MethodSource("saidByACustomer")
    void agentReadsNoWordOfOursOutsideTheCatalogue(Json.Builder event) {
        try (Relay relay = new Relay()) {
            relay.start();

            relay.gets(event);
            relay.awaitIdle();

            assertThat(relay.posted())
                    .isNotEmpty()
                    .allSatisfy(text ->
                            assertThat(letters(text, "Pizza", "zorb", "pdf")).isEmpty());
        }
    }

    static Stream<Json.Builder> toldByAMessenger() {
        return Stream.of(
                event("left"),
                event("joined").put("context", "Pizza"),
                event("ended").put("handle", "Pizza"));
    }

    @ParameterizedTest
    @MethodSource("toldByAMessenger")
    void noteAboutACustomerHasNoWordOutsideTheCatalogue(Json.Builder event) {
        try (Relay relay = new Relay()) {
            relay.start();
            relay.gets(Json.object()
                    .put("kind", "text")
                    .put("id", "first")
                    .put("text", "Hello")
                    .put("handle", "Pizza"));
            relay.conversationOf("Hello");

            relay.gets(event);

            assertThat(relay.awaitNotes(1))
                    .allSatisfy(note ->
                            assertThat(letters(note, "Pizza", "Fake messenger")).isEmpty());
        }
    }

    static Stream<SendResult> endsOfASend() {
        return Stream.concat(
                Arrays.stream(SendResult.Reason.values()).map(reason -> new SendResult.Refused(reason, "code X17")),
                Stream.of(new SendResult.Unknown("code X17")));
    }

    @ParameterizedTest
    @MethodSource("endsOfASend")
    void noteAboutAnAnswerHasNoWordOutsideTheCatalogue(SendResult end) {
        try (Relay relay = new Relay()) {
            relay.start();
            String conversation = relay.conversation();
            relay.channel().willAnswer(end);

            relay.freshchat().agent().says(conversation, "Pizza");

            assertThat(relay.awaitNotes(1))
                    .allSatisfy(note ->
                            assertThat(letters(note, "Pizza", "Fake messenger")).isEmpty());
        }
    }

    @Test
    void noteAboutAnAnswerThatWaitedTooLongHasNoWordOutsideTheCatalogue() {
        try (Relay relay = new Relay()) {
            relay.start();
            String conversation = relay.conversation();
            relay.channel()
                    .willAnswer(Stream.generate(() -> new SendResult.TryLater(Duration.ofHours(1), false, "code X17"))
                            .limit(100)
                            .toArray(SendResult[]::new));

            relay.freshchat().agent().says(conversation, "Pizza");
            relay.time().passUntil(Duration.ofDays(4), () -> !relay.notes().isEmpty());

            assertThat(relay.notes())
                    .allSatisfy(note ->
                            assertThat(letters(note, "Pizza", "Fake messenger")).isEmpty());
        }
    }

    @Test
    void noteAboutWhatIsLostOfAnAnswerHasNoWordOutsideTheCatalogue() {
        try (Relay relay = new Relay()) {
            relay.start();
            String conversation = relay.conversation();
            Json parts = Json.of(List.of(
                    Json.object()
                            .put(
                                    "text",
                                    Json.object().put("content", "Pizza <span hidden>x</span> <a href='/x'>Pizza</a>"))
                            .build(),
                    Json.object()
                            .put("image", Json.object().put("url", "https://media.example.net/one.png"))
                            .build(),
                    Json.object().put("hologram", Json.object().put("x", 1)).build()));

            relay.freshchat().agent().sends(conversation, parts);

            assertThat(relay.awaitNotes(1))
                    .allSatisfy(note -> assertThat(letters(note, "Pizza", "Fake messenger", "hologram"))
                            .isEmpty());
            assertThat(relay.channel().sentTexts())
                    .allSatisfy(text -> assertThat(letters(text, "Pizza")).isEmpty());
        }
    }

    @Test
    void nameOfACustomerWithoutOneHasNoWordOutsideTheCatalogue() {
        try (Relay relay = new Relay()) {
            relay.start();

            relay.conversation();

            assertThat(letters(relay.freshchat().users().get(0).firstName(), "Fake messenger"))
                    .isEmpty();
        }
    }

    static Stream<String> channels() {
        return Matrix.channels().keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("channels")
    void customerReadsNoWordOfOursOutsideTheCatalogue(String channel) {
        try (EveryMessenger everything = new EveryMessenger(signs()).start()) {
            for (Content content : MatrixCellsTest.EXAMPLES.values()) {
                List<Seen> seen = everything.send(channel, content);

                assertThat(seen)
                        .filteredOn(one -> one.kind().equals("Text"))
                        .allSatisfy(one -> assertThat(letters(
                                        one.words(),
                                        "Hello",
                                        "Sample Person",
                                        "Which one?",
                                        "Red",
                                        "Blue",
                                        "Lamp",
                                        "Bulb",
                                        "Buy",
                                        "poll",
                                        "yes or no",
                                        "how-to.mp",
                                        "note.mp",
                                        "invoice.pdf",
                                        "lamp.jpg"))
                                .isEmpty());
            }
        }
    }

    static LongStream statuses() {
        return LongStream.of(1, 2, 3, 5, 6, 7, 11, 23, 24, 999, 4711);
    }

    @ParameterizedTest
    @MethodSource("statuses")
    void noteAboutAStatusOfViberHasNoWordOutsideTheCatalogue(long status) {
        try (EveryMessenger everything = new EveryMessenger(signs()).start()) {
            everything
                    .viber
                    .faults()
                    .next(
                            "POST /send_message",
                            Fault.answer(
                                    200,
                                    Json.object()
                                            .put("status", status)
                                            .put("status_message", "zorb")
                                            .build()));

            everything.freshchat().agent().says(everything.conversationOf("hello from Viber"), "Pizza");

            assertThat(everything.awaitNotes(1))
                    .allSatisfy(
                            note -> assertThat(letters(note, "Pizza", "Viber")).isEmpty());
        }
    }

    @Test
    void stepsToDoByHandHaveNoWordOutsideTheCatalogue() {
        try (EveryMessenger everything = new EveryMessenger(signs()).start()) {
            assertThat(everything.relay().registrations().values())
                    .filteredOn(Registration.ByHand.class::isInstance)
                    .hasSizeGreaterThan(1)
                    .allSatisfy(registration -> assertThat(((Registration.ByHand) registration).steps())
                            .allSatisfy(step -> assertThat(letters(
                                            step.what(),
                                            "X-Relay-Secret",
                                            "Bizgo (Infobank)",
                                            "Happytalk",
                                            "/cstalk/message 메시지 수신",
                                            "/cstalk/reference 메타정보 수신",
                                            "/cstalk/expired_session 세션 종료 수신",
                                            "/cstalk/result 발송 결과 수신"))
                                    .isEmpty()));
        }
    }
}
