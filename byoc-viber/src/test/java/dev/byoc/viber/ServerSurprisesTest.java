package dev.byoc.viber;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.RelayRequest;
import dev.byoc.channel.Received;
import dev.byoc.channel.Verification;
import dev.byoc.testkit.CapturedLogs;
import dev.byoc.testkit.FakeChannel;
import dev.byoc.testkit.FakeChannelProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The JDK's web server has habits that hurt; the host that is built on it has not. */
final class ServerSurprisesTest {
    private static final byte[] TEXT = Cases.bytes("bc01-viber-text.json");
    private static final String SIGNED = "X-Viber-Content-Signature: " + Cases.signature(TEXT);
    private static final String JSON = "Content-Type: application/json";

    private final RelayFixture fixture = new RelayFixture(relay -> relay.account(
            "fake-main",
            new FakeChannelProvider("fake", context -> new FakeChannel(context) {
                @Override
                public Verification verify(dev.byoc.webhook.WebhookRequest request) {
                    if (request.body().length == 1) {
                        throw new IllegalStateException("the words of a customer");
                    }
                    return new Verification.Verified(request);
                }

                @Override
                public Received parse(Verification.Verified verified) {
                    throw new IllegalStateException("the words of a customer");
                }
            }),
            Map.of("topic", "Support")));
    private final String target = RawHttp.target(fixture.viberWebhook());

    @AfterEach
    void close() {
        fixture.close();
    }

    private void nothingWasRelayed() {
        fixture.post("bc02-viber-yes-a.json");
        fixture.freshchat.awaitPosted(1);

        assertThat(fixture.posted()).containsExactly("네");
    }

    @Test
    void answersWithoutABodyLeaveTheConnectionUsable() {
        try (RawHttp http = new RawHttp(fixture.viberWebhook())) {
            List<Integer> statuses = IntStream.range(0, 10)
                    .map(i -> http.send("POST", target, TEXT, SIGNED, JSON).status())
                    .boxed()
                    .toList();

            assertThat(statuses).hasSize(10).containsOnly(200);
        }
    }

    @Test
    void channelThatThrowsIsARefusalOrADeadLetterAndNoOpenWound() {
        try (CapturedLogs logs = CapturedLogs.start()) {
            var url = fixture.relay.webhookUrl("fake-main");

            int verifying = RawHttp.post(url, new byte[] {1});
            int parsing = RawHttp.post(url, new byte[] {1, 2});

            assertThat(verifying).isEqualTo(401);
            assertThat(parsing).isEqualTo(200);
            assertThat(fixture.relay.deadLetters()).hasSize(1);
            assertThat(logs.text()).doesNotContain("words of a customer").doesNotContain("\tat ");
            nothingWasRelayed();
        }
    }

    @Test
    void onlyTheExactAddressIsServed() {
        String path = fixture.viberWebhook().getRawPath();
        String account = path.substring(0, path.lastIndexOf('/'));
        String secret = path.substring(path.lastIndexOf('/') + 1);
        List<String> others = List.of(
                path + "X",
                path + "/x",
                path + "/",
                path + ";x",
                "/" + path,
                path.replace("/viber-main/", "/viber-main%2F"),
                path.replace("/viber-main/", "//viber-main/"),
                path.replace("/viber-main/", "/VIBER-MAIN/"),
                path.replace("/viber-main/", "/viber-main/../viber-main/"),
                path.replace("viber", "%76iber"),
                path.substring(0, path.length() - 1),
                account,
                account + "/",
                account + "/" + secret.toUpperCase(java.util.Locale.ROOT),
                "/byoc/fake-main/" + secret,
                "/byoc/freshchat/" + secret,
                "/",
                "/byoc",
                path.substring("/byoc".length()));

        List<String> served = new ArrayList<>();
        for (String other : others) {
            try (RawHttp http = new RawHttp(fixture.viberWebhook())) {
                RawHttp.Got got = http.send("POST", other, TEXT, SIGNED, JSON);
                if (got.status() != 404) {
                    served.add(got.status() + " for " + other);
                }
            }
        }

        assertThat(served).isEmpty();
        nothingWasRelayed();
    }

    @Test
    void unknownAddressAndWrongSecretLookAlike() {
        try (RawHttp http = new RawHttp(fixture.viberWebhook())) {
            RawHttp.Got nobody = http.send("POST", "/byoc/nobody/0123456789abcdef", TEXT, SIGNED, JSON);
            RawHttp.Got wrong = http.send("POST", "/byoc/viber-main/0123456789abcdef", TEXT, SIGNED, JSON);

            assertThat(wrong.status()).isEqualTo(nobody.status()).isEqualTo(404);
            assertThat(wrong.text()).isEqualTo(nobody.text());
            assertThat(wrong.headers().stream().filter(line -> !line.startsWith("Date")))
                    .containsExactlyElementsOf(nobody.headers().stream()
                            .filter(line -> !line.startsWith("Date"))
                            .toList());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "BREW"})
    void onlyPostIsTaken(String method) {
        try (RawHttp http = new RawHttp(fixture.viberWebhook())) {
            RawHttp.Got got = http.send(method, target, method.equals("HEAD") ? new byte[0] : TEXT, SIGNED, JSON);
            RawHttp.Got next = http.send("POST", target, Cases.bytes("bc02-viber-yes-a.json"), JSON);

            assertThat(got.status()).isEqualTo(405);
            assertThat(next.status()).as("the connection goes on").isEqualTo(401);
            nothingWasRelayed();
        }
    }

    @Test
    void slowSendersDoNotHoldUpGoodWebhooks() {
        List<RawHttp> slow = new ArrayList<>();
        try {
            for (int i = 0; i < 50; i++) {
                slow.add(new RawHttp(fixture.viberWebhook())
                        .head("POST", target, SIGNED, "Content-Length: " + TEXT.length)
                        .write(new byte[] {TEXT[0]}));
            }
            nothingWasRelayed();
        } finally {
            slow.forEach(RawHttp::close);
        }
    }

    @Test
    void refusalOfALargeUnreadBodyDoesNotHang() {
        byte[] large = new byte[2 * 1024 * 1024];
        try (RawHttp http = new RawHttp(fixture.viberWebhook())) {
            RawHttp.Got got = http.send("POST", target, large, JSON);
            RawHttp.Got next = http.send("POST", target, TEXT, SIGNED, JSON);

            // The connection is closed, as the rest is not read; the sender opens another.
            assertThat(got.status()).isIn(413, 0);
            assertThat(next.status()).isIn(200, 0);
        }
        byte[] taken = new byte[RelayRequest.MAX_BODY_BYTES];
        try (RawHttp http = new RawHttp(fixture.viberWebhook())) {
            RawHttp.Got got = http.send("POST", target, taken, JSON);
            RawHttp.Got next = http.send("POST", target, TEXT, SIGNED, JSON);

            assertThat(got.status()).isEqualTo(401);
            assertThat(next.status()).isEqualTo(200);
        }
    }

    @Test
    void everyAnswerForbidsGuessingAndKeeping() {
        try (RawHttp http = new RawHttp(fixture.viberWebhook())) {
            RawHttp.Got missing = http.send("POST", "/%3Cscript%3Ealert(1)%3C/script%3E?q=%3Cb%3E", new byte[0]);
            RawHttp.Got unsigned = http.send("POST", target, TEXT);

            for (RawHttp.Got got : List.of(missing, unsigned)) {
                assertThat(got.text()).doesNotContain("script").doesNotContain("<");
            }
            assertThat(unsigned.header("X-Content-Type-Options")).isEqualTo("nosniff");
            assertThat(unsigned.header("Cache-Control")).isEqualTo("no-store");
            assertThat(unsigned.header("Content-Type")).startsWith("text/plain");
        }
    }

    @Test
    void concurrentRequestsAreNotServedOneAfterTheOther() {
        List<RawHttp> open = new ArrayList<>();
        try {
            byte[] half = java.util.Arrays.copyOf(TEXT, TEXT.length / 2);
            byte[] rest = java.util.Arrays.copyOfRange(TEXT, TEXT.length / 2, TEXT.length);
            for (int i = 0; i < 20; i++) {
                open.add(new RawHttp(fixture.viberWebhook())
                        .head("POST", target, SIGNED, "Content-Length: " + TEXT.length)
                        .write(half));
            }
            // The last that came is finished first.
            List<Integer> statuses = new ArrayList<>();
            for (int i = 19; i >= 0; i--) {
                statuses.add(open.get(i).write(rest).receive(false).status());
            }

            assertThat(statuses).hasSize(20).containsOnly(200);
        } finally {
            open.forEach(RawHttp::close);
        }
    }
}
