package dev.byoc.viber;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.channel.SendResult;
import dev.byoc.channel.SendResult.Reason;
import dev.byoc.json.Json;
import dev.byoc.message.Content;
import dev.byoc.wording.Wording;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import mockwebserver3.MockResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ViberStatusTest {
    /** What the sample's advice for a status leaves us to choose from. */
    private static final Map<String, Set<Reason>> ADVICE = Map.of(
            "permanent", Set.of(Reason.REJECTED, Reason.MISCONFIGURED),
            "fix-configuration", Set.of(Reason.AUTH, Reason.MISCONFIGURED),
            "fix-then-retry", Set.of(Reason.MISCONFIGURED),
            "fix-request", Set.of(Reason.UNSUPPORTED),
            "resend-plainer", Set.of(Reason.UNSUPPORTED),
            "permanent-for-receiver", Set.of(Reason.RECIPIENT_GONE),
            "permanent-until-receiver-writes", Set.of(Reason.RECIPIENT_GONE),
            "stop-until-next-month-or-session", Set.of(Reason.WINDOW_CLOSED),
            "stop-until-balance-or-session", Set.of(Reason.MISCONFIGURED),
            "retry-a-few-times", Set.of(Reason.REJECTED));

    /** All that refuse a message, and one that is not known. */
    private static final long[] REFUSED = LongStream.concat(
                    LongStream.rangeClosed(1, 24).filter(status -> status != ViberStatus.TOO_MANY_REQUESTS),
                    LongStream.of(999, 4711))
            .toArray();

    private final Bot bot = new Bot();

    @AfterEach
    void close() {
        bot.close();
    }

    static Stream<Json> codes() {
        return Bot.json("viber/status_codes.json").get("codes").items().stream();
    }

    @ParameterizedTest
    @MethodSource("codes")
    void givesEachStatusItsReasonAndASentence(Json row) {
        String name = row.get("name").text();
        long status = row.get("status").numberOr(4711);
        bot.answers(
                Json.object().put("status", status).put("status_message", name).build());

        SendResult result = send();

        switch (row.get("handling").text()) {
            case "success" -> assertThat(result).isEqualTo(new SendResult.Accepted(List.of()));
            case "retry-later" -> assertThat(result).isInstanceOf(SendResult.TryLater.class);
            default ->
                assertThat(result).isInstanceOfSatisfying(SendResult.Refused.class, refused -> {
                    assertThat(refused.reason())
                            .isIn(ADVICE.get(row.get("handling").text()));
                    assertThat(refused.detail()).endsWith(". (status " + status + ": " + name + ")");
                });
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "ko"})
    void tellsTheAgentOfEachStatusInASentenceOfItsOwnAndWithoutItsNumber(String language) {
        List<String> told = new ArrayList<>();
        try (Bot own = new Bot(Wording.of(Locale.forLanguageTag(language), ZoneOffset.UTC, Map.of()))) {
            for (long status : REFUSED) {
                own.answers(Json.object()
                        .put("status", status)
                        .put("status_message", "zorb")
                        .build());
                told.add(((SendResult.Refused) own.send(new Content.Text("hello"))).forAgent());
            }
        }

        assertThat(told)
                .doesNotHaveDuplicates()
                .allSatisfy(sentence -> assertThat(sentence)
                        .matches(language.equals("ko") ? ".*[가-힣].*" : "[ -~]+")
                        .doesNotContainPattern("[0-9]|HTTP|status|zorb"));
    }

    @ParameterizedTest
    @CsvSource({"404, address", "413, larger", "400, Something between"})
    void tellsTheAgentWhatAnswersInVibersPlace(int http, String word) {
        answersHttp(http, "<html></html>");

        assertThat(((SendResult.Refused) send()).forAgent()).contains(word).doesNotContain("HTTP", "" + http);
    }

    static Stream<Json> bc11() {
        return Bot.json("cases/bc11-viber-send-responses.json").get("responses").items().stream();
    }

    @ParameterizedTest
    @MethodSource("bc11")
    void takesStatusZeroAloneForDelivered(Json row) {
        Json body = row.get("body");
        bot.answers(
                body.isPresent()
                        ? new String(body.bytes(), StandardCharsets.UTF_8)
                        : row.get("raw").text());
        String right = row.get("right").text();

        SendResult result = send();

        assertThat(result instanceof SendResult.Accepted).as(right).isEqualTo(right.equals("delivered"));
        assertThat(result instanceof SendResult.TryLater).as(right).isEqualTo(right.startsWith("retry later"));
    }

    @Test
    void doesNotKnowWhatBecameOfAMessageWhoseAnswerHasNoStatus() {
        bot.answers("{}").answers("<html><body>gateway</body></html>");

        SendResult unknown = new SendResult.Unknown("The answer has no status of Viber (HTTP 200).");
        assertThat(send()).isEqualTo(unknown);
        assertThat(send()).isEqualTo(unknown);
    }

    @ParameterizedTest
    @CsvSource({
        "301, MISCONFIGURED",
        "308, MISCONFIGURED",
        "404, MISCONFIGURED",
        "405, MISCONFIGURED",
        "400, REJECTED",
        "413, TOO_LARGE"
    })
    void refusesWhereSomethingElseThanTheApiAnswered(int status, Reason reason) {
        answersHttp(status, "<html></html>");

        assertThat(send())
                .isInstanceOfSatisfying(
                        SendResult.Refused.class,
                        refused -> assertThat(refused.reason()).isEqualTo(reason));
    }

    @ParameterizedTest
    @ValueSource(ints = {300, 303, 304, 408, 420, 444, 499})
    void doesNotKnowWhatBecameOfAMessageThatAProxyAnswered(int status) {
        answersHttp(status, "");

        assertThat(send()).isInstanceOf(SendResult.Unknown.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {421, 423, 425})
    void triesAgainWhereAProxySaysThatAnotherTimeWillDo(int status) {
        answersHttp(status, "<html></html>");

        assertThat(send())
                .isEqualTo(new SendResult.TryLater(
                        null, false, "The answer has no status of Viber (HTTP " + status + ")."));
    }

    @Test
    void believesAStatusUnderAnHttpErrorButNoSuccess() {
        answersHttp(400, "{\"status\":6}");
        answersHttp(400, "{\"status\":0}");

        assertThat(send())
                .isInstanceOfSatisfying(
                        SendResult.Refused.class,
                        refused -> assertThat(refused.reason()).isEqualTo(Reason.RECIPIENT_GONE));
        assertThat(send()).isNotInstanceOf(SendResult.Accepted.class);
    }

    @Test
    void waitsAsLongAsViberSaysOrAQuarterOfAnHour() {
        bot.answers("{\"status\":12}");
        bot.viber.enqueue(new MockResponse.Builder()
                .addHeader("Retry-After", "3600")
                .body("{\"status\":12}")
                .build());

        assertThat(((SendResult.TryLater) send()).after()).isEqualTo(Duration.ofMinutes(15));
        assertThat(((SendResult.TryLater) send()).after()).isEqualTo(Duration.ofHours(1));
    }

    @Test
    void toleratesAFailureWithoutWords() {
        bot.answers("{\"status\":3}");

        assertThat(Bot.forOperators(send()))
                .isEqualTo(
                        new SendResult.Refused(Reason.REJECTED, "Viber does not understand this message. (status 3)"));
    }

    @ParameterizedTest
    @ValueSource(strings = {Bot.TOKEN, "path-secret-0123456789"})
    void masksSecretsInWhatViberSays(String secret) {
        bot.answers(Json.object()
                .put("status", 3)
                .put("status_message", "bad\r\n" + secret + "\u202E " + "x".repeat(5_000))
                .build());

        assertThat(((SendResult.Refused) send()).detail())
                .doesNotContain(secret, "\n", "\u202E")
                .contains("***")
                .hasSizeLessThan(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"a\":1}", "[7]", "\"1e999999999\"", "1e999999999", "\"abc\""})
    void acceptsWithoutAnIdWhereTheTokenIsNone(String token) {
        bot.answers("{\"status\":0,\"message_token\":" + token + "}");

        assertThat(send()).isEqualTo(new SendResult.Accepted(List.of()));
    }

    private void answersHttp(int status, String body) {
        bot.viber.enqueue(new MockResponse.Builder().code(status).body(body).build());
    }

    private SendResult send() {
        return bot.send(new Content.Text("hello"));
    }
}
