package dev.byoc.support;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.byoc.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StandardWebhooksTest {
    private static final Secret SECRET = Secret.of("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
    private static final Secret OTHER = Secret.of("whsec_Ynlvbi1odHRwLWNoYW5uZWwtdGVzdC1zZWNyZXQtMzI=");
    private static final String ID = "msg_p5jXN8AQM9LWM0D4loKWxJek";
    private static final Instant AT = Instant.ofEpochSecond(1_614_265_330);
    private static final byte[] BODY = "{\"test\": 2432232314}".getBytes(UTF_8);
    private static final String SIGNATURE = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";
    private static final Duration TOLERANCE = Duration.ofMinutes(5);

    /** The specification's own example. */
    @Test
    void signsAsTheSpecificationDoes() {
        assertThat(StandardWebhooks.sign(List.of(SECRET), ID, AT, BODY)).isEqualTo(SIGNATURE);
    }

    @Test
    void signsBytesAndNotCharacters() {
        byte[] body = ("{\"type\":\"message.received\",\"data\":{\"id\":\"m-1\",\"customer\":{\"id\":\"c-7\"},"
                        + "\"sent_at\":\"2026-09-21T14:13:20Z\",\"contents\":[{\"kind\":\"text\",\"text\":\"Grüße\"}]}}")
                .getBytes(UTF_8);

        assertThat(StandardWebhooks.sign(List.of(OTHER), "evt_0001", Instant.ofEpochSecond(1_790_000_000), body))
                .isEqualTo("v1,aB+hB5Wowf17fZXUfBrZhV28jit+Dr5t7KYYue2wfAI=");
    }

    @Test
    void signsWithEachSecretTheCurrentOneFirst() {
        String both = StandardWebhooks.sign(List.of(SECRET, OTHER), ID, AT, BODY);

        assertThat(both.split(" ")).hasSize(2).startsWith(SIGNATURE);
        assertThat(check(List.of(OTHER), both).by()).isSameAs(OTHER);
    }

    @Test
    void tellsTheSecretThatFits() {
        assertThat(check(List.of(OTHER, SECRET), SIGNATURE)).isEqualTo(new StandardWebhooks.Checked(SECRET, ""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "v2,x v1,AAAA " + SIGNATURE,
                SIGNATURE + " v1a,x",
                "v1, " + SIGNATURE,
                "v1 " + SIGNATURE,
                "  " + SIGNATURE
            })
    void looksForTheRightOneAmongOthers(String signatures) {
        assertThat(check(List.of(SECRET), signatures).by()).isSameAs(SECRET);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "v1",
                "v1,",
                "v1,====",
                "v1a,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
                "g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
                "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OF=",
                "V1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
                "v1,x v1,x v1,x v1,x v1,x v1,x v1,x v1,x v1,x v1,x " + SIGNATURE
            })
    void refusesWhatDoesNotFit(String signatures) {
        StandardWebhooks.Checked checked = check(List.of(SECRET), signatures);

        assertThat(checked.by()).isNull();
        assertThat(checked.why()).isNotBlank();
    }

    @Test
    void anotherIdTimeOrBodyIsAnotherMessage() {
        List<Secret> secrets = List.of(SECRET);
        String at = String.valueOf(AT.getEpochSecond());

        assertThat(StandardWebhooks.check(secrets, ID + "x", at, SIGNATURE, BODY, AT, TOLERANCE)
                        .by())
                .isNull();
        assertThat(StandardWebhooks.check(secrets, ID, "1614265331", SIGNATURE, BODY, AT, TOLERANCE)
                        .by())
                .isNull();
        assertThat(StandardWebhooks.check(secrets, ID, at, SIGNATURE, "{}".getBytes(UTF_8), AT, TOLERANCE)
                        .by())
                .isNull();
    }

    @ParameterizedTest
    @CsvSource({"300, true", "-300, true", "301, false", "-301, false"})
    void clocksMayBeApartByTheTolerance(long seconds, boolean taken) {
        StandardWebhooks.Checked checked = StandardWebhooks.check(
                List.of(SECRET),
                ID,
                String.valueOf(AT.getEpochSecond()),
                SIGNATURE,
                BODY,
                AT.plusSeconds(seconds),
                TOLERANCE);

        assertThat(checked.by() != null).isEqualTo(taken);
        assertThat(checked.why()).contains(taken ? "" : "clock");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "1e9", "16142653300000", "1614265330.0", "١٦١٤٢٦٥٣٣٠"})
    void timeIsWholeSeconds(String timestamp) {
        assertThat(StandardWebhooks.check(List.of(SECRET), ID, timestamp, SIGNATURE, BODY, AT, TOLERANCE)
                        .by())
                .isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
                "whsec_",
                "whsec_***",
                "WHSEC_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
            })
    void secretWithoutAKeySignsNothing(String secret) {
        List<Secret> secrets = List.of(Secret.of(secret));

        assertThatThrownBy(() -> StandardWebhooks.sign(secrets, ID, AT, BODY))
                .isInstanceOf(IllegalArgumentException.class)
                .message()
                .doesNotContain("MfKQ9r8G");
    }

    private static StandardWebhooks.Checked check(List<Secret> secrets, String signatures) {
        return StandardWebhooks.check(
                secrets, ID, String.valueOf(AT.getEpochSecond()), signatures, BODY, AT.plusSeconds(60), TOLERANCE);
    }
}
