package dev.byoc.viber;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.event.RelayEvent;
import dev.byoc.jdbc.JdbcStore;
import dev.byoc.jdbc.SmallDisk;
import dev.byoc.policy.RetryPolicy;
import dev.byoc.store.DeadLetter;
import dev.byoc.store.DeadLetterFilter;
import dev.byoc.store.ReplayMode;
import dev.byoc.store.ReplayResult;
import dev.byoc.store.Timeline;
import dev.byoc.testkit.freshchat.StoredMessage;
import dev.byoc.testkit.server.Fault;
import dev.byoc.testkit.server.Gate;
import dev.byoc.testkit.viber.ViberCustomer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** With a store on disk nothing that was acknowledged is lost or doubled, whatever becomes of the process or of the far sides. */
final class DurableRelayTest {
    private static final String MESSAGE = "POST /conversations/{id}/messages";
    private static final String SEND = "POST /send_message";
    private static final String AS_IT_WAS = "as it was.db";

    @TempDir
    Path folder;

    private RelayFixture.Setup durable() {
        return RelayFixture.with().store(clock -> {
            Path asItWas = folder.resolve(AS_IT_WAS);
            return JdbcStore.embedded(Files.exists(asItWas) ? asItWas : folder.resolve("relay.db"))
                    .clock(clock);
        });
    }

    private static ViberCustomer customer(RelayFixture fixture, String name) {
        String id = Base64.getEncoder().encodeToString(("customer " + name).getBytes(StandardCharsets.UTF_8));
        return fixture.viber.customer(id, name);
    }

    private static void idle(RelayFixture fixture) {
        fixture.await(() -> fixture.relay.health().open() == 0);
    }

    /** A customer writes, and all of it is done; gives the conversation. */
    private static String hello(RelayFixture fixture, ViberCustomer customer) {
        int before = fixture.freshchat.posted().size();
        customer.says("hello");
        String conversation =
                fixture.freshchat.awaitPosted(before + 1).get(before).conversationId();
        idle(fixture);
        return conversation;
    }

    /** What was noted for a conversation that was to be made says nothing of a message that went to the old one after all. */
    @Test
    void messageToAConversationThatCameBackIsThereOnceThoughTheProcessDiesMeanwhile() {
        try (RelayFixture fixture =
                durable().setting("conversations", "new-after-resolve").open()) {
            ViberCustomer anna = customer(fixture, "Anna");
            String conversation = hello(fixture, anna);
            fixture.freshchat.agent().resolves(conversation);
            fixture.clock.advance(Duration.ofMinutes(1));
            fixture.freshchat.faults().next("POST /conversations", Fault.answer(429));
            anna.says("again");
            fixture.freshchat.awaitCalls("POST /conversations", 2);
            fixture.freshchat.agent().reopens(conversation);
            Gate answer = new Gate();
            fixture.freshchat.faults().next(MESSAGE, Fault.answerHeldAt(answer));

            fixture.time().passUntil(() -> fixture.posted().size() == 2);
            died();
            fixture.relay.close();
            answer.open();
            fixture.restart();
            fixture.time().passUntil(() -> fixture.relay.health().open() == 0);

            assertThat(fixture.posted()).containsExactly("hello", "again");
        }
    }

    @Test
    void replyThatComesAfterARestartReachesItsCustomer() {
        try (RelayFixture fixture = durable().open()) {
            ViberCustomer anna = customer(fixture, "Anna");
            String conversation = hello(fixture, anna);
            int lookups = fixture.freshchat.calls("GET /users/{id}");

            fixture.restart();
            fixture.freshchat.agent().says(conversation, "good morning");

            assertThat(anna.awaitReceived(1).get(0).text()).isEqualTo("good morning");
            assertThat(fixture.freshchat.calls("GET /users/{id}"))
                    .as("no look-up of its customer was needed")
                    .isEqualTo(lookups);
        }
    }

    @Test
    void everythingAcknowledgedBeforeAStopIsRelayedAfterItOnceAndInOrder() {
        try (RelayFixture fixture = durable().open()) {
            Gate slow = new Gate();
            fixture.freshchat.faults().always("POST /users", Fault.heldAt(slow));
            List<String> expected = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                String text = "c" + i % 20 + "/" + i / 20;
                assertThat(customer(fixture, "c" + i % 20).says(text)).isEqualTo(200);
                expected.add(text);
            }

            CompletableFuture<Void> stop = CompletableFuture.runAsync(fixture.relay::close);
            fixture.await(() -> {
                int status = customer(fixture, "late").says("too late");
                if (status == 200) {
                    // It was not, after all.
                    expected.add("too late");
                }
                return status == 503;
            });
            slow.open();
            fixture.freshchat.faults().clear();
            stop.join();
            fixture.restart();
            fixture.time().passUntil(() -> fixture.relay.health().open() == 0);

            assertThat(fixture.posted()).containsExactlyInAnyOrderElementsOf(expected);
            for (int c = 0; c < 20; c++) {
                String name = "c" + c;
                assertThat(fixture.posted())
                        .containsSubsequence(IntStream.range(0, 10)
                                .mapToObj(i -> name + "/" + i)
                                .toList());
            }
        }
    }

    @ParameterizedTest(name = "done all the same: {0}")
    @ValueSource(booleans = {true, false})
    void messageWhoseOutcomeWasOpenAtTheStopIsThereOnceAfterwards(boolean done) {
        try (RelayFixture fixture = durable().open()) {
            ViberCustomer anna = customer(fixture, "Anna");
            hello(fixture, anna);
            fixture.freshchat.faults().next(MESSAGE, done ? Fault.cut().afterWork() : Fault.cut());

            anna.says("yes");
            anna.says("yes");
            fixture.freshchat.awaitCalls(MESSAGE, 1);
            fixture.restart();
            fixture.time()
                    .passUntil(
                            Duration.ofSeconds(2), () -> fixture.relay.health().open() == 0);

            assertThat(fixture.posted()).containsExactly("hello", "yes", "yes");
        }
    }

    @Test
    void replyWhoseOutcomeWasOpenAtTheStopIsLeftToTheAgentAndNotDoubled() {
        try (RelayFixture fixture = durable().open()) {
            ViberCustomer anna = customer(fixture, "Anna");
            String conversation = hello(fixture, anna);
            Gate answer = new Gate();
            fixture.viber.faults().next(SEND, Fault.answerHeldAt(answer));

            fixture.freshchat.agent().says(conversation, "on its way");
            anna.awaitReceived(1);
            fixture.relay.close();
            answer.open();
            fixture.restart();
            fixture.await(() -> fixture.notes().size() == 1);

            assertThat(fixture.notes().get(0)).contains("may not have reached");
            assertThat(anna.receivedTexts()).containsExactly("on its way");
            assertThat(fixture.relay.deadLetters())
                    .singleElement()
                    .satisfies(letter -> assertThat(letter.mayHaveArrived()).isTrue());
        }
    }

    @Test
    void replyThatWasUnderWayWhenTheProcessDiedIsLeftToTheAgentAndNotDoubled() {
        try (RelayFixture fixture = durable().open()) {
            ViberCustomer anna = customer(fixture, "Anna");
            String conversation = hello(fixture, anna);
            Gate answer = new Gate();
            fixture.viber.faults().next(SEND, Fault.answerHeldAt(answer));

            fixture.freshchat.agent().says(conversation, "on its way");
            anna.awaitReceived(1);
            died();
            fixture.relay.close();
            answer.open();
            fixture.restart();
            fixture.await(() -> fixture.notes().size() == 1);
            idle(fixture);

            assertThat(fixture.notes().get(0)).contains("may not have reached");
            assertThat(anna.receivedTexts()).containsExactly("on its way");
            assertThat(fixture.relay.deadLetters()).singleElement().matches(DeadLetter::mayHaveArrived);
        }
    }

    /** What is on disk now is what the next process finds. */
    private void died() {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("relay.db"));
                Statement statement = connection.createStatement()) {
            statement.execute("vacuum into '" + folder.resolve(AS_IT_WAS) + "'");
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void repliesThatWaitedForViberAtTheStopAreSentAfterwards() {
        try (RelayFixture fixture = durable().open()) {
            ViberCustomer anna = customer(fixture, "Anna");
            ViberCustomer minho = customer(fixture, "Minho");
            String annas = hello(fixture, anna);
            String minhos = hello(fixture, minho);
            fixture.viber.faults().always(SEND, Fault.answer(503));

            fixture.freshchat.agent().says(annas, "one", "two");
            fixture.freshchat.agent().says(minhos, "three");
            fixture.await(() -> !fixture.events(RelayEvent.Paused.class).isEmpty());
            fixture.relay.close();
            fixture.viber.faults().clear();
            fixture.restart();
            fixture.time().passUntil(() -> fixture.relay.health().open() == 0);

            assertThat(anna.receivedTexts()).containsExactly("one", "two");
            assertThat(minho.receivedTexts()).containsExactly("three");
            assertThat(fixture.notes()).as("they were surely not sent before").isEmpty();
        }
    }

    @Test
    void messagesThatFreshchatAskedToSlowDownSurviveARestart() {
        try (RelayFixture fixture = durable().open()) {
            for (int c = 0; c < 30; c++) {
                hello(fixture, customer(fixture, "c" + c));
            }
            fixture.freshchat.faults().always(MESSAGE, Fault.answer(429).header("Retry-After", "3"));

            for (int c = 0; c < 30; c++) {
                customer(fixture, "c" + c).says("c" + c + "/1");
                customer(fixture, "c" + c).says("c" + c + "/2");
            }
            fixture.await(() -> !fixture.events(RelayEvent.Paused.class).isEmpty());
            fixture.restart();
            fixture.freshchat.faults().clear();
            fixture.time().passUntil(() -> fixture.relay.health().open() == 0);

            assertThat(fixture.posted().subList(30, 90)).hasSize(60).doesNotHaveDuplicates();
            for (int c = 0; c < 30; c++) {
                assertThat(fixture.posted()).containsSubsequence("c" + c + "/1", "c" + c + "/2");
            }
        }
    }

    @Test
    void hourLongOutageOfFreshchatDeadLettersNothing() {
        try (RelayFixture fixture = durable().open()) {
            for (int c = 0; c < 10; c++) {
                hello(fixture, customer(fixture, "c" + c));
            }
            fixture.freshchat.faults().always(MESSAGE, Fault.answer(503));

            for (int c = 0; c < 10; c++) {
                for (int i = 0; i < 5; i++) {
                    customer(fixture, "c" + c).says("c" + c + "/" + i);
                }
            }
            fixture.time().pass(Duration.ofMinutes(1), 61);
            int callsInAnHour = fixture.freshchat.calls(MESSAGE);
            fixture.freshchat.faults().clear();
            fixture.time()
                    .passUntil(
                            Duration.ofSeconds(20), () -> fixture.relay.health().open() == 0);

            assertThat(fixture.relay.deadLetters()).isEmpty();
            assertThat(fixture.events(RelayEvent.DeadLettered.class)).isEmpty();
            assertThat(fixture.posted()).hasSize(60);
            for (int c = 0; c < 10; c++) {
                String name = "c" + c;
                assertThat(fixture.posted())
                        .containsSubsequence(IntStream.range(0, 5)
                                .mapToObj(i -> name + "/" + i)
                                .toList());
            }
            assertThat(callsInAnHour).as("probes, not a storm").isLessThan(120);
        }
    }

    @Test
    void backlogThatIsFullIsARefusalAndNotALoss() {
        RelayFixture.Setup small = RelayFixture.with()
                .store(clock -> JdbcStore.embedded(folder.resolve("small.db"))
                        .clock(clock)
                        .maxOpenEntries(20));
        try (RelayFixture fixture = small.open()) {
            fixture.freshchat.faults().always("GET /users", Fault.answer(503));
            List<String> taken = new ArrayList<>();
            List<String> refused = new ArrayList<>();
            for (int c = 0; c < 30; c++) {
                String text = "c" + c;
                (customer(fixture, text).says(text) == 200 ? taken : refused).add(text);
            }
            assertThat(taken).hasSize(20);

            fixture.freshchat.faults().clear();
            fixture.time().passUntil(() -> fixture.relay.health().open() == 0);
            refused.forEach(text -> customer(fixture, text).says(text));
            fixture.time().passUntil(() -> fixture.relay.health().open() == 0);

            taken.addAll(refused);
            assertThat(fixture.posted()).containsExactlyInAnyOrderElementsOf(taken);
        }
    }

    /** What is done needs room too: it is said again until it is stored. */
    @Test
    void fullDiskIsARefusalAndNotALoss() {
        SmallDisk disk = new SmallDisk();
        RelayFixture.Setup setup = RelayFixture.with()
                .store(clock -> disk.store(folder.resolve("relay.db"), clock))
                .relay(builder -> builder.retry(
                        RetryPolicy.DEFAULT.startingAt(Duration.ofMillis(20)).cappedAt(Duration.ofMillis(20))));
        try (RelayFixture fixture = setup.open()) {
            Gate slow = new Gate();
            fixture.freshchat.faults().always("POST /users", Fault.heldAt(slow));
            disk.hasPages(1);
            List<String> taken = new ArrayList<>();
            List<String> refused = new ArrayList<>();
            for (int c = 0; c < 500 && refused.size() < 5; c++) {
                String text = "c" + c + " " + "long ".repeat(200);
                int status = customer(fixture, "c" + c).says(text);
                assertThat(status).isIn(200, 503);
                (status == 200 ? taken : refused).add(text);
            }
            assertThat(refused).as("the disk became full").hasSize(5);

            slow.open();
            fixture.freshchat.faults().clear();
            if (!taken.isEmpty()) {
                fixture.freshchat.awaitPosted(1);
            }
            disk.hasPages(1_000_000);
            refused.forEach(text -> assertThat(customer(fixture, text.substring(0, text.indexOf(' ')))
                            .says(text))
                    .isEqualTo(200));
            fixture.time().passUntil(() -> fixture.relay.health().open() == 0);

            taken.addAll(refused);
            assertThat(fixture.posted().stream().map(String::strip))
                    .containsExactlyInAnyOrderElementsOf(
                            taken.stream().map(String::strip).toList());
        }
    }

    @Test
    void replyOfWhichAPartWasSentAsTheStoreWentAwayIsEndedOnceItIsBackAndNothingIsSentTwice() {
        SmallDisk disk = new SmallDisk();
        RelayFixture.Setup setup = RelayFixture.with()
                .store(clock -> disk.store(folder.resolve("relay.db"), clock))
                .relay(builder -> builder.retry(
                        RetryPolicy.DEFAULT.startingAt(Duration.ofMillis(20)).cappedAt(Duration.ofMillis(20))));
        try (RelayFixture fixture = setup.open()) {
            ViberCustomer anna = customer(fixture, "Anna");
            String conversation = hello(fixture, anna);
            Gate answer = new Gate();
            fixture.viber.faults().next(SEND, Fault.answerHeldAt(answer));
            fixture.freshchat.agent().says(conversation, "one", "two");
            anna.awaitReceived(1);

            disk.pull();
            answer.open();
            fixture.await(() -> !fixture.events(RelayEvent.Retrying.class).isEmpty());
            disk.plug();
            fixture.time().passUntil(() -> fixture.relay.health().open() == 0);

            assertThat(anna.receivedTexts()).containsExactly("one", "two");
            assertThat(fixture.notes()).isEmpty();
        }
    }

    @Test
    void requestThatIsRedeliveredAfterARestartHasNoEffect() {
        try (RelayFixture fixture = durable().open()) {
            fixture.post("bc01-viber-text.json");
            fixture.freshchat.awaitPosted(1);
            idle(fixture);

            fixture.restart();
            assertThat(fixture.post("bc01-viber-text.json")).isEqualTo(200);
            fixture.clock.advance(Duration.ofDays(1));
            assertThat(fixture.post("bc01-viber-text.json")).isEqualTo(200);
            fixture.clock.advance(JdbcStore.KEEP);
            assertThat(fixture.post("bc01-viber-text.json")).isEqualTo(200);

            assertThat(fixture.relay.health().open()).isZero();
            assertThat(fixture.posted()).hasSize(1);
        }
    }

    @Test
    void addressesAreTheSameAfterARestart() {
        try (RelayFixture fixture = durable().open()) {
            List<Object> before = List.of(fixture.relay.webhookUrl("viber-main"), fixture.relay.freshchatWebhookUrl());

            fixture.restart();

            assertThat(List.<Object>of(fixture.relay.webhookUrl("viber-main"), fixture.relay.freshchatWebhookUrl()))
                    .isEqualTo(before);
        }
    }

    @Test
    void deadLetterIsRelayedOnceItsReasonIsRemoved() {
        try (RelayFixture fixture = durable().open()) {
            ViberCustomer anna = customer(fixture, "Anna");
            hello(fixture, anna);
            fixture.freshchat.faults().next(MESSAGE, Fault.answer(400));
            anna.says("refused at first");
            fixture.await(() -> fixture.relay.deadLetters().size() == 1);
            fixture.restart();
            long dead = fixture.relay.deadLetters().get(0).id();

            assertThat(fixture.relay.replayable(DeadLetterFilter.ALL.account("viber-main")))
                    .extracting(letter -> letter.id())
                    .containsExactly(dead);
            assertThat(fixture.relay.replay(dead)).isEqualTo(ReplayResult.REPLAYED);
            assertThat(fixture.relay.replay(dead)).isEqualTo(ReplayResult.NOT_DEAD);
            idle(fixture);

            assertThat(fixture.posted()).containsExactly("hello", "refused at first");
            assertThat(fixture.relay.deadLetters()).isEmpty();
        }
    }

    @Test
    void deadLettersAreReplayedInTheOrderInWhichTheyWereSaidOrDiscardedTogether() {
        try (RelayFixture fixture = durable().open()) {
            ViberCustomer anna = customer(fixture, "Anna");
            hello(fixture, anna);
            for (String text : List.of("one", "two", "three")) {
                fixture.freshchat.faults().next(MESSAGE, Fault.answer(400));
                anna.says(text);
            }
            fixture.await(() -> fixture.relay.deadLetters().size() == 3);
            DeadLetterFilter refused = DeadLetterFilter.ALL.reason("400");

            assertThat(fixture.relay.replayAll(refused.until(fixture.clock.instant())))
                    .as("none of them is that old")
                    .isEmpty();
            assertThat(fixture.relay.replayAll(refused)).hasSize(3);
            idle(fixture);

            assertThat(fixture.posted()).containsExactly("hello", "one", "two", "three");
            fixture.freshchat.faults().next(MESSAGE, Fault.answer(400));
            anna.says("never mind");
            fixture.await(() -> fixture.relay.deadLetters().size() == 1);
            assertThat(fixture.relay.discardAll(refused)).isEqualTo(1);
            assertThat(fixture.relay.deadLetters()).isEmpty();
        }
    }

    @Test
    void timelineTellsWhatHappenedToAMessageWhicheverIdIsKnown() {
        try (RelayFixture fixture = durable().open()) {
            fixture.freshchat.faults().next("POST /conversations", Fault.answer(500));
            fixture.post("bc01-viber-text.json");
            fixture.time()
                    .passUntil(
                            Duration.ofSeconds(2), () -> fixture.relay.health().open() == 0);
            StoredMessage posted = fixture.freshchat.posted().get(0);

            List<Timeline> byFreshchatsId = fixture.relay.timeline(posted.id());
            String eventKey = byFreshchatsId.get(0).eventKey();
            String token = eventKey.substring(eventKey.lastIndexOf(':') + 1);

            assertThat(byFreshchatsId).singleElement().satisfies(timeline -> {
                assertThat(timeline.state()).isEqualTo(Timeline.State.DONE);
                assertThat(timeline.steps())
                        .extracting(Timeline.Step::what)
                        .startsWith("stored", "user made")
                        .contains("try later", "conversation made")
                        .endsWith("done");
                assertThat(timeline.toString()).doesNotContain(posted.text());
            });
            assertThat(fixture.relay.timeline(token)).isEqualTo(byFreshchatsId);
            assertThat(fixture.relay.timeline(
                            String.valueOf(byFreshchatsId.get(0).entry())))
                    .isEqualTo(byFreshchatsId);
            assertThat(fixture.relay.timeline("nobody's")).isEmpty();
        }
    }

    /** In 600 characters a store keeps any id as it is. */
    @ParameterizedTest
    @ValueSource(ints = {600, 601, 5_000})
    void customerIdOfAnyLengthIsRelayedOrKeptAndNeverLost(int length) {
        try (RelayFixture fixture = durable().open()) {
            String id = "i".repeat(length);
            String message = new String(Cases.bytes("bc01-viber-text.json"), StandardCharsets.UTF_8)
                    .replace(RelayFixture.MINJI, id);

            assertThat(fixture.post(message.getBytes(StandardCharsets.UTF_8))).isEqualTo(200);
            idle(fixture);

            if (length == 600) {
                assertThat(fixture.posted()).hasSize(1);
            } else {
                assertThat(fixture.posted()).isEmpty();
                assertThat(fixture.relay.deadLetters()).singleElement().satisfies(letter -> {
                    assertThat(letter.reason()).contains("id of more than 600 characters");
                    assertThat(fixture.relay.replay(letter.id())).isEqualTo(ReplayResult.REPLAYED);
                });
                idle(fixture);
                assertThat(fixture.relay.deadLetters()).as("still kept").hasSize(1);
            }
        }
    }

    @Test
    void forgottenCustomerIsANewOne() {
        try (RelayFixture fixture = durable().open()) {
            ViberCustomer anna = customer(fixture, "Anna");
            hello(fixture, anna);
            fixture.freshchat.faults().next(MESSAGE, Fault.answer(400));
            anna.says("kept as a dead letter");
            fixture.await(() -> fixture.relay.deadLetters().size() == 1);
            long dead = fixture.relay.deadLetters().get(0).id();

            assertThat(fixture.relay.forget("viber-main", anna.id())).isEqualTo(1);

            assertThat(fixture.relay.replay(dead, ReplayMode.ALLOW_DUPLICATE)).isEqualTo(ReplayResult.NOT_DEAD);
            int lookups = fixture.freshchat.calls("GET /users");
            anna.says("hello again");
            fixture.freshchat.awaitPosted(2);
            assertThat(fixture.freshchat.calls("GET /users"))
                    .as("who she is in Freshchat was forgotten")
                    .isEqualTo(lookups + 1);
        }
    }
}
