package dev.byoc.kakaotalk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.channel.Verification;
import dev.byoc.json.Json;
import dev.byoc.kakaotalk.internal.InboundBody;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What stands in for the signature that the dealers do not give (BC-39). */
final class VerificationTest {
    private static final byte[] BODY = Shop.sample("consultation-happytalk/inbound-message-text.json");

    private final Shop open = Shop.happytalk();
    private final Shop listed = Shop.happytalk("allowed-addresses", "192.0.2.0/24, 2001:db8::7");

    @AfterEach
    void close() {
        open.close();
        listed.close();
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.1, true",
        "192.0.2.255, true",
        "2001:db8::7, true",
        "192.0.3.1, false",
        "2001:db8::8, false",
        "127.0.0.1, false"
    })
    void letsInThoseOnTheListAlone(String caller, boolean in) throws Exception {
        Verification verification = listed.channel.verify(Shop.request("/message", BODY)
                .caller(InetAddress.getByName(caller))
                .build());

        assertThat(verification instanceof Verification.Verified).isEqualTo(in);
    }

    @Test
    void refusesACallOfUnknownAddressIfThereIsAList() {
        assertThat(listed.channel.verify(
                        Shop.request("/message", BODY).caller(null).build()))
                .isEqualTo(new Verification.Rejected(
                        "the caller's address is not known, so 'allowed-addresses' refuses it"));
        assertThat(open.channel.verify(
                        Shop.request("/message", BODY).caller(null).build()))
                .isInstanceOf(Verification.Verified.class);
    }

    @Test
    void believesNoForwardedHeader() throws Exception {
        var request = Shop.request("/message", BODY)
                .caller(InetAddress.getByName("198.51.100.1"))
                .headers(Map.of("X-Forwarded-For", java.util.List.of("192.0.2.1")))
                .build();

        assertThat(listed.channel.verify(request))
                .isEqualTo(new Verification.Rejected("the caller is not in 'allowed-addresses'"));
    }

    @Test
    void takesAPostAlone() {
        assertThat(open.channel.verify(
                        Shop.request("/message", BODY).method("PUT").build()))
                .isEqualTo(new Verification.Rejected("not a POST"));
    }

    @Test
    void takesABodyOfOneMegabyteAndNoMore() {
        int space = InboundBody.MAX_BYTES - BODY.length;
        String padded = new String(BODY, StandardCharsets.UTF_8) + " ".repeat(space);

        assertThat(verify(padded)).isInstanceOf(Verification.Verified.class);
        assertThat(verify(padded + " ")).isEqualTo(new Verification.Rejected("larger than 1 MB"));
    }

    @Test
    void takes64LevelsAndNoMore() {
        // The object around it is the first one.
        assertThat(verify(nested(63))).isInstanceOf(Verification.Verified.class);
        assertThat(verify(nested(64))).isEqualTo(new Verification.Rejected("no JSON, or nested too deeply"));
        assertThat(verify(nested(100_000))).isEqualTo(new Verification.Rejected("no JSON, or nested too deeply"));
    }

    @Test
    void refusesAnotherChannelsCallback() {
        Map<String, Json> fields = new LinkedHashMap<>(Json.parse(BODY).fields());
        fields.put("sender_key", Json.of("0".repeat(40)));

        assertThat(open.channel.verify(
                        Shop.request("/message", Json.of(fields).bytes()).build()))
                .isEqualTo(new Verification.Rejected("another channel's sender key; is 'sender-key' this channel's?"));
    }

    @Test
    void saysThatTheAutoReplyApiIsNoMore() {
        assertThat(verify("{\"user_key\":\"SaMpLeKey0001\",\"type\":\"text\",\"content\":\"매장 위치\"}"))
                .isEqualTo(new Verification.Rejected(
                        "no sender key: is this the auto-reply API, which Kakao shut down in 2019?"));
    }

    /** BC-38: an old request keeps its time and its id, by which the core knows it again. */
    @Test
    void aCapturedRequestIsTheSameEventOfTheSameTimeWheneverItComes() {
        var then = open.receive(Shop.request("/message", BODY).build());
        var later = open.receive(Shop.request("/message", BODY)
                .receivedAt(Shop.RECEIVED.plusSeconds(400_000))
                .build());

        assertThat(later.events()).isEqualTo(then.events());
    }

    private Verification verify(String body) {
        return open.channel.verify(Shop.request("/message", Shop.bytes(body)).build());
    }

    private static String nested(int levels) {
        return "{\"sender_key\":\"" + Shop.SENDER_KEY + "\",\"x\":" + "[".repeat(levels) + "]".repeat(levels) + "}";
    }
}
