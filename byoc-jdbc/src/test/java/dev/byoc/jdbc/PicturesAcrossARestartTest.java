package dev.byoc.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.Direction;
import dev.byoc.channel.Capabilities;
import dev.byoc.channel.Capabilities.Unit;
import dev.byoc.channel.SendResult;
import dev.byoc.event.RelayEvent;
import dev.byoc.json.Json;
import dev.byoc.message.Content;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okio.Buffer;
import okio.ByteString;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An answer of which a part was sent, whose pictures are gone when the rest is. */
class PicturesAcrossARestartTest {
    private static final Capabilities PICTURES =
            Capabilities.text(1_000, Unit.UTF16).media(Content.Image.class, 1_000_000, 0, "image/png");

    private static final SendResult TAKEN = new SendResult.Accepted(List.of());
    private static final SendResult LATER = new SendResult.TryLater(Duration.ofMinutes(2), false, "busy");

    @TempDir
    Path folder;

    private final MockWebServer pictures = new MockWebServer();
    private volatile boolean gone;
    private RestartingRelay relay;

    @BeforeEach
    void make() throws IOException {
        pictures.setDispatcher(new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) {
                return gone
                        ? new MockResponse.Builder().code(404).build()
                        : new MockResponse.Builder()
                                .setHeader("Content-Type", "image/png")
                                .body(new Buffer()
                                        .write(ByteString.decodeHex("89504e470d0a1a0a"))
                                        .write(new byte[500]))
                                .build();
            }
        });
        pictures.start(InetAddress.getLoopbackAddress(), 0);
        relay = new RestartingRelay(folder)
                .with(builder -> builder.catchUp(RestartingRelay.AT_ONCE).allowInternalHost("127.0.0.1"));
    }

    @AfterEach
    void close() {
        relay.close();
        pictures.close();
    }

    private String picture(String name) {
        return "http://127.0.0.1:" + pictures.getPort() + "/" + name;
    }

    private Json card(String title) {
        Json section = Json.object()
                .put("name", "body")
                .put(
                        "parts",
                        List.of(
                                Json.object()
                                        .put("text", Json.object().put("content", title))
                                        .build(),
                                Json.object()
                                        .put("image", Json.object().put("url", picture(title)))
                                        .build()))
                .build();
        return Json.object()
                .put(
                        "template_content",
                        Json.object().put("type", "carousel_card_default").put("sections", List.of(section)))
                .build();
    }

    private void customerIsSentUntil(SendResult... results) {
        relay.start();
        relay.channel("shop").capabilities(PICTURES).willAnswer(results);
    }

    /** What the customer gets after a restart, by which the pictures are gone. */
    private List<String> sentOnceThePicturesAreGone() {
        relay.await(() -> relay.events.stream().anyMatch(RelayEvent.Retrying.class::isInstance));
        int before = relay.sent().size();
        relay.stop();
        gone = true;
        relay.start();
        relay.channel("shop").capabilities(PICTURES);
        relay.time()
                .passUntil(
                        Duration.ofSeconds(30),
                        () -> !relay.delivered(Direction.OUTBOUND).isEmpty());
        return relay.sent().subList(before, relay.sent().size());
    }

    /** Each is a picture and its words; the first was sent. */
    @Test
    void cardThatWasNotSentIsNotTakenForSent() {
        customerIsSentUntil(TAKEN, TAKEN, LATER);
        String conversation = relay.customerWrites("anna", "1", "Hello");
        relay.freshchat.bot().sends(conversation, Json.of(List.of(card("First"), card("Second"))));

        assertThat(sentOnceThePicturesAreGone()).singleElement().asString().startsWith("Second");
    }

    /** Its words go before it. */
    @Test
    void pictureIsNotTakenForSentAsItsWordsWere() {
        customerIsSentUntil(TAKEN, LATER);
        String conversation = relay.customerWrites("anna", "1", "Hello");
        relay.freshchat.agent().says(conversation, "<img src=\"" + picture("button") + "\" alt=\"the red button\">");

        assertThat(sentOnceThePicturesAreGone())
                .singleElement()
                .asString()
                .contains("missing")
                .doesNotContain("red button");
    }

    @Test
    void pictureThatWasSentIsNeitherAskedForNorToldAsMissing() {
        customerIsSentUntil(TAKEN, LATER);
        String conversation = relay.customerWrites("anna", "1", "Hello");
        relay.freshchat.agent().says(conversation, "<img src=\"" + picture("button") + "\"><p>Press it</p>");

        assertThat(sentOnceThePicturesAreGone()).containsExactly("Press it");
        assertThat(relay.events).noneMatch(RelayEvent.Degraded.class::isInstance);
    }
}
