package dev.byoc.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.app.Installation;
import dev.byoc.json.Json;
import dev.byoc.testkit.viber.ViberCustomer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
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

    private static final String UNTIL = "2026-01-15T09:00:00Z";
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
        assertThat(app.ask("catch-up", "--since", "+1000000000-01-01T00:00:00Z"))
                .isEqualTo(2);
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

    private static Json page(int found, int replayed, int passedOver) {
        return Json.object()
                .put("until", UNTIL)
                .put("found", found)
                .put("replayed", replayed)
                .put("passedOver", passedOver)
                .put(
                        "deadLetters",
                        Collections.nCopies(replayed, Json.object().put("id", 7).build()))
                .build();
    }

    /** A relay that gives these one after the other, and then says that it cannot; gives what it is asked. */
    private List<String> answersOneAfterTheOther(Json... pages) throws IOException {
        List<String> asked = new CopyOnWriteArrayList<>();
        app.answersInItsPlace(exchange -> {
            asked.add(String.valueOf(exchange.getRequestURI().getQuery()));
            boolean there = asked.size() <= pages.length;
            byte[] body = (there
                            ? pages[asked.size() - 1]
                            : Json.object().put("fault", "the store is full").build())
                    .bytes();
            exchange.sendResponseHeaders(there ? 200 : 503, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        return asked;
    }

    @Test
    void aReplayOfAllKeepsToItsTimeAndEndsWithAPageThatIsNotFull() throws Exception {
        // Another operator replays two of the first page.
        List<String> asked = answersOneAfterTheOther(page(1_000, 998, 0), page(1, 1, 0));
        Instant before = Instant.now();

        assertThat(app.ask("dead-letters", "replay", "--all", "--yes", "--account", "shop", "--json"))
                .isZero();
        assertThat(asked).hasSize(2);
        assertThat(asked.get(0)).startsWith("account=shop&all=yes&until=");
        assertThat(Instant.parse(asked.get(0).replaceAll(".*until=", ""))).isBetween(before, Instant.now());
        assertThat(asked.get(1)).isEqualTo("account=shop&all=yes&until=" + UNTIL);
        assertThat(app.json().get("deadLetters").items()).hasSize(999);
        assertThat(app.json().get("found").numberOr(0)).isEqualTo(1_001);
    }

    @Test
    void aReplayOfAllKeepsToAnEarlierTimeThatIsGiven() throws Exception {
        List<String> asked = answersOneAfterTheOther(page(0, 0, 0));

        assertThat(app.ask("dead-letters", "replay", "--all", "--yes", "--until", UNTIL))
                .isZero();
        assertThat(asked).containsExactly("all=yes&until=" + UNTIL);
    }

    @Test
    void aReplayOfAllThatPassesSomeOverSaysSo() throws Exception {
        answersOneAfterTheOther(page(2, 2, 3));

        assertThat(app.ask("dead-letters", "replay", "--all", "--yes")).isEqualTo(1);
        assertThat(app.err()).contains("2 replayed", "3 passed over, as they may have arrived");
    }

    @Test
    void ofAReplayOfAllThatFailsWhatWasDoneIsTold() throws Exception {
        answersOneAfterTheOther(page(1_000, 1_000, 0));

        assertThat(app.ask("dead-letters", "replay", "--all", "--yes", "--json"))
                .isEqualTo(1);
        assertThat(app.json().get("replayed").numberOr(0)).isEqualTo(1_000);
        assertThat(app.json().get("fault").textOr("")).isEqualTo("the store is full");
    }

    @Test
    void ofSeveralNumbersWhatWasDoneBeforeAFailureIsTold() throws Exception {
        Json replayed = Json.object().put("result", "REPLAYED").build();
        List<String> asked = answersOneAfterTheOther(replayed, replayed);

        assertThat(app.ask("dead-letters", "replay", "1", "2", "3", "4", "--json"))
                .isEqualTo(1);
        assertThat(app.json().get("results").items()).hasSize(2);
        assertThat(app.json().get("fault").textOr("")).isEqualTo("the store is full");
        assertThat(app.err()).contains("not all was done: the store is full");
        assertThat(asked).containsExactly("id=1", "id=2", "id=3");
    }

    @Test
    void ofSeveralNumbersWhatWasDiscardedBeforeAFailureIsTold() throws Exception {
        Json one = Json.object().put("discarded", 1).build();
        answersOneAfterTheOther(one, one);

        assertThat(app.ask("dead-letters", "discard", "1", "2", "3", "--yes")).isEqualTo(1);
        assertThat(app.out()).contains("2 discarded");
        assertThat(app.err()).contains("not all was done: the store is full");
    }

    @Test
    void allOfThemAreDiscardedUpToTheTimeOfTheCommand() throws Exception {
        List<String> asked =
                answersOneAfterTheOther(Json.object().put("discarded", 5).build());
        Instant before = Instant.now();

        assertThat(app.ask("dead-letters", "discard", "--all", "--yes")).isZero();
        assertThat(asked).singleElement().asString().startsWith("all=yes&until=");
        assertThat(Instant.parse(asked.get(0).replaceAll(".*until=", ""))).isBetween(before, Instant.now());
    }

    /** As of a script's variable that is not set. */
    @Test
    void aValueThatIsBlankDoesNotWidenWhatIsMeant() {
        for (String[] each : List.of(
                new String[] {"webhook", "status", ""},
                new String[] {"webhook", "register", " "},
                new String[] {"webhook", "unregister", "", "--yes"},
                new String[] {"webhook", "unregister", "", "--dry-run"},
                new String[] {"dead-letters", "list", "--account", ""},
                new String[] {"dead-letters", "discard", "--all", "--yes", "--account", ""},
                new String[] {"dead-letters", "discard", "--all", "--yes", "--reason", " "},
                new String[] {"dead-letters", "replay", "--all", "--yes", "--party", ""},
                new String[] {"dead-letters", "replay", "--all", "--yes", "--direction", ""},
                new String[] {"dead-letters", "replay", "--all", "--yes", "--since", ""},
                new String[] {"dead-letters", "replay", "--all", "--yes", "--until", ""},
                new String[] {"timeline", ""},
                new String[] {"timeline", "--customer", ""},
                new String[] {"timeline", "--customer", INES, "--account", ""},
                new String[] {"catch-up", "--since", ""})) {
            assertThat(app.ask(each)).as(String.join(" ", each)).isEqualTo(2);
            assertThat(app.err()).as(String.join(" ", each)).contains("is given without a value");
        }
    }

    @Test
    void aRelayThatFailsIsNotTakenForNone() throws Exception {
        app.answersInItsPlace(exchange -> {
            exchange.sendResponseHeaders(500, -1);
            exchange.close();
        });

        assertThat(app.ask("webhook", "status")).isEqualTo(3);
        assertThat(app.err()).contains("answers 500").doesNotContain("is no relay");
    }

    @Test
    void whatIsNoRelayIsNamedAsSuch() throws Exception {
        app.answersInItsPlace("<html>");

        assertThat(app.ask("webhook", "status")).isEqualTo(3);
        assertThat(app.err()).contains("what answers at http://127.0.0.1:" + app.adminPort + " is no relay");
    }
}
