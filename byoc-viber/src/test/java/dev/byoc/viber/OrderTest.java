package dev.byoc.viber;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.Direction;
import dev.byoc.json.Json;
import dev.byoc.testkit.CapturedLogs;
import dev.byoc.testkit.freshchat.StoredConversation;
import dev.byoc.testkit.freshchat.StoredMessage;
import dev.byoc.testkit.server.Fault;
import dev.byoc.testkit.server.Gate;
import dev.byoc.testkit.viber.ViberCustomer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What one customer says stays in order and in one conversation; no customer waits for another. */
final class OrderTest {
    private final RelayFixture fixture = new RelayFixture();

    @AfterEach
    void close() {
        fixture.close();
    }

    private ViberCustomer customer(String name) {
        return fixture.viber.customer(
                Base64.getEncoder().encodeToString(("customer " + name).getBytes(StandardCharsets.UTF_8)), name);
    }

    private static List<String> numbered(String who, int messages) {
        return IntStream.range(0, messages).mapToObj(i -> who + "/" + i).toList();
    }

    /** The customers' words by conversation, welcome lines and the like left out. */
    private List<List<String>> said() {
        List<List<String>> all = new ArrayList<>();
        for (StoredConversation conversation : fixture.freshchat.conversations()) {
            all.add(fixture.freshchat.messages(conversation.id()).stream()
                    .filter(StoredMessage::posted)
                    .map(StoredMessage::text)
                    .toList());
        }
        return all;
    }

    @Test
    void twoFirstMessagesAtOnceMakeOneUserAndOneConversation() {
        List<Integer> statuses =
                AtOnce.run(2, i -> fixture.post(i == 0 ? "bc04-viber-new-user-a.json" : "bc04-viber-new-user-b.json"));

        fixture.freshchat.awaitPosted(2);
        assertThat(statuses).containsOnly(200);
        assertThat(fixture.posted()).containsExactlyInAnyOrder("첫 번째", "두 번째");
        assertThat(fixture.freshchat.users()).hasSize(1);
        assertThat(fixture.freshchat.conversations()).hasSize(1);
    }

    @Test
    void fiftyNewCustomersWithTenMessagesEachGetOneConversationEachInOrder() {
        Gate slow = new Gate();
        fixture.freshchat.faults().next("POST /users", 50, Fault.heldAt(slow));

        AtOnce.run(50, c -> {
            ViberCustomer customer = customer("c" + c);
            return numbered("c" + c, 10).stream().map(customer::says).toList();
        });
        slow.open();

        fixture.freshchat.awaitPosted(500);
        assertThat(fixture.freshchat.users()).hasSize(50);
        assertThat(said())
                .containsExactlyInAnyOrderElementsOf(IntStream.range(0, 50)
                        .mapToObj(c -> numbered("c" + c, 10))
                        .toList());
    }

    @Test
    void hundredThreadsWithTheFirstMessagesOfOneCustomerMakeOneConversationInOrder() {
        ViberCustomer anna = customer("Anna");

        List<Integer> statuses = AtOnce.run(100, t -> anna.says(t + "/0") + anna.says(t + "/1"));

        List<String> posted = fixture.freshchat.awaitPosted(200).stream()
                .map(StoredMessage::text)
                .toList();
        assertThat(statuses).containsOnly(400);
        assertThat(fixture.freshchat.users()).hasSize(1);
        assertThat(fixture.freshchat.conversations()).hasSize(1);
        assertThat(posted).doesNotHaveDuplicates().hasSize(200);
        for (int t = 0; t < 100; t++) {
            // Each thread sends its second message once the first has been acknowledged.
            assertThat(posted).containsSubsequence(t + "/0", t + "/1");
        }
    }

    @Test
    void thousandCustomersAtOnceAreAllDeliveredEachInOrder() {
        AtOnce.run(40, t -> {
            for (int message = 0; message < 3; message++) {
                for (int c = 0; c < 25; c++) {
                    customer(t + "-" + c).says(t + "-" + c + "/" + message);
                }
            }
            return t;
        });

        fixture.freshchat.awaitPosted(3_000);
        List<List<String>> expected = IntStream.range(0, 1_000)
                .mapToObj(c -> numbered(c / 25 + "-" + c % 25, 3))
                .toList();
        assertThat(fixture.freshchat.users()).hasSize(1_000);
        assertThat(said()).containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void oneSlowMessageHoldsUpItsCustomerAlone() {
        ViberCustomer anna = customer("Anna");
        anna.says("hello");
        fixture.freshchat.awaitPosted(1);
        Gate slow = new Gate();
        fixture.freshchat.faults().next("POST /conversations/{id}/messages", Fault.heldAt(slow));

        numbered("Anna", 10).forEach(anna::says);
        slow.awaitArrival();
        for (int c = 0; c < 20; c++) {
            customer("other " + c).says("other " + c);
        }
        // The others are all there while Anna's first is still on its way.
        List<String> meanwhile = fixture.freshchat.awaitPosted(21).stream()
                .map(StoredMessage::text)
                .toList();
        slow.open();
        fixture.freshchat.awaitPosted(31);

        assertThat(meanwhile).hasSize(21).noneMatch(text -> text.startsWith("Anna/"));
        assertThat(fixture.posted().stream()
                        .filter(text -> text.startsWith("Anna/"))
                        .toList())
                .isEqualTo(numbered("Anna", 10));
    }

    @Test
    void replyThatIsThrottledIsNotOvertakenByTheNext() {
        ViberCustomer anna = customer("Anna");
        anna.says("hello");
        String conversation = fixture.freshchat.awaitPosted(1).get(0).conversationId();
        fixture.viber.faults().next("POST /send_message", Fault.answer(429).header("Retry-After", "2"));

        fixture.freshchat.agent().says(conversation, "one");
        fixture.freshchat.agent().says(conversation, "two");
        fixture.time().passUntil(() -> anna.received().size() == 2);

        assertThat(anna.receivedTexts()).containsExactly("one", "two");
    }

    @Test
    void longReplyIsResumedAtThePieceThatFailed() {
        ViberCustomer anna = customer("Anna");
        anna.says("hello");
        String conversation = fixture.freshchat.awaitPosted(1).get(0).conversationId();
        fixture.viber.faults().pass("POST /send_message", 1).next("POST /send_message", Fault.answer(503));
        String reply = IntStream.range(0, 4_000).mapToObj(i -> "word" + i).collect(Collectors.joining(" "));

        fixture.freshchat.agent().says(conversation, reply);
        fixture.time().passUntil(() -> !fixture.delivered(Direction.OUTBOUND).isEmpty());

        assertThat(anna.received()).hasSizeGreaterThanOrEqualTo(4);
        assertThat(anna.receivedTexts()).allMatch(text -> text.length() <= 7_000);
        assertThat(String.join(" ", anna.receivedTexts()).replaceAll("\\s+", " "))
                .isEqualTo(reply);
    }

    @Test
    void ofTwoUsersWithOneReferenceTheOlderIsAlwaysUsedAndTheLogSaysSo() {
        String reference = "viber:viber-main:TmV3LXVzZXItMDQ%3D";
        String older = fixture.freshchat.addUser(Json.object()
                .put("reference_id", reference)
                .put("first_name", "New One")
                .build());
        fixture.freshchat.addUser(Json.object()
                .put("reference_id", reference)
                .put("first_name", "New One")
                .build());

        try (CapturedLogs logs = CapturedLogs.start()) {
            fixture.post("bc04-viber-new-user-a.json");
            fixture.post("bc04-viber-new-user-b.json");
            List<StoredMessage> posted = fixture.freshchat.awaitPosted(2);

            assertThat(posted).extracting(StoredMessage::userId).containsOnly(older);
            assertThat(fixture.freshchat.users()).hasSize(2);
            assertThat(logs.text()).containsPattern("WARN .*2 Freshchat users have the same reference");
        }
    }

    @Test
    void userIsUsedAgainWhenOnlyTheConversationFailed() {
        fixture.freshchat.faults().next("POST /conversations", Fault.answer(500));

        int status = fixture.post("bc04-viber-new-user-a.json");
        fixture.freshchat.awaitCalls("POST /conversations", 1);
        int again = fixture.post("bc04-viber-new-user-a.json");
        fixture.time().passUntil(() -> fixture.posted().size() == 1);

        assertThat(List.of(status, again)).containsOnly(200);
        assertThat(fixture.freshchat.calls("POST /users")).isEqualTo(1);
        assertThat(fixture.freshchat.conversations()).hasSize(1);
    }
}
