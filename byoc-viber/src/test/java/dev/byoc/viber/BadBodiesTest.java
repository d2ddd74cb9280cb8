package dev.byoc.viber;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.RelayRequest;
import dev.byoc.event.RelayEvent;
import dev.byoc.testkit.CapturedLogs;
import dev.byoc.testkit.server.Fault;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies that are not what they should be have a clear answer and no effect, and the next good message is relayed. */
final class BadBodiesTest {
    private static final String SIGNED = "X-Viber-Content-Signature: ";

    private final RelayFixture fixture = new RelayFixture();
    private final CapturedLogs logs = CapturedLogs.start();

    @AfterEach
    void close() {
        logs.close();
        fixture.close();
    }

    private void onlyTheNextMessageIsRelayed(String... before) {
        assertThat(fixture.post("bc02-viber-yes-a.json")).isEqualTo(200);
        fixture.freshchat.awaitPosted(before.length + 1);

        List<String> expected = new ArrayList<>(List.of(before));
        expected.add("네");
        assertThat(fixture.posted()).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(fixture.freshchat.users()).noneMatch(user -> user.firstName().equals("null"));
        assertThat(logs.text()).doesNotContain("\tat ").doesNotContain("Error");
        assertThat(logs.text().lines()).hasSizeLessThan(10).allMatch(line -> line.length() < 400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"array", "empty", "invalid-utf8", "null", "trailing", "truncated", "wrong-types"})
    void signedNonsenseHasNoEffect(String name) {
        int status = fixture.post("bc21-viber-" + name + ".body");

        assertThat(status).isEqualTo(200);
        onlyTheNextMessageIsRelayed();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "array",
                "bom",
                "duplicate-keys",
                "empty",
                "invalid-utf8",
                "null",
                "trailing",
                "truncated",
                "wrong-types"
            })
    void nonsenseUnderAWrongSignatureIsNotEvenRead(String name) {
        int status = RawHttp.post(
                fixture.viberWebhook(), Cases.bytes("bc21-viber-" + name + ".body"), SIGNED + "0".repeat(64));

        assertThat(status).isEqualTo(401);
        assertThat(fixture.relay.deadLetters()).isEmpty();
        onlyTheNextMessageIsRelayed();
    }

    @Test
    void unreadableSignedBodyIsKeptForLater() {
        fixture.post("bc21-viber-truncated.body");
        fixture.post("bc21-viber-truncated.body");

        assertThat(fixture.relay.deadLetters())
                .singleElement()
                .satisfies(dead -> assertThat(dead.reason()).contains("malformed JSON"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'event':'message','message_token':1,'message':{'type':'text','text':'secret words'}}",
                "{'event':'message','message_token':'1.5','sender':{'id':'QQ=='},'message':{'text':'secret words'}}",
                "{'event':'message_forwarded','message_token':1,'sender':{'id':'QQ=='},'message':{'text':'secret words'}}"
            })
    void unanswerableMessageIsADeadLetterOnceAndItsWordsAreNotTold(String body) {
        for (int i = 0; i < 2; i++) {
            assertThat(fixture.post(body.replace('\'', '"').getBytes(StandardCharsets.UTF_8)))
                    .isEqualTo(200);
        }

        assertThat(fixture.relay.deadLetters())
                .singleElement()
                .satisfies(dead ->
                        assertThat(dead.reason()).startsWith("unreadable: ").doesNotContain("secret words"));
        assertThat(fixture.events(RelayEvent.DeadLettered.class)).hasSize(1);
        assertThat(logs.text()).contains("dead letter").doesNotContain("secret words");
        onlyTheNextMessageIsRelayed();
    }

    @Test
    void byteOrderMarkIsSkipped() {
        assertThat(fixture.post("bc21-viber-bom.body")).isEqualTo(200);

        onlyTheNextMessageIsRelayed("bom");
    }

    @Test
    void ofDuplicateKeysTheLastCountsForReadingAndRecognisingAlike() {
        fixture.post("bc21-viber-duplicate-keys.body");
        // The same message by its last message_token, with keys once.
        fixture.post("""
                {"event":"message","timestamp":1768467600000,"message_token":5741311803571721506,
                 "sender":{"id":"QQ=="},"message":{"type":"text","text":"dup"}}
                """.getBytes(StandardCharsets.UTF_8));

        onlyTheNextMessageIsRelayed("dup");
    }

    /** A good message with something huge in an unknown field. */
    private static byte[] with(String token, String unknown) {
        return ("{\"event\":\"message\",\"timestamp\":1768467600000,\"message_token\":" + token
                        + ",\"sender\":{\"id\":\"QQ==\",\"name\":\"A\"},\"message\":{\"type\":\"text\",\"text\":\"huge\"},"
                        + "\"unknown\":" + unknown + "}")
                .getBytes(StandardCharsets.UTF_8);
    }

    static Stream<byte[]> huge() {
        String digits = "9".repeat(1_000_000);
        return Stream.of(
                with("1", "[".repeat(100_000)),
                with("1", "[".repeat(100_000) + "]".repeat(100_000)),
                with("1", "{\"a\":".repeat(100_000) + "1" + "}".repeat(100_000)),
                with(digits, "1"),
                with("1e999999999", "1"),
                with("1e-999999999", "1"));
    }

    @ParameterizedTest
    @MethodSource("huge")
    void smallInputThatWouldBeHugeWorkHasNoEffect(byte[] body) {
        assertThat(fixture.post(body)).isEqualTo(200);

        onlyTheNextMessageIsRelayed();
    }

    /** An object whose keys all have one hash code: "Aa" and "BB" have the same, and so has every sequence of them. */
    private static String collidingKeys(int keys) {
        StringBuilder object = new StringBuilder("{");
        for (int i = 0; i < keys; i++) {
            object.append(i == 0 ? "\"" : ",\"");
            for (int bit = 0; bit < 15; bit++) {
                object.append((i >> bit & 1) == 0 ? "Aa" : "BB");
            }
            object.append("\":1");
        }
        return object.append("}").toString();
    }

    static Stream<byte[]> hugeButHarmless() {
        return Stream.of(
                with("1", "9".repeat(1_000_000)),
                with("1", "1e999999999"),
                with("1", "\"" + "x".repeat(1_000_000) + "\""),
                with("1", collidingKeys(28_000)));
    }

    @ParameterizedTest
    @MethodSource("hugeButHarmless")
    void hugeValueInAnUnknownFieldCostsTheMessageNothing(byte[] body) {
        assertThat(body.length).isLessThan(RelayRequest.MAX_BODY_BYTES);

        assertThat(fixture.post(body)).isEqualTo(200);

        onlyTheNextMessageIsRelayed("huge");
    }

    @Test
    void largerBodyThanTheLimitIsRefused() {
        assertThat(fixture.post(with("1", "\"" + "x".repeat(RelayRequest.MAX_BODY_BYTES) + "\"")))
                .isEqualTo(413);

        onlyTheNextMessageIsRelayed();
    }

    @Test
    void bodyWithADeclaredLengthOfFiftyMegabytesIsRefusedBeforeItHasArrived() {
        try (RawHttp http = new RawHttp(fixture.viberWebhook())) {
            byte[] start = new byte[RelayRequest.MAX_BODY_BYTES + 128 * 1024];

            RawHttp.Got got = http.head(
                            "POST", RawHttp.target(fixture.viberWebhook()), "Content-Length: " + 50 * 1024 * 1024)
                    .write(start)
                    .receive(false);

            assertThat(got.status()).isIn(413, 0);
        }
        onlyTheNextMessageIsRelayed();
    }

    @Test
    void chunkedBodyWithoutEndIsRefusedAtTheLimit() {
        try (RawHttp http = new RawHttp(fixture.viberWebhook())) {
            http.head("POST", RawHttp.target(fixture.viberWebhook()), "Transfer-Encoding: chunked");
            byte[] chunk = ("10000\r\n" + " ".repeat(0x10000) + "\r\n").getBytes(StandardCharsets.US_ASCII);
            for (int i = 0; i < 50; i++) {
                http.write(chunk);
            }

            assertThat(http.receive(false).status()).isIn(413, 0);
        }
        onlyTheNextMessageIsRelayed();
    }

    @Test
    void packedBodyIsRefusedUnread() throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(Cases.bytes("bc01-viber-text.json"));
        }

        int status = RawHttp.post(
                fixture.viberWebhook(),
                packed.toByteArray(),
                SIGNED + Cases.signature(packed.toByteArray()),
                "Content-Encoding: gzip");

        assertThat(status).isEqualTo(415);
        onlyTheNextMessageIsRelayed();
    }

    @Test
    void answerOfFreshchatThatUnpacksToGigabytesFailsAtALimit() {
        fixture.freshchat.faults().next("GET /users", Fault.hugeGzip(200L * 1024 * 1024));

        fixture.post("bc02-viber-yes-a.json");
        fixture.freshchat.awaitCalls("GET /users", 1);
        fixture.time().passUntil(() -> fixture.posted().size() == 1);

        assertThat(fixture.posted()).containsExactly("네");
    }

    @Test
    void answerOfViberThatUnpacksToGigabytesIsOfUnknownOutcome() {
        var anna = fixture.viber.customer("dyN4Ob6OXfag+Atd/1SifA==", "Anna");
        anna.says("hello");
        String conversation = fixture.freshchat.awaitPosted(1).get(0).conversationId();
        fixture.viber.faults().next("POST /send_message", Fault.hugeGzip(200L * 1024 * 1024));

        fixture.freshchat.agent().says(conversation, "one");
        fixture.await(() -> fixture.notes().size() == 1);

        assertThat(fixture.notes().get(0)).contains("may not have reached");
    }

    @Test
    void freshchatsNonsenseIsRefusedOrHasNoEffect() {
        for (String body : List.of("null", "[]", "{}", "7", "{\"action\":7}", "{\"action\":\"message_create\"}")) {
            assertThat(fixture.freshchat.sends("message_create", body.getBytes(StandardCharsets.UTF_8)))
                    .isEqualTo(200);
        }
        for (String body : List.of("{", "", "\u0000", "[".repeat(100_000))) {
            assertThat(fixture.freshchat.sends("message_create", body.getBytes(StandardCharsets.UTF_8)))
                    .isEqualTo(400);
        }

        assertThat(fixture.relay.health().open()).isZero();
    }
}
