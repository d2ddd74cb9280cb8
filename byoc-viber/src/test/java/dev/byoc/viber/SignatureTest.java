package dev.byoc.viber;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.byoc.ConfigurationException;
import dev.byoc.freshchat.FreshchatSettings;
import dev.byoc.testkit.CapturedLogs;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The very bytes that arrived are verified, and whatever is not verified has no effect. */
final class SignatureTest {
    private static final byte[] RAW = Cases.bytes("bc15-viber-raw-bytes.json");
    private static final String RIGHT = Cases.signature(RAW);
    private static final String HEADER = "X-Viber-Content-Signature: ";
    private static final byte[] REPLY = Cases.bytes("bc17-freshchat-signed-body.json");

    private final RelayFixture fixture = new RelayFixture();

    @AfterEach
    void close() {
        fixture.close();
    }

    static Stream<Arguments> waysToSend() {
        return Stream.of(
                        "Content-Type: application/json",
                        "Content-Type: application/json; charset=utf-8",
                        "Content-Type: application/json; charset=ISO-8859-1",
                        "X-No-Content-Type: at all")
                .flatMap(type -> Stream.of(Arguments.of(type, true), Arguments.of(type, false)));
    }

    @ParameterizedTest
    @MethodSource("waysToSend")
    void exactBytesAreAcceptedHoweverTheyAreSent(String contentType, boolean chunked) {
        String target = RawHttp.target(fixture.viberWebhook());
        try (RawHttp http = new RawHttp(fixture.viberWebhook())) {
            RawHttp.Got got = chunked
                    // So small that characters of several bytes are torn apart.
                    ? http.sendChunked(target, RAW, 7, HEADER + RIGHT, contentType)
                    : http.send("POST", target, RAW, HEADER + RIGHT, contentType);

            assertThat(got.status()).isEqualTo(200);
        }
        fixture.freshchat.awaitPosted(1);
        assertThat(fixture.posted()).containsExactly("가격 €5 😀 / 안녕하세요 😀 e\u0301".replace("e\u0301", eAcute()));
        assertThat(fixture.freshchat.users().get(0).firstName()).isEqualTo("민지");
    }

    /** As it stands in the sample, composed or not. */
    private static String eAcute() {
        String text = new String(RAW, StandardCharsets.UTF_8);
        return text.contains("e\u0301") ? "e\u0301" : "\u00e9";
    }

    @ParameterizedTest
    @MethodSource("waysToSend")
    void exactBytesOfFreshchatAreAcceptedHoweverTheyAreSent(String contentType, boolean chunked) {
        try (SampleAccount account = new SampleAccount();
                RawHttp http = new RawHttp(account.webhook())) {
            String target = RawHttp.target(account.webhook());
            String signature = SampleAccount.signatureOf("bc17-freshchat-signed-body.json");

            RawHttp.Got got = chunked
                    ? http.sendChunked(target, REPLY, 5, signature, contentType)
                    : http.send("POST", target, REPLY, signature, contentType);

            assertThat(got.status()).isEqualTo(200);
            assertThat(account.minji.awaitReceived(1).get(0).text()).isEqualTo("아ㄴ녕하세요 😀 Cześć");
        }
    }

    @Test
    void oneChangedByteAnywhereIsRefused() {
        List<Integer> statuses = new ArrayList<>();
        String target = RawHttp.target(fixture.viberWebhook());
        try (RawHttp http = new RawHttp(fixture.viberWebhook())) {
            for (int i = 0; i < RAW.length; i++) {
                byte[] changed = RAW.clone();
                changed[i] ^= 1;
                statuses.add(http.send("POST", target, changed, HEADER + RIGHT).status());
            }
        }

        assertThat(statuses).hasSize(RAW.length).containsOnly(401);
        nothingHappened();
    }

    @Test
    void oneChangedByteOfFreshchatsIsRefused() {
        try (SampleAccount account = new SampleAccount();
                RawHttp http = new RawHttp(account.webhook())) {
            List<Integer> statuses = new ArrayList<>();
            String target = RawHttp.target(account.webhook());
            String signature = SampleAccount.signatureOf("bc17-freshchat-signed-body.json");
            for (int i = 0; i < REPLY.length; i += 7) {
                byte[] changed = REPLY.clone();
                changed[i] ^= 1;
                statuses.add(http.send("POST", target, changed, signature).status());
            }

            assertThat(statuses).containsOnly(401);
        }
    }

    private void nothingHappened() {
        assertThat(fixture.freshchat.users()).isEmpty();
        assertThat(fixture.freshchat.posted()).isEmpty();
        assertThat(fixture.relay.health().open()).isZero();
        assertThat(fixture.post("bc02-viber-yes-a.json")).isEqualTo(200);
        fixture.freshchat.awaitPosted(1);
        assertThat(fixture.posted()).containsExactly("네");
    }

    static Stream<Arguments> badHeaders() {
        String wrong = Cases.signature("another body".getBytes(StandardCharsets.UTF_8));
        return Stream.of(
                Arguments.of("absent", new String[] {"X-Other: 1"}),
                Arguments.of("empty", new String[] {HEADER}),
                Arguments.of("blanks", new String[] {HEADER + "   "}),
                Arguments.of("63 characters", new String[] {HEADER + RIGHT.substring(1)}),
                Arguments.of("65 characters", new String[] {HEADER + RIGHT + "0"}),
                Arguments.of("not hex", new String[] {HEADER + "z".repeat(64)}),
                Arguments.of("not ASCII", new String[] {HEADER + "\u00e9".repeat(64)}),
                Arguments.of("for another body", new String[] {HEADER + wrong}),
                Arguments.of("under another key", new String[] {HEADER + Bot.sign("another-token", RAW)}),
                Arguments.of("twice, wrong then right", new String[] {HEADER + wrong, HEADER + RIGHT}),
                Arguments.of("twice, right then wrong", new String[] {HEADER + RIGHT, HEADER + wrong}),
                Arguments.of("twice in one line", new String[] {HEADER + wrong + ", " + RIGHT}),
                Arguments.of("long", new String[] {HEADER + RIGHT.repeat(1_000)}));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badHeaders")
    void badSignatureIsRefusedInOneLineWithoutEffect(String what, String[] headers) {
        try (CapturedLogs logs = CapturedLogs.start()) {
            int status = RawHttp.post(fixture.viberWebhook(), RAW, headers);

            assertThat(status).isEqualTo(401);
            assertThat(logs.text().lines()).hasSize(1);
            assertThat(logs.text()).hasSizeLessThan(300).doesNotContain(RIGHT).doesNotContain("zzzz");
        }
        nothingHappened();
    }

    @Test
    void headerOfAMebibyteIsRefused() {
        int status = RawHttp.post(fixture.viberWebhook(), RAW, HEADER + "0".repeat(1024 * 1024));

        // The web server itself does not take so much, and says so or hangs up.
        assertThat(status).isIn(0, 400, 401, 403, 413, 431);
        nothingHappened();
    }

    @Test
    void rightSignatureInUpperCaseIsTaken() {
        int status = RawHttp.post(fixture.viberWebhook(), RAW, HEADER + RIGHT.toUpperCase(Locale.ROOT));

        assertThat(status).isEqualTo(200);
        fixture.freshchat.awaitPosted(1);
    }

    static Stream<Arguments> badFreshchatHeaders() {
        String right = SampleAccount.signatureOf("bc17-freshchat-signed-body.json");
        return Stream.of(
                Arguments.of("absent", new String[] {"X-Other: 1"}),
                Arguments.of("empty", new String[] {"X-Freshchat-Signature:"}),
                Arguments.of("not base64", new String[] {"X-Freshchat-Signature: !!!not base64!!!"}),
                Arguments.of("not ASCII", new String[] {"X-Freshchat-Signature: \u00e9\u00e9"}),
                Arguments.of("of another body", new String[] {SampleAccount.signatureOf("bc03-freshchat-reply.json")}),
                Arguments.of("cut", new String[] {right.substring(0, right.length() - 8)}),
                Arguments.of("long", new String[] {"X-Freshchat-Signature: " + "QUJD".repeat(10_000)}),
                Arguments.of(
                        "twice, the wrong one first",
                        new String[] {SampleAccount.signatureOf("bc03-freshchat-reply.json"), right}));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badFreshchatHeaders")
    void badSignatureOfFreshchatsIsRefusedWithoutEffect(String what, String[] headers) {
        try (SampleAccount account = new SampleAccount();
                CapturedLogs logs = CapturedLogs.start()) {
            int status = RawHttp.post(account.webhook(), REPLY, headers);

            assertThat(status).isEqualTo(401);
            assertThat(logs.text().lines()).hasSize(1);
            account.delivers("bc03-freshchat-reply.json");
            account.minji.awaitReceived(1);
            assertThat(account.minji.receivedTexts()).containsExactly("안녕하세요, 확인해 드릴게요.");
        }
    }

    @Test
    void signatureUnderAnotherFreshchatKeyIsRefused() {
        fixture.viber.customer("dyN4Ob6OXfag+Atd/1SifA==", "Anna").says("hello");
        String conversation = fixture.freshchat.awaitPosted(1).get(0).conversationId();
        fixture.freshchat.newKey();

        int status = fixture.freshchat.agent().says(conversation, "forged");

        assertThat(status).isEqualTo(401);
        assertThat(fixture.viber.calls("POST /send_message")).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "   ", ",", "\n"})
    void accountWithoutATokenDoesNotStart(String token) {
        assertThatThrownBy(
                        () -> RelayFixture.with().setting("auth-token", token).open())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("viber-main")
                .hasMessageContaining("auth-token");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "   "})
    void relayWithoutAWebhookKeyDoesNotStart(String key) {
        assertThatThrownBy(() -> RelayFixture.with()
                        .relay(relay -> relay.freshchat(FreshchatSettings.builder()
                                .url("https://acme.freshchat.com")
                                .token("a-token")
                                .webhookKey(key)))
                        .open())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("webhookKey");
    }
}
