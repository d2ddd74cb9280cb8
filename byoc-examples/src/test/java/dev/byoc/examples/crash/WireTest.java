package dev.byoc.examples.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.byoc.json.Json;
import dev.byoc.testkit.freshchat.FakeFreshchat;
import dev.byoc.testkit.server.Fault;
import dev.byoc.testkit.viber.FakeViber;
import dev.byoc.testkit.viber.ViberCustomer;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WireTest {
    private static final Duration GRACE = Duration.ofMillis(250);
    private static final Duration HOUR = Duration.ofHours(1);

    private final FakeFreshchat freshchat = new FakeFreshchat();
    private final FakeViber viber = new FakeViber().connectWebhook(URI.create("http://127.0.0.1:9/"));
    private final ViberCustomer customer = viber.customer("qF3x7Zk+Lw2/Vr9TbHs0Aw==", "Ines");
    private final Halts halts = new Halts();
    private final Wire wire = new Wire(0, freshchat.url(), viber.url());
    private final OkHttpClient host =
            new OkHttpClient.Builder().retryOnConnectionFailure(false).build();

    @BeforeEach
    void subscribe() {
        viber.webhooks().hold();
        customer.subscribes();
    }

    @AfterEach
    void close() {
        wire.close();
        viber.close();
        freshchat.close();
    }

    @Test
    void anAnswerThatCameBackHasReachedTheHost() throws IOException {
        send();

        assertThat(wire.reached(token(), halts, GRACE)).isTrue();
    }

    @Test
    void anAnswerThatWasCutHasNot() {
        viber.faults().next("POST /send_message", Fault.cut().afterWork());

        assertThatThrownBy(this::send).isInstanceOf(IOException.class);

        assertThat(customer.received()).hasSize(1);
        assertThat(wire.reached(token(), halts, GRACE)).isFalse();
    }

    @Test
    void anAnswerToAHostThatWasDeadByThenHasNot() throws IOException {
        halts.began(0, System.nanoTime());
        send();
        halts.ended(0, System.nanoTime());

        assertThat(wire.reached(token(), halts, GRACE)).isFalse();
    }

    @Test
    void anAnswerJustBeforeTheHostDiedHasNotAsItMayNotBeStored() throws IOException {
        send();
        halts.began(0, System.nanoTime());

        assertThat(wire.reached(token(), halts, HOUR)).isFalse();
    }

    @Test
    void aDeathOfAnotherHostIsNoExcuse() throws IOException {
        halts.began(1, System.nanoTime());
        send();

        assertThat(wire.reached(token(), halts, GRACE)).isTrue();
    }

    @Test
    void aHostThatCameBackBeforeIsNotDead() throws IOException {
        halts.began(0, System.nanoTime());
        halts.ended(0, System.nanoTime());
        send();

        assertThat(wire.reached(token(), halts, GRACE)).isTrue();
    }

    private long token() {
        return customer.received().get(0).token();
    }

    private void send() throws IOException {
        byte[] body = Json.of(Map.of(
                        "receiver",
                        customer.id(),
                        "min_api_version",
                        1,
                        "sender",
                        Map.of("name", "Shop"),
                        "type",
                        "text",
                        "text",
                        "Hello"))
                .bytes();
        Request request = new Request.Builder()
                .url(wire.origin() + "/pa/send_message")
                .header("X-Viber-Auth-Token", viber.token())
                .post(RequestBody.create(body, MediaType.get("application/json")))
                .build();
        try (Response response = host.newCall(request).execute()) {
            assertThat(response.code()).isEqualTo(200);
        }
    }
}
