package dev.byoc.viber;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.json.Json;
import dev.byoc.testkit.CapturedLogs;
import dev.byoc.testkit.server.Fault;
import dev.byoc.testkit.viber.ViberCustomer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Events that are not messages make no user, no conversation and no message. */
final class EventsTest {
    private static final List<String> OF_VIBER = List.of(
            "client-status",
            "conversation-started",
            "delivered",
            "failed",
            "seen",
            "unknown-future",
            "unsubscribed",
            "webhook");

    private final RelayFixture fixture = new RelayFixture();

    @AfterEach
    void close() {
        fixture.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "client-status",
                "conversation-started",
                "delivered",
                "failed",
                "seen",
                "unknown-future",
                "unsubscribed",
                "webhook"
            })
    void eventAloneMakesNothing(String name) {
        try (CapturedLogs logs = CapturedLogs.start()) {
            assertThat(fixture.post("bc19-viber-" + name + ".json")).isEqualTo(200);
            fixture.time()
                    .passUntil(
                            Duration.ofSeconds(15), () -> fixture.relay.health().open() == 0);

            assertThat(fixture.freshchat.users()).isEmpty();
            assertThat(fixture.freshchat.calls("POST /users")).isZero();
            assertThat(fixture.freshchat.calls("POST /conversations")).isZero();
            assertThat(logs.text()).doesNotContain("ERROR").doesNotContain("\tat ");
        }
    }

    @Test
    void eventsBetweenMessagesTakeNothingFromThem() {
        fixture.post("bc01-viber-text.json");
        OF_VIBER.forEach(name -> assertThat(fixture.post("bc19-viber-" + name + ".json"))
                .as(name)
                .isEqualTo(200));
        fixture.post("bc02-viber-yes-a.json");
        fixture.freshchat.awaitPosted(2);
        fixture.time()
                .passUntil(Duration.ofSeconds(15), () -> fixture.relay.health().open() == 0);

        assertThat(fixture.posted()).containsExactly("주문한 상품이 아직 안 왔어요", "네");
        assertThat(fixture.freshchat.users()).hasSize(1);
        assertThat(fixture.notes())
                .as("the agent learns that the customer has left")
                .singleElement()
                .satisfies(note -> assertThat(note).contains("can no longer be reached"));
    }

    @Test
    void freshchatsEventsWithoutAMessageReachNoCustomerAndTheOlderFormArrives() {
        try (SampleAccount account = new SampleAccount()) {
            List<Integer> statuses = List.of(
                    account.delivers("bc19-freshchat-empty-parts.json"),
                    account.delivers("bc19-freshchat-legacy-parts.json"),
                    account.delivers("bc19-freshchat-resolution.json"),
                    account.delivers("bc19-freshchat-reopen.json"),
                    account.delivers("bc03-freshchat-reply.json"));
            account.minji.awaitReceived(2);

            assertThat(statuses).containsOnly(200);
            assertThat(account.minji.receivedTexts()).containsExactly("옛 형식 답장", "안녕하세요, 확인해 드릴게요.");
        }
    }

    @Test
    void linkThatBroughtTheCustomerIsToldWithTheFirstMessage() {
        ViberCustomer ines = fixture.viber.customer("qF3x7Zk+Lw2/Vr9TbHs0Aw==", "Ines");

        ines.opensConversation("campaign=1");
        ines.says("hello");
        fixture.freshchat.awaitPosted(2);

        assertThat(fixture.posted()).containsExactly("hello");
        assertThat(fixture.notes()).singleElement().asString().contains("campaign=1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"absent", "blank", "emoji", "long", "null"})
    void oddNameCostsNoMessage(String name) {
        assertThat(fixture.post("bc20-viber-name-" + name + ".json")).isEqualTo(200);

        fixture.freshchat.awaitPosted(1);
        String shown = fixture.freshchat.users().get(0).firstName();
        assertThat(fixture.posted()).containsExactly("이름 시험 " + name);
        assertThat(shown).isNotBlank().hasSizeLessThanOrEqualTo(255);
        switch (name) {
            case "emoji" -> assertThat(shown).isEqualTo("😀🎩");
            case "long" -> assertThat(shown).matches("가{255}");
            default -> assertThat(shown).isEqualTo("Viber customer");
        }
    }

    @Test
    void longNameIsCutBetweenItsCharacters() {
        ViberCustomer ines = fixture.viber.customer("qF3x7Zk+Lw2/Vr9TbHs0Aw==", "x" + "👩‍👩‍👧".repeat(60));

        ines.says("hello");
        fixture.freshchat.awaitPosted(1);

        assertThat(fixture.freshchat.users().get(0).firstName()).matches("x(👩‍👩‍👧){31}");
    }

    @Test
    void avatarThatFreshchatRefusesCostsNoMessage() {
        fixture.freshchat
                .faults()
                .next(
                        "POST /users",
                        Fault.answer(
                                400,
                                Json.object()
                                        .put("code", 400)
                                        .put("status", "INVALID_VALUE")
                                        .put("message", "avatar.url is not valid")
                                        .build()));

        fixture.post("bc01-viber-text.json");
        fixture.freshchat.awaitPosted(1);

        assertThat(fixture.posted()).containsExactly("주문한 상품이 아직 안 왔어요");
        assertThat(fixture.freshchat
                        .users()
                        .get(0)
                        .json()
                        .get("avatar")
                        .get("url")
                        .isPresent())
                .isFalse();
        assertThat(fixture.relay.deadLetters()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 422})
    void avatarThatFreshchatRefusesCostsNoName(int status) {
        Json refused = Json.object()
                .put("code", status)
                .put("status", "INVALID_VALUE")
                .put("message", "avatar.url is not valid")
                .build();
        fixture.freshchat.faults().next("POST /users", Fault.answer(status, refused));

        fixture.post("bc01-viber-text.json");
        fixture.freshchat.awaitPosted(1);

        assertThat(fixture.freshchat.users().get(0).firstName()).isEqualTo(nameOfSender());
    }

    @Test
    void nameThatFreshchatRefusedOfANewUserIsToldOnceTheUserIsThere() {
        fixture.freshchat.faults().next("POST /users", 2, Fault.answer(400));
        fixture.post("bc01-viber-text.json");
        fixture.freshchat.awaitPosted(1);
        assertThat(fixture.freshchat.users().get(0).firstName()).isNotEqualTo(nameOfSender());

        fixture.await(() -> fixture.freshchat.users().get(0).firstName().equals(nameOfSender()));

        assertThat(fixture.relay.deadLetters()).isEmpty();
    }

    private static String nameOfSender() {
        return Cases.json("bc01-viber-text.json").get("sender").get("name").textOr("");
    }

    @Test
    void markupInANameStaysWhatTheCustomerTyped() {
        fixture.post("bc40-viber-html-name.json");

        fixture.freshchat.awaitPosted(1);
        String name = Cases.json("bc40-viber-html-name.json")
                .get("sender")
                .get("name")
                .textOr("");
        assertThat(fixture.freshchat.users().get(0).firstName()).isEqualTo(name);
        assertThat(new String(Cases.bytes("bc40-viber-html-name.json"), StandardCharsets.UTF_8))
                .contains("<");
    }
}
