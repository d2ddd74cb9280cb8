package dev.byoc.testkit.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.byoc.json.Json;
import dev.byoc.testkit.Client;
import dev.byoc.testkit.freshchat.FakeFreshchat;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.zip.GZIPInputStream;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FaultsTest {
    private static final String CREATE = "POST /users";

    private final FakeFreshchat freshchat = new FakeFreshchat();
    private final Client client = Client.of(freshchat);

    @AfterEach
    void close() {
        client.close();
        freshchat.close();
    }

    private Client.Got create() throws IOException {
        return client.post("/users", "{'reference_id':'r'}");
    }

    @Test
    void answersTheNextCallsOtherwiseAndStoresNothing() throws Exception {
        freshchat.faults().next(CREATE, 2, Fault.answer(429).header("Retry-After", "2"));

        assertThat(create().status()).isEqualTo(429);
        assertThat(create().headers()).containsEntry("Retry-After", "2");
        assertThat(freshchat.users()).isEmpty();
        assertThat(create().status()).isEqualTo(200);
        assertThat(freshchat.calls()).extracting(Call::status).containsExactly(429, 429, 200);
    }

    @Test
    void spoilsOnlyTheRouteNamed() throws Exception {
        freshchat.faults().next("POST /conversations", Fault.cut());

        assertThat(create().status()).isEqualTo(200);
    }

    @Test
    void spoilsOneAddressOfARouteAndNotTheOthers() throws Exception {
        String user = create().json().get("id").text();
        String other = client.post("/users", "{'reference_id':'other'}")
                .json()
                .get("id")
                .text();
        freshchat.faults().always("GET /v2/users/" + user, Fault.answer(403));

        assertThat(client.get("/users/" + user).status()).isEqualTo(403);
        assertThat(client.get("/users/" + other).status()).isEqualTo(200);
    }

    @Test
    void followsPlansInTheOrderTheyWereMade() throws Exception {
        freshchat
                .faults()
                .pass(CREATE, 1)
                .next(CREATE, Fault.answer(500))
                .next("*", Fault.answer(503))
                .always("*", Fault.answer(409));

        assertThat(create().status()).isEqualTo(200);
        assertThat(create().status()).isEqualTo(500);
        assertThat(create().status()).isEqualTo(503);
        assertThat(create().status()).isEqualTo(409);
        assertThat(create().status()).isEqualTo(409);
        freshchat.faults().clear();
        assertThat(create().status()).isEqualTo(200);
    }

    @Test
    void cutsTheConnectionBeforeAnythingIsStored() {
        freshchat.faults().next(CREATE, Fault.cut());

        assertThatThrownBy(this::create).isInstanceOf(IOException.class);
        assertThat(freshchat.users()).isEmpty();
        assertThat(freshchat.calls()).containsExactly(new Call(CREATE, "/v2/users", 0, 0));
    }

    @Test
    void cutsTheConnectionAfterTheUserIsStored() {
        freshchat.faults().next(CREATE, Fault.cut().afterWork());

        assertThatThrownBy(this::create).isInstanceOf(IOException.class);
        assertThat(freshchat.users()).hasSize(1);
        assertThat(freshchat.calls()).containsExactly(new Call(CREATE, "/v2/users", 0, 0));
    }

    @Test
    void usesANewConnectionAfterACut() throws Exception {
        freshchat.faults().next(CREATE, Fault.cut());
        assertThatThrownBy(this::create).isInstanceOf(IOException.class);
        create();

        assertThat(freshchat.connections()).isEqualTo(2);
    }

    @Test
    void answers500AfterTheUserIsStored() throws Exception {
        freshchat.faults().next(CREATE, Fault.answer(500).afterWork());

        assertThat(create().status()).isEqualTo(500);
        assertThat(freshchat.users()).hasSize(1);
    }

    @Test
    void holdsACallUntilTheGateOpens() throws Exception {
        Gate gate = new Gate();
        freshchat.faults().next(CREATE, Fault.heldAt(gate));
        CompletableFuture<Integer> status = inBackground();
        gate.awaitArrival();
        assertThat(freshchat.users()).isEmpty();
        assertThat(status).isNotDone();

        gate.open();

        assertThat(status.join()).isEqualTo(200);
    }

    @Test
    void holdsAnAnswerUntilTheGateOpensWhileTheWorkIsDone() throws Exception {
        Gate gate = new Gate();
        freshchat.faults().next(CREATE, Fault.answerHeldAt(gate));
        CompletableFuture<Integer> status = inBackground();
        gate.awaitArrival();
        assertThat(freshchat.users()).hasSize(1);
        assertThat(status).isNotDone();

        gate.open();

        assertThat(status.join()).isEqualTo(200);
    }

    private CompletableFuture<Integer> inBackground() {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return create().status();
            } catch (IOException e) {
                return 0;
            }
        });
    }

    @Test
    void joinsTwoFaults() throws Exception {
        Gate gate = new Gate();
        freshchat.faults().next(CREATE, Fault.heldAt(gate).and(Fault.answer(503)));
        CompletableFuture<Integer> status = inBackground();
        gate.awaitArrival();
        gate.open();

        assertThat(status.join()).isEqualTo(503);
        assertThat(freshchat.users()).isEmpty();
    }

    @Test
    void neverAnswers() {
        freshchat.faults().next("GET /users", Fault.silence());
        OkHttpClient impatient =
                new OkHttpClient.Builder().readTimeout(Duration.ofMillis(50)).build();
        Request request = new Request.Builder()
                .url(freshchat.url() + "/users?email=a")
                .header("Accept", "application/json")
                .build();

        assertThatThrownBy(() -> impatient.newCall(request).execute().close())
                .isInstanceOf(SocketTimeoutException.class);
        impatient.connectionPool().evictAll();
    }

    @Test
    void letsThoseGoWhoWaitWhenItIsClosed() {
        Gate gate = new Gate();
        freshchat.faults().next(CREATE, Fault.heldAt(gate)).next(CREATE, Fault.silence());
        CompletableFuture<Integer> held = inBackground();
        gate.awaitArrival();

        freshchat.close();

        assertThat(held.join()).isIn(0, 200);
    }

    @Test
    void dripsTheAnswerByteByByteAndWhole() throws Exception {
        freshchat.faults().next(CREATE, Fault.drip(Duration.ofNanos(1000)));

        assertThat(create().json().get("reference_id").text()).isEqualTo("r");
    }

    @Test
    void answersASmallGzipThatUnpacksToMuch() throws Exception {
        freshchat.faults().next("GET /channels", Fault.hugeGzip(3_000_000));

        Client.Got got = client.header("Accept-Encoding", "gzip").get("/channels");

        assertThat(got.body().length).isLessThan(10_000);
        try (GZIPInputStream unpacked = new GZIPInputStream(new ByteArrayInputStream(got.body()))) {
            assertThat(unpacked.readAllBytes()).hasSize(3_000_000);
        }
    }

    @Test
    void answersAPageOrARedirectInsteadOfWorking() throws Exception {
        freshchat
                .faults()
                .next(CREATE, Fault.html())
                .next(CREATE, Fault.redirectTo(URI.create("http://other.example/")));

        assertThat(create().text()).startsWith("<!doctype html>");
        Client.Got redirected = create();
        assertThat(redirected.status()).isEqualTo(307);
        assertThat(redirected.headers()).containsEntry("Location", "http://other.example/");
        assertThat(freshchat.users()).isEmpty();
    }

    @Test
    void answersAnotherStatusOrChangedJsonAfterTheWork() throws Exception {
        freshchat
                .faults()
                .next(CREATE, Fault.status(202))
                .next(
                        "GET /accounts/configuration",
                        Fault.json(
                                json -> Json.object().put("configuration", json).build()));

        assertThat(create().status()).isEqualTo(202);
        assertThat(freshchat.users()).hasSize(1);
        assertThat(client.get("/accounts/configuration")
                        .json()
                        .get("configuration")
                        .get("app_id")
                        .isPresent())
                .isTrue();
    }

    @Test
    void answersAnyJson() throws Exception {
        Json conflict = Json.object()
                .put("code", 409)
                .put("status", "USER_ALREADY_EXISTS")
                .build();
        freshchat.faults().next(CREATE, Fault.answer(409, conflict));

        assertThat(create().json()).isEqualTo(conflict);
    }

    @Test
    void answersAnyBytes() throws Exception {
        byte[] body = "<html>Service Unavailable</html>".getBytes(StandardCharsets.UTF_8);
        freshchat.faults().next(CREATE, Fault.answer(503, "text/html", body));

        assertThat(create().headers()).containsEntry("Content-Type", "text/html");
    }

    @Test
    void comesLateWhenSlow() throws Exception {
        freshchat.faults().next(CREATE, Fault.slow(Duration.ofMillis(20)));
        long before = System.nanoTime();

        create();

        assertThat(System.nanoTime() - before).isGreaterThanOrEqualTo(20_000_000);
    }
}
