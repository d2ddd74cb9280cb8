package dev.byoc.internal.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.Secret;
import dev.byoc.json.Json;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** No secret of an account stays in what is kept of a request, however it is written there. */
class SecretRedactionTest {
    private static SecretRedaction of(String... secrets) {
        return new SecretRedaction(Arrays.stream(secrets).map(Secret::of).toList());
    }

    private static String without(String body, String... secrets) {
        return new String(of(secrets).without(body.getBytes(StandardCharsets.UTF_8)), StandardCharsets.UTF_8);
    }

    static Stream<String> secrets() {
        return Stream.of("plain-token", "a/b+c==", "with \"quotes\" and \\", "열려라 참깨", "a😀b", "12345678");
    }

    private static String json(Json tree) {
        return new String(tree.bytes(), StandardCharsets.UTF_8);
    }

    /** Each way to write it, with the same secret in a body of that format. */
    static Stream<Arguments> spellings() {
        List<Arguments> all = new ArrayList<>();
        secrets().forEach(secret -> {
            StringBuilder escaped = new StringBuilder();
            secret.chars().forEach(c -> escaped.append(String.format("\\u%04X", c)));
            all.add(Arguments.of(secret, json(Json.object().put("key", secret).build())));
            all.add(Arguments.of(
                    secret,
                    json(Json.object().put("key", "Bearer " + secret).build()).replace("/", "\\/")));
            all.add(Arguments.of(secret, "{\"key\":\"" + escaped + "\"}"));
            all.add(Arguments.of(secret, "{\"key\":\"" + escaped.toString().toLowerCase(Locale.ROOT) + "\"}"));
            all.add(Arguments.of(secret, "key=" + URLEncoder.encode(secret, StandardCharsets.UTF_8) + "&text=x"));
            all.add(Arguments.of(
                    secret,
                    "key="
                            + URLEncoder.encode(secret, StandardCharsets.UTF_8)
                                    .replace("+", "%20")
                                    .toLowerCase(Locale.ROOT)));
            all.add(Arguments.of(secret, "--boundary\r\n\r\n" + secret + "\r\n--boundary--"));
        });
        return all.stream();
    }

    @ParameterizedTest
    @MethodSource("spellings")
    void secretIsTakenOutHoweverItIsWritten(String secret, String body) {
        assertThat(of(secret).isIn(body)).isTrue();

        String kept = without(body, secret);

        assertThat(of(secret).isIn(kept)).isFalse();
        assertThat(kept).containsAnyOf("***", "0").doesNotContain(secret);
        if (body.startsWith("{")) {
            assertThat(Json.parse(kept.getBytes(StandardCharsets.UTF_8))
                            .get("key")
                            .text())
                    .doesNotContain(secret);
        }
    }

    @Test
    void restOfTheBodyStaysAsItIs() {
        assertThat(without("{\"sender_key\":\"abc/def\", \"text\": \"안녕 ***\"}", "abc/def"))
                .isEqualTo("{\"sender_key\":\"***\", \"text\": \"안녕 ***\"}");
    }

    @Test
    void numberStaysANumber() {
        assertThat(Json.parse(without("{\"key\":12345678,\"text\":\"x\"}", "12345678")
                                .getBytes(StandardCharsets.UTF_8))
                        .get("text")
                        .text())
                .isEqualTo("x");
    }

    @Test
    void longerOfTwoSecretsIsTakenOutWhole() {
        assertThat(without("key=token-two", "token", "token-two")).isEqualTo("key=***");
    }

    @Test
    void bodyThatIsNoTextStaysAsItIsByteForByte() {
        byte[] bytes = new byte[256];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) i;
        }

        assertThat(of("token").without(bytes)).isEqualTo(bytes);
        assertThat(of().without(bytes)).isEqualTo(bytes);
    }

    @Test
    void bytesAroundASecretStayAsTheyAre() {
        byte[] body = {(byte) 0xff, 't', 'o', 'k', 'e', 'n', (byte) 0x80, 0};

        assertThat(of("token").without(body)).containsExactly(0xff, '*', '*', '*', 0x80, 0);
    }
}
