package dev.byoc.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.RelayRequest;
import dev.byoc.Secret;
import dev.byoc.channel.Channel;
import dev.byoc.channel.ChannelContext;
import dev.byoc.channel.ChannelProvider;
import dev.byoc.channel.Descriptor;
import dev.byoc.channel.Inbound;
import dev.byoc.channel.Received;
import dev.byoc.channel.Route;
import dev.byoc.channel.Verification;
import dev.byoc.channel.config.ConfigSpec;
import dev.byoc.json.Json;
import dev.byoc.message.Content;
import dev.byoc.message.Customer;
import dev.byoc.store.DeadLetter;
import dev.byoc.store.DeadLetterFilter;
import dev.byoc.testkit.freshchat.StoredMessage;
import dev.byoc.webhook.WebhookRequest;
import dev.byoc.webhook.WebhookResponse;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A request that could not be read is kept so that it can be read later, as it came. */
class UnreadableRequestsTest {
    private static final String TOKEN = "a-token-of-the-account";
    private static final String PHRASE = "several words of a secret";

    /** All of a request that a channel can see. */
    private record Seen(
            String method,
            String subPath,
            String publicUrl,
            Map<String, List<String>> headers,
            String body,
            @Nullable InetAddress caller,
            Instant receivedAt) {
        static Seen of(WebhookRequest request) {
            return new Seen(
                    request.method(),
                    request.subPath(),
                    request.publicUrl(),
                    new TreeMap<>(request.headers()),
                    new String(request.body(), StandardCharsets.UTF_8),
                    request.caller(),
                    request.receivedAt());
        }
    }

    /** Cannot read anything until it has learnt to. */
    private static final class Learning extends FakeChannel {
        private final List<Seen> seen = new CopyOnWriteArrayList<>();
        private volatile boolean knows;

        Learning(ChannelContext context) {
            super(context);
        }

        @Override
        public List<Route> routes() {
            return List.of(new Route("POST", ""), new Route("GET", ""), new Route("PUT", "/sub/path"));
        }

        @Override
        public Verification verify(WebhookRequest request) {
            return new Verification.Verified(request);
        }

        @Override
        public Received parse(Verification.Verified verified) {
            seen.add(Seen.of(verified.request()));
            if (!knows) {
                throw new IllegalStateException("not yet");
            }
            return Received.of(Inbound.MessageReceived.builder(
                            verified.request().query("id"),
                            Customer.of("anna"),
                            verified.request().receivedAt())
                    .content(new Content.Text("read " + verified.request().query("id")))
                    .build());
        }
    }

    /** An account with a token. */
    private static final class WithToken implements ChannelProvider {
        private @Nullable Learning channel;

        @Override
        public Descriptor describe() {
            return new Descriptor(
                    "learning",
                    "Learning",
                    ConfigSpec.none().secret("token", "the token").optionalPhrase("pass-phrase", "words"));
        }

        @Override
        public Channel open(ChannelContext context) {
            Learning opened = new Learning(context);
            channel = opened;
            return opened;
        }
    }

    private final WithToken provider = new WithToken();
    private final EngineFixture fixture = new EngineFixture(
            Map.of(),
            FakeChannel::new,
            builder -> builder.account(
                    "learns", provider, Map.of("topic", "Support", "token", TOKEN, "pass-phrase", PHRASE)));

    @AfterEach
    void close() {
        fixture.close();
    }

    private Learning channel() {
        Learning channel = provider.channel;
        if (channel == null) {
            throw new AssertionError("not opened");
        }
        return channel;
    }

    private WebhookResponse request(
            String method, String sub, @Nullable String query, Map<String, List<String>> headers, String body)
            throws Exception {
        return fixture.relay.handle(new RelayRequest(
                method,
                fixture.relay.webhookUrl("learns").getRawPath() + sub,
                query,
                headers,
                body.getBytes(StandardCharsets.UTF_8),
                InetAddress.getByName("203.0.113.9")));
    }

    private void replay() {
        fixture.clock.advance(Duration.ofHours(1));
        channel().knows = true;
        for (DeadLetter letter : fixture.relay.deadLetters()) {
            assertThat(fixture.relay.replay(letter.id())).isNotNull();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "POST, '', ",
        "POST, '', id=7",
        "GET, '', id=a%20b&x&id2=%",
        "PUT, /sub/path, id=7&plus=a+b",
        "POST, '', ''"
    })
    void requestIsReadAgainAsItCame(String method, String sub, @Nullable String query) throws Exception {
        Map<String, List<String>> headers = Map.of(
                "X-Kind", List.of("message"), "X-Twice", List.of("a", "b"), "Content-Type", List.of("text/plain"));

        assertThat(request(method, sub, query, headers, "안녕").status()).isEqualTo(200);
        replay();
        fixture.freshchat.awaitPosted(1);

        assertThat(channel().seen).hasSize(2);
        assertThat(channel().seen.get(1)).isEqualTo(channel().seen.get(0));
    }

    @Test
    void whatProvedWhoSentItIsNotKept() throws Exception {
        Map<String, List<String>> headers = Map.of(
                "Authorization", List.of("Basic c2VjcmV0"),
                "Proxy-Authorization", List.of("Basic c2VjcmV0"),
                "Cookie", List.of("session=1"),
                "X-Token", List.of(TOKEN),
                "X-Scheme", List.of("Bearer " + TOKEN),
                "X-Echo", List.of(webhookSecret()),
                "X-Phrase", List.of(PHRASE),
                "X-Kind", List.of("message"));

        request("POST", "", "id=7&token=" + TOKEN, headers, "{}");
        replay();
        fixture.freshchat.awaitPosted(1);

        assertThat(channel().seen.get(1).headers()).containsOnlyKeys("x-kind");
        assertThat(channel().seen.get(1).publicUrl()).endsWith("?id=7&token=");
    }

    /** Some networks show their key within the body. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "{'sender_key':'" + TOKEN + "','text':'안녕'};{'sender_key':'***','text':'안녕'}",
                "{'sender_key':'\\u0061-token-of-the-account','text':'안녕'};{'sender_key':'***','text':'안녕'}",
                "key=several+words+of+a%20secret&text=x;key=***&text=x",
                "text: [" + PHRASE + "];text: [***]",
            })
    void secretsInABodyAreNotKept(String body, String kept) throws Exception {
        request("POST", "", "id=7", Map.of(), body.replace('\'', '"'));
        replay();
        fixture.freshchat.awaitPosted(1);

        assertThat(channel().seen.get(1).body()).isEqualTo(kept.replace('\'', '"'));
    }

    @Test
    void secretOfTheAddressIsNotKeptWithABody() throws Exception {
        request("POST", "", "id=7", Map.of(), "callback: " + fixture.relay.webhookUrl("learns"));
        replay();
        fixture.freshchat.awaitPosted(1);

        assertThat(channel().seen.get(1).body()).endsWith("/***");
    }

    @Test
    void secretThatIsTheNameOfAParameterIsNotKept() throws Exception {
        request("POST", "", "id=7&" + TOKEN + "&x", Map.of(), "{}");
        replay();
        fixture.freshchat.awaitPosted(1);

        assertThat(channel().seen.get(1).publicUrl()).endsWith("?id=7&x");
    }

    /** Nothing tells whose it is, so forgetting its customer does not reach it. */
    @Test
    void requestThatCouldNotBeReadIsErasedAfterAMonth() throws Exception {
        request("POST", "", "id=7", Map.of(), "{}");
        fixture.clock.advance(Duration.ofDays(30).minusMinutes(5));
        request("POST", "", "id=8", Map.of(), "{}");
        fixture.drain();
        assertThat(fixture.relay.deadLetters()).hasSize(2);

        fixture.clock.advance(Duration.ofHours(1));

        fixture.await(
                "the first one is erased", () -> fixture.relay.deadLetters().size() == 1);
        assertThat(fixture.relay.deadLetters().get(0).at())
                .isAfter(fixture.clock.instant().minus(Duration.ofHours(2)));
    }

    @Test
    void requestWhoseReplayFailedIsKeptForAnotherMonth() throws Exception {
        request("POST", "", "id=7", Map.of(), "{}");
        fixture.clock.advance(Duration.ofDays(29));
        fixture.relay.replay(fixture.relay.deadLetters().get(0).id());
        fixture.await("its second end", () -> fixture.relay.deadLetters().size() == 1);

        fixture.clock.advance(Duration.ofDays(2));
        fixture.drain();
        assertThat(fixture.relay.deadLetters()).hasSize(1);
        fixture.clock.advance(Duration.ofDays(29));

        fixture.await("it is erased", () -> fixture.relay.deadLetters().isEmpty());
    }

    /** A customer's message, in a lane that may even have that name, stays until an operator has decided. */
    @Test
    void deadLettersOfKnownCustomersStay() {
        Json late = Json.object()
                .put("kind", "text")
                .put("id", "1")
                .put("customer", "unreadable")
                .put("text", "old")
                .put("at", "2025-12-01T09:00:00Z")
                .build();
        EngineFixture bare = new EngineFixture(Map.of("bare-id", "true"));
        try (bare) {
            bare.post(FakeChannel.events(late));
            bare.post(FakeChannel.events(Json.object().put("kind", "broken").build()));
            assertThat(bare.relay.deadLetters())
                    .hasSize(2)
                    .allMatch(letter -> letter.party().equals("unreadable"));

            bare.clock.advance(Duration.ofDays(31));

            bare.await("one is erased", () -> bare.relay.deadLetters().size() == 1);
            assertThat(bare.relay.deadLetters().get(0).reason()).contains("older");
        }
    }

    private String webhookSecret() {
        List<Secret> secrets = channel().context().webhookSecrets();
        return secrets.get(0).reveal();
    }

    /** Some networks tell everything in the query. */
    @Test
    void requestsThatDifferInTheirQueryAloneAreKeptEach() throws Exception {
        request("GET", "", "id=1", Map.of(), "");
        request("GET", "", "id=2", Map.of(), "");
        request("GET", "", "id=2", Map.of(), "");

        assertThat(fixture.relay.deadLetters()).hasSize(2);
        replay();
        assertThat(fixture.freshchat.awaitPosted(2))
                .extracting(StoredMessage::text)
                .containsExactlyInAnyOrder("read 1", "read 2");
    }

    private static Json message(@Nullable String id) {
        Json.Builder message =
                Json.object().put("kind", "text").put("customer", "anna").put("text", "Hello");
        return id == null ? message.build() : message.put("id", id).build();
    }

    /** A replay reads all of the request, and what was relayed of it may have no id by which it is known. */
    @ParameterizedTest
    @ValueSource(strings = {"first", "last"})
    void requestThatWasRelayedInPartIsNotDoubledByReplayingAll(String place) {
        Json odd = Json.object().put("kind", "broken").build();
        fixture.post(
                place.equals("first")
                        ? FakeChannel.events(odd, message(null))
                        : FakeChannel.events(message(null), odd));
        fixture.freshchat.awaitPosted(1);

        assertThat(fixture.relay.replayAll(DeadLetterFilter.ALL)).isEmpty();

        assertThat(fixture.relay.deadLetters()).singleElement().matches(DeadLetter::mayHaveArrived);
    }

    @Test
    void requestOfWhichNothingCouldBeReadIsReplayedWithAllOthers() {
        Json odd = Json.object().put("kind", "broken").build();
        fixture.post(FakeChannel.events(odd, odd));

        assertThat(fixture.relay.replayAll(DeadLetterFilter.ALL)).hasSize(1);
    }
}
