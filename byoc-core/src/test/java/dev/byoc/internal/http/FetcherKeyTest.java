package dev.byoc.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.byoc.CurrentSecret;
import dev.byoc.Secret;
import dev.byoc.http.HttpCall;
import dev.byoc.message.MediaException;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whom the key is shown: the account's own host, for a file that it named itself, at the first hop. */
class FetcherKeyTest {
    private static final String FILE = "http://api.example/files/a.png";

    private final MockWebServer server = new MockWebServer();
    private final Internet internet = new Internet(server)
            .name("api.example", "203.0.114.7")
            .name("api.example.", "203.0.114.7")
            .name("evil.example", "203.0.114.9")
            .name("api.example.evil.example", "203.0.114.9")
            .name("sub.api.example", "203.0.114.9")
            .name("notapi.example", "203.0.114.9");
    private final Fetcher fetcher = new Fetcher(
            internet.client(),
            Set.of(),
            Duration.ofSeconds(20),
            new FileKey(URI.create("http://api.example/v2"), CurrentSecret.of(Secret.of("the-token"))),
            ClientCode.OURS);

    @BeforeEach
    void start() throws IOException {
        server.start();
    }

    @AfterEach
    void close() {
        server.close();
    }

    private void answers(String... redirects) {
        for (String to : redirects) {
            server.enqueue(new MockResponse.Builder()
                    .code(302)
                    .setHeader("Location", to)
                    .build());
        }
        server.enqueue(new MockResponse.Builder().body("0123456789").build());
    }

    /** Host and key of each request that fetching this address led to. */
    private List<String> asked(String address, boolean withKey) throws Exception {
        fetcher.open(new WantedFile(address, 1_000, withKey, null)).close();
        List<String> asked = new ArrayList<>();
        for (int i = server.getRequestCount(); i > 0; i--) {
            RecordedRequest request = server.takeRequest();
            asked.add(request.getHeaders().get("Host") + " " + key(request));
        }
        return asked;
    }

    private static @Nullable String key(RecordedRequest request) {
        return request.getHeaders().get("Authorization");
    }

    @Test
    void aFileOfFreshchatsOwnIsFetchedWithTheKey() throws Exception {
        answers();

        assertThat(asked(FILE, true)).containsExactly("api.example Bearer the-token");
    }

    /** A token that is replaced as soon as it is refused. */
    private Fetcher fetcherWithANewToken(AtomicBoolean isThere) {
        AtomicReference<Secret> now = new AtomicReference<>(Secret.of("old-token"));
        CurrentSecret token = new CurrentSecret() {
            @Override
            public Secret get() {
                return now.get();
            }

            @Override
            public boolean isReplaced(Secret refused) {
                if (isThere.get()) {
                    now.set(Secret.of("new-token"));
                }
                return !refused.equals(now.get());
            }
        };
        return new Fetcher(
                internet.client(),
                Set.of(),
                Duration.ofSeconds(20),
                new FileKey(URI.create("http://api.example/v2"), token),
                ClientCode.OURS);
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403})
    void aFileThatIsRefusedForATokenThatWasReplacedIsFetchedWithTheNewOne(int status) throws Exception {
        server.enqueue(new MockResponse.Builder().code(status).build());
        server.enqueue(new MockResponse.Builder().body("0123456789").build());

        fetcherWithANewToken(new AtomicBoolean(true))
                .open(new WantedFile(FILE, 1_000, true, null))
                .close();

        assertThat(key(server.takeRequest())).isEqualTo("Bearer old-token");
        assertThat(key(server.takeRequest())).isEqualTo("Bearer new-token");
    }

    @Test
    void aFileIsNotAskedForAThirdTime() {
        server.enqueue(new MockResponse.Builder().code(401).build());
        server.enqueue(new MockResponse.Builder().code(401).build());

        assertThatThrownBy(() ->
                        fetcherWithANewToken(new AtomicBoolean(true)).open(new WantedFile(FILE, 1_000, true, null)))
                .isInstanceOf(MediaException.class);
        assertThat(server.getRequestCount()).isEqualTo(2);
    }

    @Test
    void aFileThatIsRefusedWithTheTokenInUseIsAskedForOnce() {
        server.enqueue(new MockResponse.Builder().code(401).build());

        assertThatThrownBy(
                        () -> fetcherWithANewToken(new AtomicBoolean()).open(new WantedFile(FILE, 1_000, true, null)))
                .isInstanceOf(MediaException.class);
        assertThat(server.getRequestCount()).isEqualTo(1);
    }

    @Test
    void aStrangersFileThatIsRefusedAsksForNoNewToken() {
        server.enqueue(new MockResponse.Builder().code(401).build());

        assertThatThrownBy(() -> fetcherWithANewToken(new AtomicBoolean(true))
                        .open(new WantedFile("http://evil.example/a.png", 1_000, true, null)))
                .isInstanceOf(MediaException.class);
        assertThat(server.getRequestCount()).isEqualTo(1);
    }

    @Test
    void anUpperCaseHostIsTheSameHost() throws Exception {
        answers();

        assertThat(asked("HTTP://API.Example:80/files/a.png", true)).containsExactly("api.example Bearer the-token");
    }

    @Test
    void aStrangersRedirectToFreshchatBringsNoKeyThere() throws Exception {
        answers(FILE);

        assertThat(asked("http://evil.example/a.png", true)).containsExactly("evil.example null", "api.example null");
    }

    @Test
    void aStrangersOwnWordForFreshchatsFileIsFetchedWithoutTheKey() throws Exception {
        answers();

        assertThat(asked(FILE, false)).containsExactly("api.example null");
    }

    @Test
    void theKeyDoesNotComeBackWithTheRoundTripOverAStranger() throws Exception {
        answers("http://evil.example/b.png", FILE);

        assertThat(asked(FILE, true))
                .containsExactly("api.example Bearer the-token", "evil.example null", "api.example null");
    }

    @Test
    void theSecondHopOnTheSameHostHasNoKey() throws Exception {
        answers("/files/b.png");

        assertThat(asked(FILE, true)).containsExactly("api.example Bearer the-token", "api.example null");
    }

    @ParameterizedTest
    @CsvSource({
        "http://api.example:8080/files/a.png, api.example:8080 null",
        "http://sub.api.example/files/a.png, sub.api.example null",
        "http://notapi.example/files/a.png, notapi.example null",
        "http://api.example.evil.example/files/a.png, api.example.evil.example null",
        "http://api.example./files/a.png, api.example. null",
        "http://evil.example/?http://api.example/files/a.png, evil.example null",
    })
    void anAddressThatOnlyLooksLikeTheAccountsHasNoKey(String address, String request) throws Exception {
        answers();

        assertThat(asked(address, true)).containsExactly(request);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://api.example/v2/users?reference_id=viber%3A1",
                "http://api.example/v2/conversations/1/messages",
                "http://api.example/V2/agents",
                "http://api.example//v2/agents",
                "http://api.example/files/../v2/agents",
                "http://api.example/files/%2e%2e/v2/agents",
                "http://api.example/files/..%2fv2/agents",
                "http://api.example/files/..%252fv2/agents",
                "http://api.example/%762/agents",
                "http://api.example/v2;x/agents",
                "http://api.example/v2/files/..%2Fagents"
            })
    void whatTheApiTellsIsNoFileAndIsNotAskedForWithTheKey(String address) throws Exception {
        answers();

        assertThat(asked(address, true)).containsExactly("api.example null");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://api.example/v2/files/1f.pdf", "http://api.example/v2/images/a%20b.png"})
    void filesBelowTheApisOwnPathsAreFetchedWithTheKey(String address) throws Exception {
        answers();

        assertThat(asked(address, true)).containsExactly("api.example Bearer the-token");
    }

    @Test
    void aChannelsKeysForItsFilesGoToTheFirstAddressAlone() throws Exception {
        answers("http://evil.example/b.png", "/c.png");
        HttpCall call = HttpCall.get(URI.create("http://sub.api.example/file/bot-key/a.png?key=query-key"))
                .header("X-Key", "header-key");

        fetcher.open(WantedFile.of(call, 1_000)).close();

        RecordedRequest first = server.takeRequest();
        assertThat(first.getHeaders().get("X-Key")).isEqualTo("header-key");
        for (int hop = 1; hop <= 2; hop++) {
            RecordedRequest next = server.takeRequest();
            assertThat(next.getHeaders().toString() + next.getTarget()).doesNotContain("-key");
        }
    }

    @Test
    void aChannelsAuthorizationIsNotFreshchatsAndFreshchatsNotAChannels() throws Exception {
        answers();

        fetcher.open(WantedFile.of(HttpCall.get(URI.create(FILE)).header("Authorization", "Bot its-own"), 1_000))
                .close();

        assertThat(key(server.takeRequest())).isEqualTo("Bot its-own");
    }

    @Test
    void aHeaderThatCannotBeSentIsNotPrinted() {
        HttpCall call = HttpCall.get(URI.create(FILE)).header("X-Key", "secret\n\uD1A0\uD070");

        assertThatThrownBy(() -> fetcher.open(WantedFile.of(call, 1_000)))
                .isInstanceOf(MediaException.class)
                .hasMessageNotContaining("secret")
                .hasNoCause();
    }
}
