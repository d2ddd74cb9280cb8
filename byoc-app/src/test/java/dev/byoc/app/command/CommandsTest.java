package dev.byoc.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.app.Installation;
import dev.byoc.json.Json;
import dev.byoc.testkit.viber.ViberCustomer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands against a relay that runs, and against its store alone. */
class CommandsTest {
    private static final int MOST_LOOKS = 5_000;

    private static final String INES = "dyN4Ob6OXfag+Atd/1SifA==";

    private Installation app;

    @TempDir
    Path folder;

    @BeforeEach
    void install() throws IOException {
        app = new Installation(folder);
    }

    @AfterEach
    void close() {
        app.close();
    }

    /** An answer that the messenger refuses for good. */
    private long deadLetter() {
        ViberCustomer ines = app.viber.customer(INES, "Ines");
        ines.says("is it on its way?");
        app.freshchat.awaitPosted(1);
        ines.unsubscribes();
        app.freshchat.agent().says(app.freshchat.conversations().get(0).id(), "it is");
        for (int looks = 0; looks < MOST_LOOKS; looks++) {
            assertThat(app.ask("dead-letters", "list", "--json")).isZero();
            List<Json> letters = app.json().get("deadLetters").items();
            if (!letters.isEmpty()) {
                return letters.get(0).get("id").numberOr(0);
            }
        }
        throw new AssertionError("no dead letter came");
    }

    @Test
    void theStatusOfWebhooksShowsAddressesAndOutcomes() throws Exception {
        app.serve();

        assertThat(app.ask("webhook", "status")).isZero();
        assertThat(app.out()).contains("Freshchat: " + app.freshchatWebhook()).contains("shop: registered");
    }

    @Test
    void aWebhookIsTakenBackAndRegisteredAgain() throws Exception {
        app.serve();

        assertThat(app.ask("webhook", "unregister", "shop", "--yes")).isZero();
        assertThat(app.out()).contains("shop: none, taken back");
        assertThat(app.ask("webhook", "status", "shop")).isZero();
        assertThat(app.out()).contains("shop: none");
        assertThat(app.ask("webhook", "register", "shop", "--json")).isZero();
        assertThat(app.json().get("accounts").at(0).get("outcome").textOr("")).isEqualTo("registered");
    }

    @Test
    void anAccountThatThereIsNotIsAFault() throws Exception {
        app.serve();

        assertThat(app.ask("webhook", "register", "shpo")).isEqualTo(2);
        assertThat(app.err()).contains("there is no such account; there are: shop");
    }

    @Test
    void deadLettersAreListedReplayedAndDiscardedWithARelayThatRuns() throws Exception {
        app.serve();
        long number = deadLetter();

        assertThat(app.ask("dead-letters", "replay", "--all", "--dry-run")).isZero();
        assertThat(app.out()).contains(number + "  ").contains("shop outbound");
        assertThat(app.ask("dead-letters", "discard", "" + number, "--yes")).isZero();
        assertThat(app.ask("dead-letters", "replay", "" + number)).isEqualTo(1);
        assertThat(app.out()).contains("there is no such dead letter");
    }

    @Test
    void whatWouldBeDoneWithNumbersIsShownAndNothingIsAsked() {
        assertThat(app.ask("dead-letters", "discard", "7", "--dry-run")).isZero();
        assertThat(app.out()).contains("7: would be discarded");
        assertThat(app.ask("dead-letters", "replay", "7", "--dry-run", "--json"))
                .isZero();
        assertThat(app.json().get("results").at(0).get("result").textOr("")).isEqualTo("NOT_TRIED");
    }

    @Test
    void withoutARelayItsStoreIsAsked() throws Exception {
        app.serve();
        long number = deadLetter();
        app.stop();

        assertThat(app.ask("dead-letters", "list", "--json")).isZero();
        assertThat(app.json().get("deadLetters").items()).hasSize(1);
        assertThat(app.ask("timeline", "" + number, "--json")).isZero();
        assertThat(app.json().get("timelines").at(0).get("state").textOr("")).isEqualTo("DEAD");
        assertThat(app.ask("timeline", "nothing")).isEqualTo(1);
        assertThat(app.ask("timeline", "--customer", INES, "--limit", "1", "--json"))
                .isZero();
        assertThat(app.json().get("timelines").items()).singleElement().satisfies(newest -> {
            // The note that tells of the answer was stored after it.
            assertThat(newest.get("direction").textOr("")).isEqualTo("INBOUND");
            assertThat(newest.get("entry").numberOr(0)).isGreaterThan(number);
        });
        assertThat(app.ask("timeline", "--customer", INES)).isZero();
        assertThat(app.out()).contains("shop outbound", "dead letter").doesNotContain("it is", "on its way");
        assertThat(app.ask("timeline", "--customer", "nobody")).isEqualTo(1);
        assertThat(app.ask("timeline", "--customer", INES, "--account", "none")).isEqualTo(2);
        assertThat(app.ask("timeline", "--customer", INES, "--limit", "0")).isEqualTo(2);
        assertThat(app.ask("timeline", "nothing", "--customer", INES)).isEqualTo(2);
        assertThat(app.ask("timeline", "nothing", "--limit", "5")).isEqualTo(2);
        assertThat(app.ask("timeline")).isEqualTo(2);
    }

    @Test
    void whatIsReplayedWithoutARelayIsRelayedByTheNext() throws Exception {
        app.serve();
        long number = deadLetter();
        app.stop();
        int before = app.viber.calls("POST /send_message");
        assertThat(app.ask("dead-letters", "replay", "" + number)).isZero();
        assertThat(app.viber.calls("POST /send_message")).isEqualTo(before);

        app.serve();

        app.viber.awaitCalls("POST /send_message", before + 1);
        assertThat(app.ask("timeline", "" + number, "--json")).isZero();
        assertThat(app.json().get("timelines").at(0).get("state").textOr("")).isEqualTo("REPLAYED");
    }

    @Test
    void whatNeedsARelayThatRunsSaysSo() {
        assertThat(app.ask("webhook", "status")).isEqualTo(3);
        assertThat(app.err()).contains("start it first, by serve");
        assertThat(app.ask("catch-up", "--since", "2026-01-15T09:00:00Z")).isEqualTo(3);
    }

    @Test
    void answersAreLookedForOnceTheTimeIsOne() throws Exception {
        app.serve();

        assertThat(app.ask("catch-up", "--since", "yesterday")).isEqualTo(2);
        assertThat(app.err()).contains("since must be a time such as 2026-01-15T09:00:00Z");
        assertThat(app.ask("catch-up", "--since", "2026-01-15T09:00:00Z")).isZero();
    }

    @Test
    void aFilterWithoutAllIsRefused() throws Exception {
        assertThat(app.ask("dead-letters", "discard", "--account", "shop", "--yes"))
                .isEqualTo(2);
        assertThat(app.ask("dead-letters", "discard", "7", "--all", "--yes")).isEqualTo(2);
    }

    @Test
    void whatCannotBeUndoneIsRefusedWhereNobodyCanBeAsked() throws Exception {
        for (String[] each : List.of(
                new String[] {"dead-letters", "discard", "7"},
                new String[] {"dead-letters", "replay", "--all"},
                new String[] {"dead-letters", "replay", "7", "--allow-duplicate"},
                new String[] {"webhook", "unregister"})) {
            assertThat(app.ask(each)).isEqualTo(2);
            assertThat(app.err()).contains("there is no terminal to answer at", "--yes");
        }
    }

    @Test
    void aStoreThatIsNotThereIsNotMade() {
        assertThat(app.ask("dead-letters", "list")).isEqualTo(3);
        assertThat(app.err()).contains("there is no store at " + folder.resolve("byoc.db"));
        assertThat(folder.resolve("byoc.db")).doesNotExist();
    }

    @Test
    void aStoreWithoutTablesGetsNone() throws Exception {
        Files.createFile(folder.resolve("byoc.db"));

        assertThat(app.ask("dead-letters", "list")).isEqualTo(3);
    }

    @Test
    void aReplayOfAllKeepsToTheTimeOfItsFirstCallAndEndsWithAPageThatIsNotFull() throws Exception {
        Json full = Json.object()
                .put("until", "2026-01-15T09:00:00Z")
                .put(
                        "deadLetters",
                        Collections.nCopies(1_000, Json.object().put("id", 7).build()))
                .build();
        Json rest = Json.object()
                .put("until", "2026-01-15T09:00:00Z")
                .put("deadLetters", List.of(Json.object().put("id", 8).build()))
                .build();
        List<String> asked = new CopyOnWriteArrayList<>();
        app.answersInItsPlace(exchange -> {
            asked.add(String.valueOf(exchange.getRequestURI().getQuery()));
            byte[] body = (asked.size() == 1 ? full : rest).bytes();
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });

        assertThat(app.ask("dead-letters", "replay", "--all", "--yes", "--account", "shop", "--json"))
                .isZero();
        assertThat(asked).containsExactly("account=shop", "account=shop&until=2026-01-15T09:00:00Z");
        assertThat(app.json().get("deadLetters").items()).hasSize(1_001);
    }

    @Test
    void whatIsNoRelayIsNamedAsSuch() throws Exception {
        app.answersInItsPlace("<html>");

        assertThat(app.ask("webhook", "status")).isEqualTo(3);
        assertThat(app.err()).contains("what answers at http://127.0.0.1:" + app.adminPort + " is no relay");
    }
}
