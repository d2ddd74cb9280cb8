package dev.byoc.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.RelayRequest;
import dev.byoc.channel.Capabilities;
import dev.byoc.channel.Capabilities.Unit;
import dev.byoc.channel.SendResult;
import dev.byoc.event.Loss;
import dev.byoc.event.RelayEvent;
import dev.byoc.json.Json;
import dev.byoc.memory.MemoryStore;
import dev.byoc.message.Content;
import dev.byoc.relay.RelayBuilder;
import dev.byoc.relay.RelayEngine;
import dev.byoc.store.spi.RelayStore;
import dev.byoc.testkit.server.Fault;
import dev.byoc.testkit.store.WatchedStore;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import mockwebserver3.MockResponse;
import mockwebserver3.SocketEffect;
import okio.Buffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a handler has learnt about an entry is in its checkpoint: a relay that goes on with the same store knows it. */
class CheckpointRestartTest {
    private final MediaHost host = new MediaHost();
    private final Relay relay = new Relay();

    @BeforeEach
    void start() {
        relay.start();
    }

    @AfterEach
    void close() {
        relay.close();
        host.close();
    }

    /** One whose store outlives it, as a database does. */
    private static final class Relay extends TestRelay {
        private final MemoryStore store = new MemoryStore(clock());
        private final FakeChannelProvider provider = new FakeChannelProvider(
                "fake",
                context -> new FakeChannel(context)
                        .capabilities(
                                Capabilities.text(1000, Unit.UTF16).media(Content.Image.class, Long.MAX_VALUE, 0)));
        private final Map<String, String> settings = new HashMap<>(Map.of("topic", TOPIC));
        private boolean opened;

        @Override
        protected void configure(RelayBuilder builder) {
            RelayStore lasting = WatchedStore.of(store, (method, arguments, call) -> {
                if (method.equals("close") || (method.equals("open") && opened)) {
                    return null;
                }
                opened |= method.equals("open");
                return call.proceed();
            });
            builder.store(lasting)
                    .account("shop", provider, settings)
                    .allowInternalHost(MediaHost.HOST)
                    .drainFor(Duration.ofSeconds(5));
        }

        FakeChannel channel() {
            return provider.channel("shop");
        }

        void post(Json body) {
            RelayEngine engine = relay();
            assertThat(engine.handle(new RelayRequest(
                                    "POST",
                                    engine.webhookUrl("shop").getRawPath(),
                                    null,
                                    channel().headers(),
                                    body.bytes(),
                                    null))
                            .status())
                    .isEqualTo(200);
        }

        String customerWrites() {
            post(FakeChannel.text("m0", "ines", "Hello"));
            await(() -> posted().contains("Hello"));
            awaitIdle();
            return conversationOf("Hello");
        }

        /** All that were told, once one was: Freshchat has the message a moment before the relay tells what is missing of it. */
        List<Loss> losses() {
            await(() -> !events(RelayEvent.Degraded.class).isEmpty());
            awaitIdle();
            return events(RelayEvent.Degraded.class).stream()
                    .map(RelayEvent.Degraded::loss)
                    .toList();
        }
    }

    private static Json file(String kind, String url) {
        return FakeChannel.events(Json.object()
                .put("kind", kind)
                .put("id", "m1")
                .put("customer", "ines")
                .put("url", url)
                .build());
    }

    private static Json image(String url) {
        return Json.of(List.of(
                Json.object().put("image", Json.object().put("url", url)).build()));
    }

    @Test
    void fileThatWasUploadedIsNotUploadedAgain() {
        relay.customerWrites();
        relay.freshchat().faults().next("POST /conversations/{id}/messages", Fault.answer(429));
        relay.post(file("image", host.serves("/a.png", "image/png", Bytes.png(500))));
        relay.await(() -> !relay.events(RelayEvent.Paused.class).isEmpty());

        relay.restart();
        relay.time().passUntil(() -> relay.freshchat().posted().size() == 2);

        assertThat(relay.freshchat().calls("POST /images/upload")).isEqualTo(1);
        assertThat(host.asked("/a.png")).isEqualTo(1);
    }

    @Test
    void pictureThatAnAgentHasPastedIsNotUploadedAgain() {
        String conversation = relay.customerWrites();
        relay.channel().willAnswer(new SendResult.TryLater(Duration.ofSeconds(1), false, "busy"));
        String held = Base64.getEncoder().encodeToString(Bytes.png(500));
        relay.freshchat().agent().says(conversation, "<img src='data:image/png;base64," + held + "'>");
        relay.await(() -> !relay.events(RelayEvent.Retrying.class).isEmpty());

        relay.restart();
        relay.time().passUntil(() -> !relay.channel().sent().isEmpty());

        assertThat(relay.freshchat().calls("POST /images/upload")).isEqualTo(1);
        assertThat(relay.channel().sent().get(0).parts()).singleElement().isInstanceOf(Content.Image.class);
    }

    @Test
    void pictureThatFreshchatHasRefusedIsNotUploadedAgainAndItsLossIsToldOnce() {
        String conversation = relay.customerWrites();
        relay.freshchat().faults().always("POST /images/upload", Fault.answer(400));
        relay.channel().willAnswer(new SendResult.TryLater(Duration.ofSeconds(1), false, "busy"));
        String held = Base64.getEncoder().encodeToString(Bytes.png(500));
        relay.freshchat().agent().says(conversation, "<img src='data:image/png;base64," + held + "'>");
        relay.await(() -> !relay.events(RelayEvent.Retrying.class).isEmpty());

        relay.restart();
        relay.time().passUntil(() -> !relay.notes().isEmpty());

        assertThat(relay.freshchat().calls("POST /images/upload")).isEqualTo(1);
        assertThat(relay.losses()).hasSize(1);
    }

    @Test
    void fileThatArrivesCutOffIsAskedForThreeTimesInAll() {
        relay.customerWrites();
        String url = host.serves(
                "/a.png",
                () -> new MockResponse.Builder()
                        .addHeader("Content-Type", "image/png")
                        .body(new Buffer().write(Bytes.png(500)))
                        .setHeader("Content-Length", "5000")
                        .onResponseEnd(new SocketEffect.CloseSocket())
                        .build());
        relay.post(file("image", url));
        relay.await(() -> host.asked("/a.png") == 1);
        relay.await(() -> relay.relay().health().open() == 1);

        relay.restart();
        relay.time().passUntil(() -> relay.freshchat().posted().size() == 2);

        assertThat(host.asked("/a.png")).isEqualTo(3);
        assertThat(relay.losses())
                .singleElement()
                .satisfies(loss -> assertThat(loss.reason()).isEqualTo(Loss.Reason.NO_FILE));
    }

    @Test
    void messageThatMayHaveArrivedIsFoundThoughItsAgentsReadAnotherLanguageByNow() {
        relay.customerWrites();
        relay.freshchat().faults().next("POST /conversations/{id}/messages", Fault.status(500));
        relay.post(FakeChannel.events(Json.object()
                .put("kind", "unknown")
                .put("id", "m1")
                .put("customer", "ines")
                .put("name", "poll")
                .build()));
        relay.await(() -> relay.posted().size() == 2);

        relay.settings.put("agent-language", "ko");
        relay.restart();
        relay.time().passUntil(() -> relay.relay().health().open() == 0);

        assertThat(relay.posted()).containsExactly("Hello", "(sent a poll, which cannot be shown here)");
    }

    @Test
    void lossOfAFileIsToldOnceThoughThePostIsRepeated() {
        relay.customerWrites();
        relay.freshchat().faults().next("POST /conversations/{id}/messages", Fault.answer(429));
        relay.post(file(
                "image",
                host.serves(
                        "/none.png", () -> new MockResponse.Builder().code(404).build())));
        relay.await(() -> !relay.events(RelayEvent.Paused.class).isEmpty());

        relay.restart();
        relay.time().passUntil(() -> relay.freshchat().posted().size() == 2);

        assertThat(relay.losses()).hasSize(1);
        assertThat(host.asked("/none.png")).isEqualTo(1);
    }

    @Test
    void lossOfAnAnswerIsToldOnceAndItsNoteKnowsWhatAnEarlierAttemptHasLost() {
        String conversation = relay.customerWrites();
        relay.channel().willAnswer(new SendResult.TryLater(Duration.ofSeconds(1), false, "busy"));
        Json parts = Json.of(List.of(
                Json.object()
                        .put("text", Json.object().put("content", "before"))
                        .build(),
                Json.object().put("hologram", Json.object().put("x", 1)).build()));
        relay.freshchat().agent().sends(conversation, parts);
        relay.await(() -> !relay.events(RelayEvent.Retrying.class).isEmpty());

        relay.restart();
        relay.time().passUntil(() -> !relay.notes().isEmpty());

        assertThat(relay.losses()).hasSize(1);
        assertThat(relay.notes()).singleElement().asString().contains("“hologram” was left out");
    }

    @Test
    void refusalOfAnEarlierProcessIsToldWithWhatItsMessengerSaidAndNotOnceMore() {
        String conversation = relay.customerWrites();
        relay.channel()
                .willAnswer(
                        new SendResult.Refused(SendResult.Reason.UNSUPPORTED, "no such format"),
                        new SendResult.TryLater(Duration.ofSeconds(1), false, "busy"));
        relay.freshchat().agent().sends(conversation, image("https://media.example.net/one.png"));
        relay.await(() -> !relay.events(RelayEvent.Retrying.class).isEmpty());

        relay.restart();
        relay.channel().willAnswer(new SendResult.Refused(SendResult.Reason.UNSUPPORTED, "no such format"));
        relay.time().passUntil(() -> relay.channel().sent().size() == 2);
        relay.awaitIdle();

        assertThat(relay.losses())
                .containsExactly(new Loss(Loss.Kind.REFUSED, "Image", Loss.Reason.NOT_TAKEN, null, "no such format"));
        assertThat(relay.channel().sentTexts().get(1)).contains("https://media.example.net/one.png");
    }

    @Test
    void secondPictureThatIsRefusedAfterARestartIsToldThoughTheFirstWasToo() {
        String conversation = relay.customerWrites();
        relay.channel()
                .willAnswer(
                        new SendResult.Refused(SendResult.Reason.UNSUPPORTED, "request 1"),
                        new SendResult.Accepted(List.of("a")),
                        new SendResult.TryLater(Duration.ofSeconds(1), false, "busy"));
        Json picture = image("https://media.example.net/one.png").items().get(0);
        relay.freshchat().agent().sends(conversation, Json.of(List.of(picture, picture)));
        relay.await(() -> !relay.events(RelayEvent.Retrying.class).isEmpty());

        relay.restart();
        relay.channel().willAnswer(new SendResult.Refused(SendResult.Reason.UNSUPPORTED, "request 2"));
        relay.time().passUntil(() -> relay.channel().sent().size() == 2);
        relay.awaitIdle();

        assertThat(relay.losses())
                .containsExactly(Loss.refused("Image", "request 1"), Loss.refused("Image", "request 2"));
    }
}
