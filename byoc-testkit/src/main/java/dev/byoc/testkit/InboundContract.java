package dev.byoc.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.byoc.ConfigurationException;
import dev.byoc.channel.Channel;
import dev.byoc.channel.ChannelProvider;
import dev.byoc.channel.Inbound;
import dev.byoc.channel.Received;
import dev.byoc.channel.Verification;
import dev.byoc.webhook.WebhookRequest;
import dev.byoc.wording.Wording;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The half of {@link ChannelContract} that is about opening a channel and about what comes in. */
abstract class InboundContract {
    private static final int MEBIBYTE = 1024 * 1024;

    /** Found through {@link ServiceLoader} as well. */
    protected abstract ChannelProvider provider();

    /** Opened with right settings; its calls go to {@link ChannelContract#network}. */
    protected abstract Channel channel();

    /** The body of a webhook with an ordinary text message, with the network's own id for it. */
    protected abstract byte[] message();

    /** A request as the network sends it, with everything that {@link Channel#verify} looks for. */
    protected abstract WebhookRequest signed(byte[] body);

    /** What must not show up in any detail: the account's tokens and secrets. */
    protected abstract List<String> secrets();

    /** Whether the credential depends on the body. */
    protected boolean signsBodies() {
        return true;
    }

    @Test
    protected void isFoundByTheServiceLoader() {
        assertThat(ServiceLoader.load(ChannelProvider.class).stream().map(ServiceLoader.Provider::type))
                .contains(provider().getClass());
    }

    @Test
    protected void refusesToOpenWithoutItsRequiredSettings() {
        var spec = provider().describe().config();
        boolean needsSome = spec.settings().stream().anyMatch(setting -> setting.required());

        if (needsSome) {
            assertThatThrownBy(() -> provider().open(TestContext.builder(spec).build()))
                    .isInstanceOf(ConfigurationException.class);
        }
    }

    @Test
    protected void readsAMessageThatTheNetworkSigned() {
        Inbound.MessageReceived message = onlyMessage(parse(message()));

        assertThat(message.eventId()).as("a repeat must be recognised").isNotBlank();
        assertThat(message.contents())
                .allSatisfy(content ->
                        assertThat(content.plainText(Wording.ENGLISH)).isNotBlank());
    }

    @Test
    protected void readsARepeatAsTheSameEvent() {
        assertThat(onlyMessage(parse(message()))).isEqualTo(onlyMessage(parse(message())));
    }

    @Test
    protected void refusesABodyChangedAfterItWasSigned() {
        if (!signsBodies()) {
            return;
        }
        WebhookRequest signed = signed(message());
        byte[] body = signed.body();
        for (int i = 0; i < body.length; i++) {
            byte[] changed = body.clone();
            changed[i] ^= 1;
            assertRefused(copy(signed, signed.headers(), signed.publicUrl(), changed));
        }
        assertRefused(copy(signed, signed.headers(), signed.publicUrl(), Arrays.copyOf(body, body.length + 1)));
        assertRefused(copy(signed, signed.headers(), signed.publicUrl(), Arrays.copyOf(body, body.length - 1)));
        assertRefused(copy(signed, signed.headers(), signed.publicUrl(), new byte[0]));
    }

    @Test
    protected void refusesAMessageWithoutCredentials() {
        WebhookRequest signed = signed(message());
        String bare = signed.publicUrl().split("\\?", 2)[0];

        assertRefused(copy(signed, Map.of(), bare, signed.body()));
    }

    @Test
    protected void refusesOddCredentialsWithoutThrowing() {
        WebhookRequest signed = signed(message());
        List<List<String>> odd = List.of(
                List.of(),
                List.of(""),
                List.of("0".repeat(63)),
                List.of("0".repeat(65)),
                List.of("z".repeat(64)),
                List.of("서명".repeat(32)),
                List.of("\u0000\r\n"),
                List.of("a".repeat(MEBIBYTE)),
                List.of("wrong", "wrong"));
        // Every header is spoilt at once, as only the channel knows which of them it looks at.
        for (List<String> values : odd) {
            Map<String, List<String>> headers = new LinkedHashMap<>();
            signed.headers().keySet().forEach(name -> headers.put(name, values));
            String bare = signed.publicUrl().split("\\?", 2)[0];
            for (String url :
                    List.of(bare, bare + "?", bare + "?sig=%zz&sig&=&&", bare + "?sig=" + "a".repeat(100_000))) {
                assertRefused(copy(signed, headers, url, signed.body()));
            }
        }
    }

    @Test
    protected void neitherBelievesNorChokesOnUnsignedGarbage() {
        WebhookRequest signed = signed(message());
        String bare = signed.publicUrl().split("\\?", 2)[0];
        for (byte[] body : OddBodies.malformed()) {
            assertThat(channel().verify(copy(signed, Map.of(), bare, body)))
                    .isNotInstanceOf(Verification.Verified.class);
        }
    }

    @Test
    protected void readsSignedGarbageWithoutThrowing() {
        for (byte[] body : OddBodies.malformed()) {
            assertHarmless(body, parse(body));
        }
    }

    @Test
    protected void readsOddJsonWithoutFailing() {
        for (byte[] body : variants()) {
            assertHarmless(body, parse(body));
        }
    }

    /**
     * A message that cannot be relayed, for want of a sender's id for instance, is {@link Inbound.Unreadable}: a dead letter, which an operator
     * sees. {@link Inbound.Ignored} would lose what the customer said.
     */
    @Test
    protected void losesNoWordsOfAMessageThatIsOdd() {
        String words = onlyMessage(parse(message())).contents().get(0).plainText(Wording.ENGLISH);
        for (byte[] body : variants()) {
            if (OddBodies.holds(body, words)) {
                assertThat(parse(body).events())
                        .as("neither relayed nor unreadable: %s", shown(body))
                        .anyMatch(event -> event instanceof Inbound.Unreadable || says(event, words));
            }
        }
    }

    private static boolean says(Inbound event, String words) {
        return event instanceof Inbound.MessageReceived message
                && message.contents().stream()
                        .anyMatch(content -> content.plainText(Wording.ENGLISH).contains(words));
    }

    /** Where the credential is a part of the body, those that still have it. */
    private List<byte[]> variants() {
        return OddBodies.variantsOf(message()).stream()
                .filter(body -> signsBodies() || channel().verify(signed(body)) instanceof Verification.Verified)
                .toList();
    }

    /** How many odd bodies are read; {@code -Dbyoc.seeds} for more. */
    static LongStream seeds() {
        return LongStream.range(0, Long.getLong("byoc.seeds", 200));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    protected void readsWhateverComesOfARightBodyWithoutThrowing(long seed) {
        byte[] body = OddBodies.fuzzed(message(), seed);

        if (channel().verify(signed(body)) instanceof Verification.Verified verified) {
            assertHarmless(body, channel().parse(verified));
        }
    }

    private Received parse(byte[] body) {
        Verification verification = channel().verify(signed(body));
        if (verification instanceof Verification.Verified verified) {
            return channel().parse(verified);
        }
        throw new AssertionError("a signed request was not believed: " + verification);
    }

    private static Inbound.MessageReceived onlyMessage(Received received) {
        assertThat(received.answer().status()).isEqualTo(200);
        assertThat(received.events()).singleElement().isInstanceOf(Inbound.MessageReceived.class);
        return (Inbound.MessageReceived) received.events().get(0);
    }

    private static void assertHarmless(byte[] body, Received received) {
        String shown = shown(body);
        assertThat(received.answer().status()).as(shown).isBetween(200, 499);
        for (Inbound event : received.events()) {
            if (event instanceof Inbound.MessageReceived message) {
                assertThat(message.contents())
                        .as(shown)
                        .allSatisfy(content ->
                                assertThat(content.plainText(Wording.ENGLISH)).isNotBlank());
            }
        }
    }

    private static String shown(byte[] body) {
        return new String(body, 0, Math.min(body.length, 300), StandardCharsets.UTF_8);
    }

    private void assertRefused(WebhookRequest request) {
        Verification verification = channel().verify(request);
        assertThat(verification).isInstanceOf(Verification.Rejected.class);
        assertClean(verification.toString());
    }

    void assertClean(String shown) {
        assertThat(secrets()).allSatisfy(secret -> assertThat(shown).doesNotContain(secret));
    }

    private static WebhookRequest copy(
            WebhookRequest request, Map<String, List<String>> headers, String publicUrl, byte[] body) {
        return WebhookRequest.builder()
                .method(request.method())
                .subPath(request.subPath())
                .publicUrl(publicUrl)
                .headers(headers)
                .body(body)
                .caller(request.caller())
                .receivedAt(request.receivedAt())
                .build();
    }
}
