package dev.byoc.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.channel.ChannelContext;
import dev.byoc.channel.Inbound;
import dev.byoc.channel.MediaSource;
import dev.byoc.channel.Received;
import dev.byoc.channel.Verification;
import dev.byoc.event.Loss;
import dev.byoc.event.RelayEvent;
import dev.byoc.json.Json;
import dev.byoc.message.Content;
import dev.byoc.message.Media;
import dev.byoc.policy.MediaLimits;
import dev.byoc.testkit.freshchat.StoredMessage;
import dev.byoc.testkit.server.Fault;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Stream;
import mockwebserver3.MockResponse;
import mockwebserver3.SocketEffect;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the relay has read of a customer's picture is enough for every form in which it is sent: its link may serve once. */
class PictureReadOnceTest {
    private static final String IMAGES = "POST /images/upload";
    private static final String FILES = "POST /files/upload";

    /** More than is kept in memory. */
    private static final int LARGE = 3 * 1024 * 1024;

    private final MediaHost host = new MediaHost();
    private @Nullable EngineFixture fixture;

    @AfterEach
    void close() {
        if (fixture != null) {
            fixture.close();
        }
        host.close();
    }

    private EngineFixture open() {
        return open(FakeChannel::new);
    }

    private EngineFixture open(Function<ChannelContext, FakeChannel> channel) {
        return open(channel, MediaLimits.DEFAULT);
    }

    private EngineFixture open(Function<ChannelContext, FakeChannel> channel, MediaLimits limits) {
        EngineFixture made = new EngineFixture(
                Map.of(),
                channel,
                builder -> builder.allowInternalHost(MediaHost.HOST).media(limits));
        fixture = made;
        return made;
    }

    /** An address that gives those bytes to the first who asks. */
    private String once(String path, byte[] bytes) {
        AtomicInteger served = new AtomicInteger();
        return host.serves(
                path,
                () -> served.incrementAndGet() > 1
                        ? new MockResponse.Builder().code(404).build()
                        : MediaHost.answer("image/png", bytes));
    }

    private static Json.Builder event(String kind, String id, String url) {
        return Json.object()
                .put("kind", kind)
                .put("id", id)
                .put("customer", "ines")
                .put("url", url);
    }

    private static StoredMessage posted(EngineFixture engine, Json... events) {
        assertThat(engine.post(FakeChannel.events(events)).status()).isEqualTo(200);
        engine.whileTimePasses(() -> engine.freshchat.awaitPosted(1));
        return engine.freshchat.posted().get(0);
    }

    private static List<String> formsOf(StoredMessage message) {
        return Stream.of("image", "file", "text")
                .flatMap(form -> message.parts().stream()
                        .filter(part -> part.get(form).isPresent())
                        .map(part -> form))
                .toList();
    }

    static Stream<Arguments> refusals() {
        return Stream.of(400, 404, 409, 413, 415, 422, 500)
                .flatMap(status -> Stream.of(500, LARGE).map(size -> Arguments.of(status, size)));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void pictureThatFreshchatRefusesGoesAsAFileOfTheSameBytes(int status, int size) {
        EngineFixture engine = open();
        byte[] png = Bytes.png(size);
        engine.freshchat.faults().always(IMAGES, Fault.answer(status));

        StoredMessage message =
                posted(engine, event("image", "m1", once("/a.png", png)).build());

        assertThat(formsOf(message)).containsExactly("file");
        assertThat(engine.freshchat.files()).containsExactly(png);
        assertThat(host.asked("/a.png")).isOne();
    }

    @Test
    void uploadWhoseAnswerNamesNoPictureGoesAsAFileOfTheSameBytes() {
        EngineFixture engine = open();
        byte[] png = Bytes.png(LARGE);
        engine.freshchat.faults().always(IMAGES, Fault.answer(200, Json.object().build()));

        StoredMessage message =
                posted(engine, event("image", "m1", once("/a.png", png)).build());

        assertThat(formsOf(message)).containsExactly("file");
        assertThat(engine.freshchat.files()).containsExactly(png);
    }

    @ParameterizedTest
    @ValueSource(ints = {500, LARGE})
    void pictureThatIsUploadedAndRefusedByThePostGoesAsAFileOfTheSameBytes(int size) {
        EngineFixture engine = open();
        byte[] png = Bytes.png(size);
        engine.freshchat.faults().next("POST /conversations", refuses("IMAGE_EMPTY_CONTENT"));

        StoredMessage message =
                posted(engine, event("image", "m1", once("/a.png", png)).build());

        assertThat(formsOf(message)).containsExactly("file");
        assertThat(engine.freshchat.files()).containsExactly(png, png);
        assertThat(host.asked("/a.png")).isOne();
    }

    @Test
    void pictureOfAKnownCustomerThatThePostRefusesGoesAsAFileOfTheSameBytes() {
        EngineFixture engine = open();
        engine.customerWrites("ines", "m0", "Hello");
        byte[] png = Bytes.png(LARGE);
        engine.freshchat.faults().next("POST /conversations/{id}/messages", refuses("IMAGE_EMPTY_CONTENT"));

        engine.post(FakeChannel.events(event("image", "m1", once("/a.png", png)).build()));
        engine.whileTimePasses(() -> engine.freshchat.awaitPosted(2));

        assertThat(formsOf(engine.freshchat.posted().get(1))).containsExactly("file");
        assertThat(engine.freshchat.files()).containsExactly(png, png);
    }

    @Test
    void pictureOfAStickerThatIsRefusedGoesAsAFileOfTheSameBytes() {
        EngineFixture engine = open(Sticking::new);
        byte[] png = Bytes.png(500);
        engine.freshchat.faults().always(IMAGES, Fault.answer(415));

        StoredMessage message =
                posted(engine, event("image", "m1", once("/s.png", png)).build());

        assertThat(engine.freshchat.files()).containsExactly(png);
        assertThat(host.asked("/s.png")).isOne();
        assertThat(message.parts()).isNotEmpty();
    }

    @Test
    void pictureThatItsChannelOpensIsOpenedOnce() {
        AtomicInteger opened = new AtomicInteger();
        byte[] png = Bytes.png(LARGE);
        EngineFixture engine = open(context -> new OwnSource(context, png, opened));
        engine.freshchat.faults().always(IMAGES, Fault.answer(422));

        StoredMessage message = posted(engine, event("image", "m1", "file-id:7").build());

        assertThat(formsOf(message)).containsExactly("file");
        assertThat(engine.freshchat.files()).containsExactly(png);
        assertThat(opened).hasValue(1);
    }

    @Test
    void picturesOfOneMessageThatThePostRefusesGoAsFilesEachOfItsOwnBytes() {
        EngineFixture engine = open(Together::new);
        byte[] first = Bytes.png(LARGE);
        byte[] second = Bytes.png(700);
        engine.freshchat.faults().next("POST /conversations", refuses("IMAGE_EMPTY_CONTENT"));

        StoredMessage message = posted(
                engine,
                event("image", "m1", once("/a.png", first)).build(),
                event("image", "m2", once("/b.png", second)).build());

        assertThat(formsOf(message)).containsExactly("file", "file");
        assertThat(engine.freshchat.files()).containsExactly(first, second, first, second);
    }

    @Test
    void moreThanALargestFileIsNotKeptForThePostAndFetchedAgain() {
        EngineFixture engine = open(Together::new, MediaLimits.DEFAULT.maxBytes(LARGE));
        byte[] first = Bytes.png(LARGE - 1000);
        byte[] second = Bytes.png(2000);
        engine.freshchat.faults().next("POST /conversations", refuses("IMAGE_EMPTY_CONTENT"));

        StoredMessage message = posted(
                engine,
                event("image", "m1", host.serves("/a.png", "image/png", first)).build(),
                event("image", "m2", host.serves("/b.png", "image/png", second)).build());

        assertThat(formsOf(message)).containsExactly("file", "file");
        assertThat(engine.freshchat.files()).containsExactly(first, second, first, second);
        assertThat(host.asked("/a.png")).isOne();
        assertThat(host.asked("/b.png")).isEqualTo(2);
    }

    @Test
    void pictureThatIsRefusedAsAFileTooIsReadOnceAndNamed() {
        EngineFixture engine = open();
        engine.freshchat.faults().always(IMAGES, Fault.answer(400)).always(FILES, Fault.answer(400));

        StoredMessage message = posted(
                engine, event("image", "m1", once("/a.png", Bytes.png(LARGE))).build());

        assertThat(message.text()).isEqualTo("(Picture is missing: it was not accepted there)");
        assertThat(host.asked("/a.png")).isOne();
        engine.awaitRelayed("m1");
        engine.relay.close();
        assertThat(engine.events(RelayEvent.Degraded.class).stream()
                        .map(event -> event.loss().reason()))
                .containsExactly(Loss.Reason.NO_FILE);
    }

    /** It may be taken as a picture at another attempt, which fetches it anew; the last one sends as a file what it has read. */
    @Test
    void uploadThatFreshchatIsNotReadyForReadsThePictureOnceForEachTry() {
        EngineFixture engine = open();
        byte[] png = Bytes.png(LARGE);
        engine.freshchat.faults().always(IMAGES, Fault.answer(503));

        StoredMessage message = posted(
                engine,
                event("image", "m1", host.serves("/a.png", "image/png", png)).build());

        assertThat(formsOf(message)).containsExactly("file");
        assertThat(engine.freshchat.calls(IMAGES)).isEqualTo(3);
        assertThat(host.asked("/a.png")).isEqualTo(3);
    }

    @Test
    void pictureThatBreaksOffWhileItIsReadIsNoShorterFile() {
        EngineFixture engine = open();
        byte[] png = Bytes.png(LARGE);
        AtomicInteger served = new AtomicInteger();
        engine.freshchat.faults().always(IMAGES, Fault.answer(415));
        String url = host.serves(
                "/a.png",
                () -> served.incrementAndGet() > 1
                        ? MediaHost.answer("image/png", png)
                        : MediaHost.answer("image/png", Arrays.copyOf(png, LARGE - 7))
                                .newBuilder()
                                .setHeader("Content-Length", LARGE)
                                .onResponseEnd(new SocketEffect.CloseSocket())
                                .build());

        posted(engine, event("image", "m1", url).build());

        assertThat(engine.freshchat.files()).containsExactly(png);
        assertThat(host.asked("/a.png")).isEqualTo(2);
    }

    private static Fault refuses(String why) {
        return Fault.answer(400, Json.object().put("message", why).build());
    }

    private static Inbound.MessageReceived with(Inbound.MessageReceived message, List<Content> contents) {
        return Inbound.MessageReceived.builder(message.eventId(), message.customer(), message.at())
                .contents(contents)
                .build();
    }

    /** One whose messages of one webhook are one message. */
    private static final class Together extends FakeChannel {
        Together(ChannelContext context) {
            super(context);
        }

        @Override
        public Received parse(Verification.Verified verified) {
            List<Content> contents = new ArrayList<>();
            List<Inbound> events = super.parse(verified).events();
            events.forEach(event -> contents.addAll(((Inbound.MessageReceived) event).contents()));
            return Received.of(with((Inbound.MessageReceived) events.get(0), contents));
        }
    }

    /** One whose pictures are stickers. */
    private static final class Sticking extends FakeChannel {
        Sticking(ChannelContext context) {
            super(context);
        }

        @Override
        public Received parse(Verification.Verified verified) {
            Inbound.MessageReceived message =
                    (Inbound.MessageReceived) super.parse(verified).events().get(0);
            Media picture = ((Content.Image) message.contents().get(0)).media();
            return Received.of(with(message, List.of(new Content.Sticker(picture, "7"))));
        }
    }

    /** One that fetches its files itself. */
    private static final class OwnSource extends FakeChannel implements MediaSource {
        private final byte[] bytes;
        private final AtomicInteger opened;

        OwnSource(ChannelContext context, byte[] bytes, AtomicInteger opened) {
            super(context);
            this.bytes = bytes;
            this.opened = opened;
        }

        @Override
        public Located locate(Media media) {
            opened.incrementAndGet();
            return new Located.Opened(new ByteArrayInputStream(bytes));
        }
    }
}
