package dev.byoc.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.event.Health.Status;
import dev.byoc.event.RelayEvent.HealthChanged;
import dev.byoc.json.Json;
import dev.byoc.relay.RelayBuilder;
import dev.byoc.testkit.freshchat.StoredMessage;
import dev.byoc.testkit.server.Fault;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Private notes are written as an agent, whom the host names by the id or by the e-mail address. */
final class NoteAgentTest {
    private final List<EngineFixture> open = new ArrayList<>();
    private String grace = "";
    private int notes;

    @AfterEach
    void close() {
        open.forEach(EngineFixture::close);
    }

    private EngineFixture relay(String agent, Consumer<EngineFixture> before) {
        EngineFixture[] being = new EngineFixture[1];
        Consumer<RelayBuilder> named = builder -> builder.freshchat(
                being[0].settings().token(being[0].freshchat().token()).noteAgent(agent.isEmpty() ? grace : agent));
        EngineFixture fixture = new EngineFixture(Map.of(), FakeChannel::new, named, each -> {
            being[0] = each;
            grace = each.freshchat().addAgent("Grace", "Note", "Grace@Example.com");
            before.accept(each);
        });
        open.add(fixture);
        return fixture;
    }

    /** Who writes a note that the relay has reason for. */
    private @Nullable String author(EngineFixture fixture) {
        notes++;
        if (notes == 1) {
            fixture.customerWrites("anna", "1", "Hello");
        }
        fixture.post(FakeChannel.events(Json.object()
                .put("kind", "joined")
                .put("id", "j" + notes)
                .put("customer", "anna")
                .put("context", "campaign " + notes)
                .build()));
        fixture.whileTimePasses(() -> fixture.awaitNotes(notes));
        StoredMessage note = fixture.freshchat.posted().stream()
                .filter(StoredMessage::isPrivate)
                .reduce((one, other) -> other)
                .orElseThrow();
        return note.actorType().equals("agent") ? note.json().get("actor_id").text() : null;
    }

    /** What was told, once it is that often. */
    private static List<HealthChanged> told(EngineFixture fixture, int times) {
        fixture.whileTimePasses(fixture::awaitIdle);
        fixture.whileTimePasses(() -> fixture.await(() -> told(fixture).size() >= times));
        return told(fixture);
    }

    private static List<HealthChanged> told(EngineFixture fixture) {
        return fixture.changes("freshchat").stream()
                .filter(each -> each.kind().equals("note agent"))
                .toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "grace@example.com", " GRACE@example.COM "})
    void theAgentIsFoundByIdAndByAddressInAnyCase(String agent) {
        EngineFixture fixture = relay(agent, each -> {});

        assertThat(author(fixture)).isEqualTo(grace);
        assertThat(told(fixture, 0)).isEmpty();
    }

    @Test
    void theAgentIsFoundBehindTheFirstPageAndAskedForOnce() {
        EngineFixture fixture = relay("last@example.com", each -> {
            for (int i = 0; i < 60; i++) {
                each.freshchat.addAgent("A" + i, "Z");
            }
            grace = each.freshchat.addAgent("Last", "One");
        });
        assertThat(author(fixture)).isEqualTo(grace);
        int before = fixture.freshchat.calls("GET /agents");

        assertThat(author(fixture)).isEqualTo(grace);
        assertThat(fixture.freshchat.calls("GET /agents")).isEqualTo(before);
    }

    @Test
    void anUnknownAddressCostsNoNoteAndIsTold() {
        EngineFixture fixture = relay("nobody@example.com", each -> {});

        assertThat(author(fixture)).isNull();
        assertThat(told(fixture, 1)).singleElement().satisfies(change -> {
            assertThat(change.after()).isEqualTo(Status.DEGRADED);
            assertThat(change.cause()).contains("no active agent").doesNotContain("nobody@");
        });
    }

    @Test
    void twoAgentsOfOneAddressAreNoneAndAreTold() {
        EngineFixture fixture =
                relay("grace@example.com", each -> each.freshchat.addAgent("Grace", "Two", "grace@example.com"));

        assertThat(author(fixture)).isNull();
        assertThat(told(fixture, 1))
                .singleElement()
                .satisfies(change -> assertThat(change.cause()).contains("2 active agents"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "grace@example.com"})
    void anAgentWhoIsDeletedLaterCostsNoNoteAndIsTold(String agent) {
        EngineFixture fixture = relay(agent, each -> {});
        assertThat(author(fixture)).isEqualTo(grace);
        fixture.freshchat.deleteAgent(grace);

        assertThat(author(fixture)).isNull();
        assertThat(told(fixture, 1)).extracting(HealthChanged::began).containsExactly(true);
        assertThat(fixture.relay.deadLetters()).isEmpty();
    }

    @Test
    void anAgentOfTheSameAddressTakesTheDeletedOnesPlace() {
        EngineFixture fixture = relay("grace@example.com", each -> {});
        assertThat(author(fixture)).isEqualTo(grace);
        fixture.freshchat.deleteAgent(grace);
        String other = fixture.freshchat.addAgent("Grace", "Two", "grace@example.com");

        assertThat(author(fixture)).isEqualTo(other);
        assertThat(told(fixture, 0)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403, 500})
    void agentsThatCannotBeReadCostNoNote(int status) {
        EngineFixture fixture =
                relay("grace@example.com", each -> each.freshchat.faults().always("GET /agents", Fault.answer(status)));

        assertThat(author(fixture)).isNull();
        assertThat(told(fixture, 1))
                .singleElement()
                .satisfies(change -> assertThat(change.cause()).contains("does not tell its agents"));
    }

    @Test
    void theProbeTellsOfAnAgentWhoIsDeletedBeforeAnyNote() {
        EngineFixture fixture = relay("", each -> {});
        fixture.freshchat.deleteAgent(grace);

        fixture.relay.probe();

        assertThat(told(fixture, 1)).extracting(HealthChanged::began).containsExactly(true);
    }
}
