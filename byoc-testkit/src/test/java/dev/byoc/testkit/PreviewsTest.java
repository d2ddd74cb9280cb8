package dev.byoc.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.channel.Capabilities;
import dev.byoc.channel.Capabilities.Unit;
import dev.byoc.channel.SendResult;
import dev.byoc.event.Loss;
import dev.byoc.event.RelayEvent;
import dev.byoc.json.Json;
import dev.byoc.message.Content;
import dev.byoc.message.Media;
import dev.byoc.message.Pixels;
import dev.byoc.testkit.freshchat.StoredMessage;
import dev.byoc.testkit.server.Fault;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How long, how large, and the small picture of it: what is known of a file beside its bytes. */
class PreviewsTest {
    private static final Capabilities FILMS = Capabilities.text(1_000, Unit.UTF16)
            .media(Content.Video.class, 1_000_000, 0, "video/mp4")
            .media(Content.Image.class, 1_000_000, 100)
            .media(Content.File.class, 1_000_000, 0);

    private final MediaHost host = new MediaHost();
    private final EngineFixture engine =
            new EngineFixture(Map.of(), FakeChannel::new, builder -> builder.allowInternalHost(MediaHost.HOST));

    @AfterEach
    void close() {
        engine.close();
        host.close();
    }

    // From code

    private Media film() {
        return Media.at(host.serves("/film", "video/mp4", Bytes.mp4(5_000)))
                .withDuration(Duration.ofSeconds(42))
                .withPixels(new Pixels(1280, 720));
    }

    private String still() {
        return host.serves("/still", "image/png", Bytes.png(700));
    }

    private Media sent(Media film) {
        assertThat(engine.relay.send("shop", "anna", "h1", List.of(new Content.Video(film, null))))
                .isTrue();
        engine.whileTimePasses(() -> engine.channel.awaitSent(1));
        return ((Content.Video) engine.channel.sent().get(0).parts().get(0)).media();
    }

    @Test
    void filmThatIsLookedAtKeepsWhatOnlyItsSenderKnew() {
        engine.channel.capabilities(FILMS);

        Media sent = sent(film());

        assertThat(sent.sizeBytes()).isEqualTo(5_000);
        assertThat(sent.duration()).isEqualTo(Duration.ofSeconds(42));
        assertThat(sent.pixels()).isEqualTo(new Pixels(1280, 720));
    }

    @Test
    void previewComesWithItsTypeNameAndSizeWhereTheMessengerShowsOne() {
        engine.channel.capabilities(FILMS.previews());

        Media preview =
                Objects.requireNonNull(sent(film().withPreview(Media.at(still()).withPixels(new Pixels(400, 225))))
                        .preview());

        assertThat(preview.contentType()).isEqualTo("image/png");
        assertThat(preview.fileName()).isEqualTo("still.png");
        assertThat(preview.sizeBytes()).isEqualTo(700);
        assertThat(preview.pixels()).isEqualTo(new Pixels(400, 225));
        // What only this relay can get at is shown at an address of the relay's.
        assertThat(preview.ref()).startsWith("https://chat.example.com/byoc/media/");
    }

    @Test
    void previewIsNotAskedForWhereTheMessengerShowsNone() {
        engine.channel.capabilities(FILMS);

        assertThat(sent(film().withPreview(Media.at(still()))).preview()).isNull();
        assertThat(host.asked("/still")).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"http://127.0.0.1:%d/gone", "http://10.0.0.1:%d/a.jpg", "data:image/png;base64,AA", "its-own-id"
            })
    void filmGoesWithoutAPreviewThatCannotBeHad(String preview) {
        engine.channel.capabilities(FILMS.previews());

        Media sent = sent(film().withPreview(Media.at(preview.formatted(host.port()))));

        assertThat(sent.preview()).isNull();
        assertThat(sent.sizeBytes()).isEqualTo(5_000);
    }

    @Test
    void previewThatIsDescribedIsNotOpenedButItsAddressIsLookedAt() {
        engine.channel.capabilities(FILMS.previews());
        Media inside = Media.of("http://10.0.0.1/a.jpg", "a.jpg", "image/jpeg", 700);

        assertThat(sent(film().withPreview(inside)).preview()).isNull();
    }

    @Test
    void previewIsAskedForOnceThoughTheCallIsRepeated() {
        engine.channel.capabilities(FILMS.previews());
        engine.channel.willAnswer(new SendResult.TryLater(Duration.ofSeconds(1), false, "busy"));

        sent(film().withPreview(Media.at(still())));
        engine.whileTimePasses(() -> engine.channel.awaitSent(2));

        assertThat(host.asked("/still")).isEqualTo(1);
        assertThat(engine.channel.sent().get(1).parts())
                .extracting(part -> ((Content.Video) part).media().preview())
                .doesNotContainNull();
    }

    @Test
    void stickerGoesAsItsPictureAndItsWords() {
        engine.channel.capabilities(FILMS);
        Media wave = Media.of(still(), "wave.png", "image/png", 700);
        Content sticker = new Content.Sticker(wave, "wave", "hello!", "Cats");

        assertThat(engine.relay.send("shop", "anna", "h1", List.of(sticker))).isTrue();
        engine.whileTimePasses(() -> engine.channel.awaitSent(1));

        assertThat(engine.channel.sent().get(0).parts())
                .singleElement()
                .isInstanceOfSatisfying(
                        Content.Image.class,
                        image -> assertThat(image.caption()).isEqualTo("hello!"));
    }

    // From customers

    private StoredMessage posted(Json.Builder message) {
        assertThat(engine.post(FakeChannel.events(
                                message.put("id", "1").put("customer", "anna").build()))
                        .status())
                .isEqualTo(200);
        engine.whileTimePasses(Duration.ofSeconds(10), () -> engine.awaitRelayed("1"));
        return engine.freshchat.posted().get(0);
    }

    private Json.Builder film(String path) {
        return Json.object()
                .put("kind", "video")
                .put("url", "http://" + MediaHost.HOST + ":" + host.port() + path)
                .put("millis", 2_400)
                .put("width", 640)
                .put("height", 360);
    }

    private static List<String> kinds(StoredMessage message) {
        return message.parts().stream()
                .map(part -> part.fields().keySet().iterator().next())
                .toList();
    }

    @Test
    void previewOfAFilmThatArrivesIsNotAskedFor() {
        host.serves("/film", "video/mp4", Bytes.mp4(5_000));

        StoredMessage message = posted(film("/film").put("preview", still()));

        assertThat(kinds(message)).containsExactly("file");
        assertThat(host.asked("/still")).isZero();
    }

    @Test
    void previewIsShownInPlaceOfAFilmThatCannotBeHad() {
        StoredMessage message = posted(film("/gone").put("caption", "see").put("preview", still()));

        assertThat(kinds(message)).containsExactly("text", "image");
        assertThat(message.parts().get(0).get("text").get("content").text())
                .isEqualTo("see\n(Video is missing: it is no longer there)");
        engine.await(() -> !engine.events(RelayEvent.Degraded.class).isEmpty());
        engine.drain();
        assertThat(engine.events(RelayEvent.Degraded.class))
                .extracting(event -> event.loss().reason())
                .containsExactly(Loss.Reason.NO_FILE);
    }

    @Test
    void filmThatCannotBeHadIsNamedWhereItsPreviewIsGoneToo() {
        StoredMessage message = posted(
                film("/gone").put("preview", film("/none").build().get("url").textOr("")));

        assertThat(message.text()).isEqualTo("(Video is missing: it is no longer there)");
    }

    @Test
    void previewThatFreshchatTakesInNoFormLeavesTheLine() {
        engine.freshchat.faults().always("POST /images/upload", Fault.answer(400));
        engine.freshchat.faults().always("POST /files/upload", Fault.answer(400));

        StoredMessage message = posted(film("/gone").put("preview", still()));

        assertThat(message.text()).isEqualTo("(Video is missing: it is no longer there)");
    }

    @Test
    void agentSeesWhatAStickerSaysBesideItsPicture() {
        StoredMessage message = posted(Json.object()
                .put("kind", "sticker")
                .put("name", "wave")
                .put("text", "hello!")
                .put("pack", "Cats")
                .put("url", still()));

        assertThat(kinds(message)).containsExactly("text", "image");
        assertThat(message.parts().get(0).get("text").get("content").text()).isEqualTo("hello!");
    }

    @Test
    void agentSeesTheNameOfAStickerWithoutAPicture() {
        StoredMessage message = posted(Json.object()
                .put("kind", "sticker")
                .put("name", "wave")
                .put("text", "hello!")
                .put("pack", "Cats"));

        assertThat(message.text()).isEqualTo("Sticker: wave (Cats): hello!");
    }
}
