package dev.byoc.internal.task;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.freshchat.Skipped;
import dev.byoc.message.Content;
import dev.byoc.message.Customer;
import dev.byoc.message.Forward;
import dev.byoc.message.Quote;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TaskTest {
    private static final String WORDS = "Pizza";
    private static final Instant NOW = Instant.parse("2026-01-15T09:00:00Z");
    private static final List<Content> CONTENTS = List.of(new Content.Text(WORDS));
    private static final Customer ANNA = Customer.builder("anna").name(WORDS).build();
    private static final Quote QUOTE = new Quote("m1", WORDS, WORDS);
    private static final List<Skipped> SKIPPED = List.of(new Skipped("hologram", Skipped.Why.UNKNOWN));

    static Stream<Task> tasksThatHoldWords() {
        Task.Reply reply = new Task.Reply("anna", "m2", List.of("c1"), null, true, NOW, CONTENTS, SKIPPED, QUOTE);
        return Stream.of(
                new Task.Post(ANNA, NOW, CONTENTS, QUOTE, new Forward(WORDS)),
                new Task.Profile(ANNA),
                new Task.Joined("anna", WORDS),
                new Task.Context("anna", WORDS),
                new Task.Note("anna", WORDS),
                new Task.Shown("anna", WORDS, null),
                reply,
                new Task.AfterReading("shop", "anna", List.of("c1"), NOW, reply),
                new Task.Orphan(
                        "m3", List.of("c1"), List.of(), List.of(), List.of(), null, true, NOW, CONTENTS, SKIPPED));
    }

    /** A log or an exception may show it. */
    @ParameterizedTest
    @MethodSource("tasksThatHoldWords")
    void aTaskDoesNotShowTheWordsThatItHolds(Task task) {
        assertThat(task.toString()).doesNotContain(WORDS);
    }
}
