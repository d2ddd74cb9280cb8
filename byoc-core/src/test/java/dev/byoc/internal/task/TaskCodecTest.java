package dev.byoc.internal.task;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.freshchat.Skipped;
import dev.byoc.freshchat.Skipped.Why;
import dev.byoc.message.Button;
import dev.byoc.message.Card;
import dev.byoc.message.Content;
import dev.byoc.message.Customer;
import dev.byoc.message.Forward;
import dev.byoc.message.Media;
import dev.byoc.message.Pixels;
import dev.byoc.message.Quote;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TaskCodecTest {
    private static final Media FILE = Media.of("https://x/q.pdf", "견적서.pdf", "application/pdf", 2048);

    private static final List<Content> ONE_OF_EACH = List.of(
            new Content.Text("안녕 😀"),
            new Content.Text("head", Media.at("http://x/full.txt")),
            new Content.Image(FILE, "caption"),
            new Content.Video(FILE, null),
            new Content.Audio(FILE, null),
            new Content.File(FILE, null),
            new Content.Location(-90, 0.0000001, null),
            new Content.Contact("Ada", "+44"),
            new Content.Sticker(null, "40133"),
            new Content.Sticker(FILE, "wave", "hello!", "Cats"),
            new Content.Video(
                    FILE.withDuration(Duration.ofMillis(2_466))
                            .withPixels(new Pixels(1280, 720))
                            .withPreview(Media.of("https://x/p.jpg", "p.jpg", "image/jpeg", 4_000)
                                    .withPixels(new Pixels(400, 225))),
                    null),
            new Content.Link(URI.create("https://x/?a=1"), "label"),
            new Content.Buttons(
                    "Choose",
                    List.of(new Button.Reply("Yes", "yes!"), new Button.Open("Shop", URI.create("https://x")))),
            new Content.Cards(List.of(new Card("T", null, FILE, List.of(new Button.Reply("A", "a"))))),
            new Content.Unsupported("poll", "text"));

    @ParameterizedTest
    @MethodSource("works")
    void workIsReadAsItWasWritten(Task work) {
        assertThat(TaskCodec.read(TaskCodec.write(work)))
                .usingRecursiveComparison()
                .isEqualTo(work);
    }

    static Stream<Task> works() {
        Customer customer = Customer.builder("a+/=")
                .name("안나")
                .phone("+1")
                .email("a@b")
                .avatar(FILE)
                .language("uk")
                .country("UA")
                .username("anna")
                .profileUrl("https://messenger.example/anna")
                .source("campaign 7")
                .build();
        return Stream.of(
                new Task.Post(customer, Instant.parse("2026-01-15T09:00:00.123Z"), ONE_OF_EACH, null, null),
                new Task.Post(
                        customer,
                        Instant.EPOCH,
                        ONE_OF_EACH,
                        new Quote("m-1", "as \"said\"\nbefore", "안나"),
                        new Forward("Ines")),
                new Task.Post(customer, Instant.EPOCH, ONE_OF_EACH, new Quote(null, null, null), new Forward(null)),
                new Task.Profile(Customer.of("x")),
                new Task.BlankProfile("x", "u"),
                new Task.BlankProfile("x", null),
                new Task.Joined("x", "campaign 7"),
                new Task.Context("x", "campaign 7"),
                new Task.Note("x", "note"),
                new Task.Shown("x", "what was sent", null),
                new Task.Shown("x", "what was sent", "agent-1"),
                new Task.FailedReceipt("m", ""),
                new Task.Reply(
                        "x",
                        "m",
                        List.of("c", "7"),
                        null,
                        true,
                        Instant.parse("2026-01-15T09:00:00.123Z"),
                        ONE_OF_EACH,
                        List.of(new Skipped("poll", Why.UNKNOWN), new Skipped("Hidden part", Why.HIDDEN)),
                        new Quote("m-1", null, null)),
                new Task.Orphan(
                        "m",
                        List.of("c"),
                        List.of("t1", "t2"),
                        List.of("u"),
                        List.of("r"),
                        "a",
                        false,
                        Instant.parse("2026-01-15T09:00:00.123Z"),
                        ONE_OF_EACH,
                        List.of()),
                new Task.AfterReading(
                        "shop",
                        "x",
                        List.of("c", "7"),
                        Instant.EPOCH,
                        new Task.Reply(
                                "x",
                                "m",
                                List.of("c", "7"),
                                null,
                                true,
                                null,
                                ONE_OF_EACH,
                                List.of(new Skipped("Link", Why.RELATIVE_ADDRESS), new Skipped("Film", Why.NO_ADDRESS)),
                                null)),
                new Task.AfterReading("shop", "x", List.of("c"), null, new Task.EndSession("x", "h")),
                new Task.AfterReading("shop", "x", List.of("c"), null, null),
                new Task.RawRequest(
                        "PUT",
                        "/sub",
                        "a=%20b&a",
                        Map.of("x-kind", List.of("a", "b"), "x-none", List.of()),
                        new byte[] {0, -1, 65},
                        "2001:db8::1",
                        Instant.parse("2026-01-15T09:00:00.123456789Z")),
                new Task.RawRequest("POST", "", null, Map.of(), new byte[0], null, Instant.EPOCH));
    }
}
