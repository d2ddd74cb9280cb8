package dev.byoc.internal.task;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.channel.Registration;
import dev.byoc.internal.account.RegistrationCodec;
import dev.byoc.json.Json;
import dev.byoc.message.Content;
import dev.byoc.message.Customer;
import dev.byoc.message.Forward;
import dev.byoc.message.Media;
import dev.byoc.message.Pixels;
import dev.byoc.message.Quote;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Databases hold these: a tag that changes here makes their open entries unreadable. */
class StoredTagsTest {
    private static final Media FILE = Media.at("https://x/a");
    private static final URI URL = URI.create("https://chat.example.com/shop/secret");

    static Stream<Arguments> tasks() {
        return Stream.of(
                Arguments.of("post", new Task.Post(Customer.of("x"), Instant.EPOCH, List.of(), null, null)),
                Arguments.of("profile", new Task.Profile(Customer.of("x"))),
                Arguments.of("blank-profile", new Task.BlankProfile("x", null)),
                Arguments.of("joined", new Task.Joined("x", "text")),
                Arguments.of("context", new Task.Context("x", "text")),
                Arguments.of("note", new Task.Note("x", "text")),
                Arguments.of("shown", new Task.Shown("x", "text", null)),
                Arguments.of("failed-receipt", new Task.FailedReceipt("m", "")),
                Arguments.of("end-session", new Task.EndSession("x", "h")),
                Arguments.of(
                        "reply", new Task.Reply("x", "m", List.of(), null, true, null, List.of(), List.of(), null)),
                Arguments.of(
                        "orphan",
                        new Task.Orphan(
                                "m", List.of(), List.of(), List.of(), List.of(), null, true, null, List.of(),
                                List.of())),
                Arguments.of("after-reading", new Task.AfterReading("shop", "x", List.of(), null, null)),
                Arguments.of(
                        "raw-request",
                        new Task.RawRequest("POST", "", null, Map.of(), new byte[0], null, Instant.EPOCH)));
    }

    @ParameterizedTest
    @MethodSource("tasks")
    void eachKindOfTaskHasItsTag(String tag, Task task) {
        assertThat(Json.parse(TaskCodec.write(task)).get("do").text()).isEqualTo(tag);
    }

    static Stream<Arguments> contents() {
        return Stream.of(
                Arguments.of("text", new Content.Text("a")),
                Arguments.of("image", new Content.Image(FILE, null)),
                Arguments.of("video", new Content.Video(FILE, null)),
                Arguments.of("audio", new Content.Audio(FILE, null)),
                Arguments.of("file", new Content.File(FILE, null)),
                Arguments.of("location", new Content.Location(1, 2, null)),
                Arguments.of("contact", new Content.Contact("a", null)),
                Arguments.of("sticker", new Content.Sticker(null, "1")),
                Arguments.of("link", new Content.Link(URL, null)),
                Arguments.of("buttons", new Content.Buttons("a", List.of())),
                Arguments.of("cards", new Content.Cards(List.of())),
                Arguments.of("unsupported", new Content.Unsupported("poll", null)));
    }

    @ParameterizedTest
    @MethodSource("contents")
    void eachKindOfContentHasItsTag(String tag, Content content) {
        assertThat(ContentCodec.write(List.of(content)).get(0).get("kind").text())
                .isEqualTo(tag);
    }

    static Stream<Arguments> registrations() {
        return Stream.of(
                Arguments.of("registered", new Registration.Registered("")),
                Arguments.of("by-hand", new Registration.ByHand(List.of())),
                Arguments.of("occupied", new Registration.Occupied("")),
                Arguments.of("failed", new Registration.Failed(true, "")));
    }

    @ParameterizedTest
    @MethodSource("registrations")
    void eachOutcomeOfARegistrationHasItsTag(String tag, Registration outcome) {
        byte[] stored = RegistrationCodec.write(outcome, URL).getBytes(StandardCharsets.UTF_8);

        assertThat(Json.parse(stored).get("outcome").text()).isEqualTo(tag);
    }

    @Test
    void noKindIsWithoutATag() {
        assertThat(kindsOf(tasks())).isEqualTo(Set.of(Task.class.getPermittedSubclasses()));
        assertThat(kindsOf(contents())).isEqualTo(Set.of(Content.class.getPermittedSubclasses()));
        assertThat(kindsOf(registrations())).isEqualTo(Set.of(Registration.class.getPermittedSubclasses()));
    }

    private static Set<Class<?>> kindsOf(Stream<Arguments> all) {
        return all.map(each -> each.get()[1].getClass()).collect(Collectors.toSet());
    }

    @Test
    void aTaskThatIsInADatabaseIsRead() {
        String stored =
                "{\"do\":\"post\",\"customer\":\"x\",\"at\":1768467600123,\"contents\":[{\"kind\":\"text\",\"text\":\"a\"}]}";

        assertThat(TaskCodec.read(stored.getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(new Task.Post(
                        Customer.of("x"),
                        Instant.parse("2026-01-15T09:00:00.123Z"),
                        List.of(new Content.Text("a")),
                        null,
                        null));
    }

    @Test
    void whatAMessageCarriesBesideItsContentsIsReadFromADatabase() {
        String stored =
                "{\"do\":\"post\",\"customer\":\"x\",\"at\":0,\"contents\":[{\"kind\":\"video\",\"media\":{\"ref\":\"https://x/a\","
                        + "\"size\":-1,\"millis\":2466,\"width\":16,\"height\":9,\"preview\":{\"ref\":\"https://x/p\",\"size\":-1}}},"
                        + "{\"kind\":\"sticker\",\"name\":\"1\",\"text\":\"hello\",\"pack\":\"Cats\"}],"
                        + "\"quote\":{\"message\":\"m\",\"words\":\"w\",\"author\":\"a\"},\"forward\":{\"from\":\"f\"}}";

        assertThat(TaskCodec.read(stored.getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(new Task.Post(
                        Customer.of("x"),
                        Instant.EPOCH,
                        List.of(
                                new Content.Video(
                                        FILE.withDuration(Duration.ofMillis(2_466))
                                                .withPixels(new Pixels(16, 9))
                                                .withPreview(Media.at("https://x/p")),
                                        null),
                                new Content.Sticker(null, "1", "hello", "Cats")),
                        new Quote("m", "w", "a"),
                        new Forward("f")));
    }
}
