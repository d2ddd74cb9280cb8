package dev.byoc.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.byoc.ConfigurationException;
import dev.byoc.channel.Registration;
import dev.byoc.channel.config.ConfigSpec;
import dev.byoc.channel.config.Setting;
import dev.byoc.event.Finding;
import dev.byoc.relay.EngineClockwork;
import dev.byoc.relay.RelayBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okhttp3.Dns;
import okhttp3.OkHttpClient;
import okio.Buffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A proxy in front of a relay on the JDK's server, and what the relay says of it. */
class PublicUrlCheckTest {
    private static final String HOST = "chat.example.com";
    private static final String LOGIN = "Your public URL answered 401: is a login or CSRF filter in front?";
    private static final Set<String> OF_THE_CONNECTION =
            Set.of("host", "connection", "content-length", "transfer-encoding", "accept-encoding");

    private final MockWebServer proxy = new MockWebServer();
    private final HttpClient upstream = HttpClient.newHttpClient();
    private final AtomicInteger asked = new AtomicInteger();
    private volatile int refuses;
    private volatile boolean namesCallers;
    private Map<String, String> settings = Map.of("topic", TestRelay.TOPIC);
    private URI behind = URI.create("http://127.0.0.1:1");

    @BeforeEach
    void start() throws IOException {
        proxy.setDispatcher(new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) throws InterruptedException {
                asked.incrementAndGet();
                return refuses > 0 ? new MockResponse.Builder().code(refuses).build() : pass(request);
            }
        });
        proxy.start();
    }

    @AfterEach
    void close() {
        proxy.close();
    }

    private MockResponse pass(RecordedRequest request) throws InterruptedException {
        HttpRequest.Builder passed = HttpRequest.newBuilder(behind.resolve(request.getTarget()));
        request.getHeaders().forEach(header -> {
            if (!OF_THE_CONNECTION.contains(header.getFirst().toLowerCase(Locale.ROOT))) {
                passed.header(header.getFirst(), header.getSecond());
            }
        });
        if (namesCallers) {
            passed.header("X-Forwarded-For", "203.0.113.9");
        }
        byte[] body =
                request.getBody() == null ? new byte[0] : request.getBody().toByteArray();
        passed.method(request.getMethod(), HttpRequest.BodyPublishers.ofByteArray(body));
        try {
            HttpResponse<byte[]> answer = upstream.send(passed.build(), HttpResponse.BodyHandlers.ofByteArray());
            return new MockResponse.Builder()
                    .code(answer.statusCode())
                    .body(new Buffer().write(answer.body()))
                    .build();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A relay on the JDK's server, known outside under a name. */
    private final class Relay extends TestRelay {
        private final FakeChannelProvider provider;
        private final Consumer<RelayBuilder> more;

        Relay(Registration outcome, Consumer<RelayBuilder> more) {
            this.more = more;
            this.provider = new FakeChannelProvider(
                    "fake",
                    context -> {
                        FakeChannel channel = new FakeChannel(context);
                        channel.willRegister(outcome);
                        return channel;
                    },
                    ConfigSpec.none().optional(Setting.ALLOWED_ADDRESSES, "", "from where webhooks are taken"));
            behind = localUrl();
        }

        @Override
        protected void configure(RelayBuilder builder) {
            Dns names = host -> host.equals(HOST)
                    ? List.of(InetAddress.getLoopbackAddress(), InetAddress.getByAddress(host, new byte[] {8, 8, 8, 8}))
                    : Dns.SYSTEM.lookup(host);
            builder.account("shop", provider, settings)
                    .publicUrl(URI.create("http://" + HOST + ":" + proxy.getPort() + "/byoc"))
                    .allowPlainHttp()
                    .httpClient(new OkHttpClient.Builder().dns(names).build());
            more.accept(builder);
        }
    }

    private static Registration unreached() {
        return new Registration.Failed(false, "The messenger could not use the address", true);
    }

    @Test
    void nothingIsFoundWhereTheProxyPassesAllOn() {
        try (Relay relay = new Relay(new Registration.Registered(""), builder -> {})) {
            relay.start();

            assertThat(relay.relay().checkPublicUrl()).isEmpty();
            assertThat(relay.relay().health().ok()).isTrue();
        }
    }

    private List<String> codes(Consumer<RelayBuilder> more) {
        try (Relay relay = new Relay(new Registration.Registered(""), more)) {
            relay.start();
            return relay.relay().checkPublicUrl().stream().map(Finding::code).toList();
        }
    }

    @Test
    void proxyThatIsNotTrustedIsFoundOnceAnAccountIsForSomeCallersAlone() {
        namesCallers = true;
        assertThat(codes(builder -> {})).isEmpty();

        settings = Map.of("topic", TestRelay.TOPIC, Setting.ALLOWED_ADDRESSES, "203.0.113.0/24");
        assertThat(codes(builder -> {})).containsExactly("proxy-not-trusted");
        assertThat(codes(builder -> builder.trustedProxy("127.0.0.1"))).isEmpty();
    }

    @Test
    void trustedProxyThatDoesNotNameWhoCalledIsFound() {
        assertThat(codes(builder -> builder.trustedProxy("127.0.0.1"))).containsExactly("caller-not-named");
    }

    @Test
    void loginInFrontIsAFault() {
        refuses = 401;
        try (Relay relay = new Relay(new Registration.Registered(""), builder -> {})) {
            relay.start();

            assertThat(relay.relay().checkPublicUrl()).extracting(Finding::what).containsExactly(LOGIN);
        }
    }

    @Test
    void registrationThatFailsForTheAddressSaysWhatAnswersThere() {
        refuses = 401;
        try (CapturedLogs logs = CapturedLogs.start();
                Relay relay = new Relay(unreached(), builder -> {})) {
            relay.start();

            assertThat(relay.relay().registrations().get("shop"))
                    .isInstanceOfSatisfying(
                            Registration.Failed.class,
                            failed -> assertThat(failed.detail())
                                    .startsWith("The messenger could not use the address. " + LOGIN));
            assertThat(relay.relay().health().parts())
                    .anySatisfy(part -> assertThat(part.trouble()).contains(LOGIN));
            assertThat(logs.text()).contains(LOGIN);
        }
    }

    @Test
    void startThatIsToFailFastSaysWhatAnswersThere() {
        refuses = 401;
        try (Relay relay = new Relay(unreached(), RelayBuilder::failFast)) {
            assertThatThrownBy(relay::start)
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining(LOGIN);
        }
    }

    @Test
    void registrationThatFailsForAnotherReasonHasTheAddressLookedAtByNobody() {
        refuses = 401;
        try (Relay relay = new Relay(
                new Registration.Failed(false, "invalidAuthToken"), builder -> builder.probeEvery(Duration.ZERO))) {
            relay.start();

            assertThat(asked.get()).isZero();
            assertThat(relay.relay().registrations().get("shop"))
                    .isEqualTo(new Registration.Failed(false, "invalidAuthToken"));
        }
    }

    @Test
    void oneLookDoesForAllRegistrationsThatFailWithinAMinute() {
        refuses = 401;
        try (Relay relay = new Relay(unreached(), builder -> builder.probeEvery(Duration.ZERO))) {
            relay.start();
            int first = asked.get();
            EngineClockwork.retryRegistrations(relay.relay());

            assertThat(first).isEqualTo(2);
            assertThat(asked.get()).isEqualTo(first);
        }
    }

    @Test
    void closedRelayDoesNotLook() {
        try (Relay relay = new Relay(new Registration.Registered(""), builder -> {})) {
            relay.start().stop();

            assertThatThrownBy(() -> relay.relay().checkPublicUrl()).isInstanceOf(IllegalStateException.class);
        }
    }
}
