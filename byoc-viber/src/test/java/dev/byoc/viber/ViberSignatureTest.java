package dev.byoc.viber;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.channel.Inbound;
import dev.byoc.channel.Verification;
import dev.byoc.channel.Verification.Answered;
import dev.byoc.channel.Verification.Rejected;
import dev.byoc.channel.Verification.Verified;
import dev.byoc.json.Json;
import dev.byoc.message.Content;
import dev.byoc.webhook.TestRequests;
import dev.byoc.wording.Wording;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ViberSignatureTest {
    private static final byte[] TEXT = Bot.sample("viber/message_text.json");
    private static final String RIGHT = Bot.sign(Bot.TOKEN, TEXT);
    private static final String WRONG = Bot.sign("another-token", TEXT);
    private static final byte[] HANDSHAKE = Bot.sample("viber/webhook_event.json");

    private final Bot bot = new Bot();

    @AfterEach
    void close() {
        bot.close();
    }

    static Stream<Arguments> vectors(String kind) {
        return Bot.json("viber/signatures.json").get(kind).items().stream()
                .map(row -> Arguments.of(
                        row.get("file").text(),
                        row.get("signature").text(),
                        row.get("why").textOr("")));
    }

    static Stream<Arguments> valid() {
        return vectors("valid");
    }

    static Stream<Arguments> invalid() {
        return vectors("invalid");
    }

    @Test
    void aTestRequestPassesTheCheckWhateverItsBody() {
        TestRequests channel = (TestRequests) bot.channel;

        assertThat(bot.channel.verify(channel.signed(TEXT))).isInstanceOf(Verified.class);
        assertThat(bot.channel.verify(channel.signed(new byte[] {0, -1}))).isInstanceOf(Verified.class);
    }

    @Test
    void aSampleIsReadAsATextAndIsAnotherOneEachTime() {
        TestRequests channel = (TestRequests) bot.channel;

        assertThat(read(channel.sample()).contents()).containsExactly(new Content.Text("This is a test."));
        assertThat(read(channel.sample()).eventId())
                .isNotEqualTo(read(channel.sample()).eventId());
    }

    private Inbound.MessageReceived read(byte[] sample) {
        Verified verified = (Verified) bot.channel.verify(((TestRequests) bot.channel).signed(sample));
        return (Inbound.MessageReceived) bot.channel.parse(verified).events().get(0);
    }

    @ParameterizedTest
    @MethodSource("valid")
    void acceptsEachValidVectorInHeaderAndQuery(String file, String signature) {
        byte[] body = Bot.sample("viber/" + file);

        assertThat(bot.channel.verify(Bot.request(body, signature))).isInstanceOf(Verified.class);
        assertThat(bot.channel.verify(Bot.request(Bot.WEBHOOK + "?sig=" + signature, body)))
                .isInstanceOf(Verified.class);
    }

    @ParameterizedTest
    @MethodSource("invalid")
    void refusesEachInvalidVectorInHeaderAndQuery(String file, String signature, String why) {
        byte[] body = Bot.sample("viber/" + file);

        assertThat(bot.channel.verify(Bot.request(body, signature))).as(why).isInstanceOf(Rejected.class);
        assertThat(bot.channel.verify(Bot.request(Bot.WEBHOOK + "?sig=" + signature, body)))
                .as(why)
                .isInstanceOf(Rejected.class);
    }

    static Stream<Arguments> cases() {
        return Bot.json("cases/signatures.json").get("files").items().stream()
                .map(row -> Arguments.of(
                        row.get("file").text(), row.get("signature").text()));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void acceptsEverySignedCaseAndReadsItWithoutThrowing(String file, String signature) {
        byte[] body = Bot.sample("cases/" + file);
        try (Bot other = new Bot(
                "auth-token", Bot.json("cases/signatures.json").get("token").text())) {
            Verification verification = other.channel.verify(Bot.request(body, signature));

            assertThat(verification).isInstanceOf(Verified.class);
            assertThat(other.channel.parse((Verified) verification).answer().status())
                    .isEqualTo(200);
            assertThat(other.channel.verify(Bot.request(body, Bot.sign("another", body))))
                    .isInstanceOf(Rejected.class);
        }
    }

    @Test
    void acceptsHexOfEitherCase() {
        assertThat(bot.channel.verify(Bot.request(TEXT, RIGHT.toUpperCase(Locale.ROOT))))
                .isInstanceOf(Verified.class);
    }

    @Test
    void acceptsBothTokensWhileOneIsReplaced() {
        try (Bot rotating = new Bot("auth-token", "the-new-token, " + Bot.TOKEN)) {
            assertThat(rotating.channel.verify(Bot.request(TEXT, RIGHT))).isInstanceOf(Verified.class);
            assertThat(rotating.channel.verify(Bot.request(TEXT, Bot.sign("the-new-token", TEXT))))
                    .isInstanceOf(Verified.class);
            assertThat(rotating.channel.verify(Bot.request(TEXT, WRONG))).isInstanceOf(Rejected.class);
        }
    }

    @Test
    void refusesASignatureThatWasSentTwice() {
        assertThat(bot.channel.verify(Bot.request(TEXT, WRONG, RIGHT))).isInstanceOf(Rejected.class);
        assertThat(bot.channel.verify(Bot.request(Bot.WEBHOOK + "?sig=" + RIGHT + "&sig=" + WRONG, TEXT)))
                .isInstanceOf(Rejected.class);
    }

    @Test
    void refusesARightSignatureBesideADifferentOne() {
        assertThat(bot.channel.verify(Bot.request(Bot.WEBHOOK + "?sig=" + RIGHT, TEXT, RIGHT)))
                .isInstanceOf(Verified.class);
        assertThat(bot.channel.verify(Bot.request(Bot.WEBHOOK + "?sig=" + WRONG, TEXT, RIGHT)))
                .isInstanceOf(Rejected.class);
        assertThat(bot.channel.verify(Bot.request(Bot.WEBHOOK + "?sig=" + RIGHT, TEXT, WRONG)))
                .isInstanceOf(Rejected.class);
        assertThat(bot.channel.verify(Bot.request(Bot.WEBHOOK + "?sig=", TEXT, RIGHT)))
                .isInstanceOf(Rejected.class);
        assertThat(bot.channel.verify(Bot.request(Bot.WEBHOOK + "?sig=" + RIGHT, TEXT, "")))
                .isInstanceOf(Rejected.class);
    }

    @Test
    void answersTheUnsignedHandshakeAndBelievesNothingOfIt() {
        assertThat(bot.channel.verify(Bot.request(HANDSHAKE))).isInstanceOfSatisfying(Answered.class, answered -> {
            assertThat(answered.answer().status()).isEqualTo(200);
            assertThat(answered.answer().body()).isEmpty();
        });
    }

    @Test
    void refusesAHandshakeWithAWrongSignature() {
        assertThat(bot.channel.verify(Bot.request(HANDSHAKE, WRONG))).isInstanceOf(Rejected.class);
        assertThat(bot.channel.verify(Bot.request(HANDSHAKE, ""))).isInstanceOf(Rejected.class);
        assertThat(bot.channel.verify(Bot.request(Bot.WEBHOOK + "?sig=" + WRONG, HANDSHAKE)))
                .isInstanceOf(Rejected.class);
    }

    @Test
    void refusesEveryOtherUnsignedEvent() {
        assertThat(bot.channel.verify(Bot.request(TEXT))).isInstanceOf(Rejected.class);
        assertThat(bot.channel.verify(Bot.request(Bot.sample("viber/delivered.json"))))
                .isInstanceOf(Rejected.class);
        assertThat(bot.channel.verify(Bot.request(new byte[0]))).isInstanceOf(Rejected.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"event\":\"webhook\",\"x\":\"%s\"}", "{\"event\":\"webhook\"}%s"})
    void doesNotReadALargeUnsignedBodyAtAll(String form) {
        byte[] body = form.formatted("x".repeat(2_000)).getBytes(StandardCharsets.UTF_8);

        assertThat(bot.channel.verify(Bot.request(body))).isInstanceOf(Rejected.class);
    }

    @Test
    void readsTheSameTextWhateverTheBytesLookLike() {
        byte[] body = Bot.sample("cases/bc15-viber-raw-bytes.json");
        byte[] reserialised = Json.parse(body).bytes();

        assertThat(bot.channel.verify(Bot.request(reserialised, Bot.sign(Bot.TOKEN, body))))
                .isInstanceOf(Rejected.class);
        assertThat(bot.receive(body).events().toString()).contains("message:5741311803571721151");
        assertThat(List.copyOf(bot.receive(body).events()))
                .singleElement()
                .extracting(event -> ((dev.byoc.channel.Inbound.MessageReceived) event)
                        .contents()
                        .get(0)
                        .plainText(Wording.ENGLISH))
                .isEqualTo("가격 €5 😀 / 안녕하세요 😀 é");
    }
}
