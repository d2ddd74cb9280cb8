package dev.byoc.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.byoc.ConfigurationException;
import dev.byoc.Secret;
import dev.byoc.channel.Registration;
import dev.byoc.freshchat.FreshchatSettings;
import dev.byoc.host.JdkHttpHost;
import dev.byoc.memory.MemoryStore;
import dev.byoc.relay.RelayBuilder;
import dev.byoc.relay.RelayEngine;
import dev.byoc.testkit.freshchat.FakeFreshchat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The settings page as a browser gets it: a whole relay, its web server, and bytes on a socket. */
final class SettingsPageOverHttpTest {
    private static final String PASSWORD = "open the gate, please";
    private static final String LOGIN = "Authorization: Basic "
            + Base64.getEncoder().encodeToString(("admin:" + PASSWORD).getBytes(StandardCharsets.UTF_8));

    private final FakeFreshchat freshchat = new FakeFreshchat();
    private final FakeChannelProvider fake = new FakeChannelProvider();
    private final RelayEngine relay = builder(fake).settingsPage(PASSWORD).build();
    private final JdkHttpHost host = serve(relay);

    @AfterEach
    void close() {
        relay.close();
        host.close();
        freshchat.close();
    }

    @Test
    void thePageShowsTheAddressesToPasteAndNoOtherSecret() {
        relay.install();

        String answer = get("/byoc/settings", LOGIN);

        assertThat(answer)
                .startsWith("HTTP/1.1 200 ")
                .contains(relay.freshchatWebhookUrl().toString())
                .contains(relay.webhookUrl("main").toString())
                .contains("To be registered by hand")
                .doesNotContain(freshchat.token())
                .doesNotContain(PASSWORD);
        FakeChannel channel = fake.channel("main");
        assertThat(channel.context().webhookSecrets())
                .isNotEmpty()
                .allSatisfy(secret -> assertThat(answer).doesNotContain(secret.reveal()));
        assertThat(relay.settingsUrl()).hasToString("https://chat.example.com/byoc/settings");
    }

    @Test
    void itsHeadersAreSentOnceEach() {
        List<String> head = get("/byoc/settings", LOGIN)
                .split("\r\n\r\n", 2)[0]
                .lines()
                .map(String::strip)
                .toList();

        assertThat(head)
                .doesNotHaveDuplicates()
                .anySatisfy(line -> assertThat(line).isEqualToIgnoringCase("Content-Type: text/html; charset=utf-8"))
                .anySatisfy(line -> assertThat(line)
                        .startsWithIgnoringCase("Content-Security-Policy: default-src 'none'; style-src 'sha256-")
                        .endsWith("base-uri 'none'; form-action 'none'; frame-ancestors 'none'"))
                .anySatisfy(line -> assertThat(line).isEqualToIgnoringCase("X-Frame-Options: DENY"))
                .anySatisfy(line -> assertThat(line).isEqualToIgnoringCase("X-Content-Type-Options: nosniff"))
                .anySatisfy(line -> assertThat(line).isEqualToIgnoringCase("Referrer-Policy: no-referrer"))
                .anySatisfy(line -> assertThat(line).isEqualToIgnoringCase("Cache-Control: no-store"));
    }

    @Test
    void withoutThePasswordThereIsNothingToSee() {
        String answer = get("/byoc/settings");

        assertThat(answer)
                .startsWith("HTTP/1.1 401 ")
                .containsIgnoringCase("WWW-Authenticate: Basic realm=\"byoc settings\"")
                .containsIgnoringCase("Content-Type: text/plain")
                .endsWith("\r\n\r\npassword required");
    }

    @Test
    void headHasTheHeadersAndNoBody() {
        assertThat(send("HEAD", "/byoc/settings", LOGIN))
                .startsWith("HTTP/1.1 200 ")
                .containsIgnoringCase("Content-Security-Policy:")
                .endsWith("\r\n\r\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/settings",
                "/byoc/settings/",
                "/byoc/settings/x",
                "/byoc/Settings",
                "/byoc/%73ettings",
                "/byoc//settings",
                "/byoc/<script>alert(1)</script>"
            })
    void onlyTheExactPathIsThePage(String path) {
        assertThat(get(path, LOGIN)).doesNotStartWith("HTTP/1.1 200").doesNotContain("<script>");
    }

    @Test
    void whatTheQuerySaysDoesNotMatter() {
        assertThat(get("/byoc/settings?x=%3Cscript%3Ealert(1)%3C/script%3E", LOGIN))
                .startsWith("HTTP/1.1 200 ")
                .doesNotContain("alert");
    }

    @Test
    void itIsOffUnlessItIsSwitchedOn() {
        try (RelayEngine other = builder(new FakeChannelProvider()).build();
                JdkHttpHost otherHost = serve(other)) {
            assertThat(other.settingsUrl()).isNull();
            assertThat(exchange(otherHost.port(), "GET", "/byoc/settings", LOGIN))
                    .startsWith("HTTP/1.1 404 ")
                    .endsWith("not found");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "            ", "short-word1", "  elevenchars  "})
    void aPasswordThatIsTooShortStopsTheBuildAndIsNotQuoted(String password) {
        RelayBuilder builder = builder(new FakeChannelProvider()).settingsPage(password);

        assertThatThrownBy(builder::build)
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("settingsPage")
                .hasMessageNotContaining("short-word1")
                .hasMessageNotContaining("elevenchars");
    }

    @Test
    void aWrongPasswordIsLoggedOnceAndWithoutItsValue() {
        String wrong = Base64.getEncoder().encodeToString("admin:let-me-in-now".getBytes(StandardCharsets.UTF_8));
        try (CapturedLogs logs = CapturedLogs.start()) {
            assertThat(get("/byoc/settings", "Authorization: Basic " + wrong)).startsWith("HTTP/1.1 401 ");

            assertThat(logs.text())
                    .containsOnlyOnce("wrong password")
                    .doesNotContain("let-me-in")
                    .doesNotContain(wrong);
        }
    }

    @Test
    void aSignedWebhookShowsThatFreshchatIsConnected() {
        freshchat.connectWebhook(URI.create(
                "http://127.0.0.1:" + host.port() + relay.freshchatWebhookUrl().getRawPath()));
        assertThat(get("/byoc/settings", LOGIN))
                .contains("Nothing received yet")
                .doesNotContain("Connected");

        freshchat.sends("message_create", "{}".getBytes(StandardCharsets.UTF_8));

        assertThat(get("/byoc/settings", LOGIN)).contains("Connected").doesNotContain("Nothing received yet");
        freshchat.newKey();
        freshchat.sends("message_create", "{}".getBytes(StandardCharsets.UTF_8));
        assertThat(get("/byoc/settings", LOGIN)).contains("Webhook refused").doesNotContain("Connected");
    }

    @Test
    void aWebhookShowsThatTheAddressWasPasted() {
        relay.install();
        FakeChannel channel = fake.channel("main");
        String body = new String(FakeChannel.text("m1", "ines", "Hello").bytes(), StandardCharsets.UTF_8);

        String answer = exchange(
                host.port(),
                "POST",
                relay.webhookUrl("main").getRawPath(),
                FakeChannel.SECRET_HEADER + ": "
                        + channel.headers().get(FakeChannel.SECRET_HEADER).get(0),
                "Content-Length: " + body.length() + "\r\n\r\n" + body);

        assertThat(answer).startsWith("HTTP/1.1 200 ");
        assertThat(get("/byoc/settings", LOGIN)).contains("Registered by hand").doesNotContain("To be registered");
    }

    @Test
    void otherMethodsAreToldWhatAnAddressTakes() {
        assertThat(send("POST", "/byoc/settings", LOGIN))
                .startsWith("HTTP/1.1 405 ")
                .containsIgnoringCase("Allow: GET, HEAD\r\n");
        assertThat(send("GET", relay.webhookUrl("main").getRawPath()))
                .startsWith("HTTP/1.1 405 ")
                .containsIgnoringCase("Allow: POST\r\n");
        assertThat(send("DELETE", relay.freshchatWebhookUrl().getRawPath()))
                .startsWith("HTTP/1.1 405 ")
                .containsIgnoringCase("Allow: GET, HEAD, POST\r\n");
    }

    @Test
    void aProxyThatCutsThePathOffFindsThePage() {
        try (RelayEngine other = builder(new FakeChannelProvider())
                        .settingsPage(PASSWORD)
                        .stripsPublicPath()
                        .build();
                JdkHttpHost otherHost = serve(other)) {
            assertThat(exchange(otherHost.port(), "GET", "/settings", LOGIN)).startsWith("HTTP/1.1 200 ");
        }
    }

    @Test
    void howARegistrationEndedIsKnownAfterARestart() {
        MemoryStore store = new MemoryStore(Clock.systemUTC());
        FakeChannelProvider provider = new FakeChannelProvider();
        Registration byHand = new Registration.ByHand(
                List.of(new Registration.Step("Tell the dealer:", Secret.of("our address is ..."))));
        try (RelayEngine before = builder(provider).store(store).build()) {
            assertThat(before.registrations()).isEmpty();
            provider.channel("main").willRegister(byHand);
            before.install();
        }

        try (RelayEngine after = builder(new FakeChannelProvider())
                .store(store)
                .settingsPage(PASSWORD)
                .build()) {
            assertThat(after.registrations()).isEqualTo(Map.of("main", byHand));
            after.uninstall();
        }
        try (RelayEngine last = builder(new FakeChannelProvider()).store(store).build()) {
            assertThat(last.registrations()).isEmpty();
        }
    }

    private RelayBuilder builder(FakeChannelProvider provider) {
        return new RelayBuilder()
                .freshchat(FreshchatSettings.builder()
                        .url(freshchat.url().toString())
                        .trustHost(freshchat.url().getHost())
                        .token(freshchat.token())
                        .webhookKey(freshchat.publicKeyPem())
                        .build())
                .account("main", provider, Map.of("topic", "Support"))
                .publicUrl(URI.create("https://chat.example.com/byoc"));
    }

    private static JdkHttpHost serve(RelayEngine relay) {
        return JdkHttpHost.serve(relay, new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    private String get(String target, String... headers) {
        return send("GET", target, headers);
    }

    private String send(String method, String target, String... headers) {
        return exchange(host.port(), method, target, headers);
    }

    /** Everything that comes back for one request. The last of the headers may bring a body along. */
    private static String exchange(int port, String method, String target, String... headers) {
        String head = method + " " + target + " HTTP/1.1\r\nHost: chat.example.com\r\nConnection: close\r\n"
                + String.join("\r\n", headers);
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(30_000);
            String request = head.contains("\r\n\r\n") ? head : head.stripTrailing() + "\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            socket.getOutputStream().flush();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
