package dev.byoc.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.channel.Capabilities;
import dev.byoc.channel.Capabilities.Unit;
import dev.byoc.channel.ChannelContext;
import dev.byoc.channel.OutboundMessage;
import dev.byoc.channel.SendResult;
import dev.byoc.http.HttpCall;
import dev.byoc.json.Json;
import dev.byoc.message.Content;
import dev.byoc.policy.MediaLimits;
import dev.byoc.testkit.freshchat.StoredMessage;
import dev.byoc.testkit.server.Fault;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import mockwebserver3.MockResponse;
import mockwebserver3.SocketEffect;
import okio.Buffer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A file whose server is out is waited for as long as the media limits say, here for ten minutes; while this machine's own network is out, that time does not count. */
final class FileOutagesTest {
    private static final String ACCOUNT = "GET /accounts/configuration";
    private static final int STEPS = 40;
    private static final Capabilities PICTURES =
            Capabilities.text(1_000, Unit.UTF16).media(Content.Image.class, 1_000_000, 100, "image/png");

    private final MediaHost host = new MediaHost();
    private final AtomicReference<Supplier<MockResponse>> answer = new AtomicReference<>();
    private @Nullable EngineFixture fixture;

    @AfterEach
    void close() {
        if (fixture != null) {
            fixture.close();
        }
        host.close();
    }

    /** How a server's outage looks from here. */
    enum Out {
        UNAVAILABLE,
        BAD_GATEWAY,
        THROTTLED,
        HANGS_UP;

        private MockResponse answer() {
            MockResponse.Builder answer = new MockResponse.Builder();
            return switch (this) {
                case UNAVAILABLE -> answer.code(503).build();
                case BAD_GATEWAY -> answer.code(502).build();
                case THROTTLED -> answer.code(429).build();
                case HANGS_UP ->
                    answer.onResponseStart(new SocketEffect.CloseSocket()).build();
            };
        }
    }

    private static MockResponse silent() {
        return new MockResponse.Builder().headersDelay(30, TimeUnit.SECONDS).build();
    }

    private static MockResponse cutOff() {
        return new MockResponse.Builder()
                .body(new Buffer().write(Bytes.png(40)))
                .setHeader("Content-Length", 100)
                .onResponseEnd(new SocketEffect.CloseSocket())
                .build();
    }

    private static MockResponse picture() {
        return MediaHost.answer("image/png", Bytes.png(500));
    }

    private EngineFixture open() {
        return open(FakeChannel::new, Duration.ofSeconds(30));
    }

    private EngineFixture open(Function<ChannelContext, FakeChannel> channel, Duration deadline) {
        EngineFixture made = new EngineFixture(
                Map.of(),
                channel,
                builder -> builder.allowInternalHost(MediaHost.HOST)
                        .media(MediaLimits.DEFAULT.deadline(deadline).retryFor(Duration.ofMinutes(10))));
        made.channel.capabilities(PICTURES);
        made.customerWrites("ines", "m0", "hello");
        fixture = made;
        return made;
    }

    private String file() {
        return host.serves("/a.png", () -> answer.get().get());
    }

    private static void customerSendsPicture(EngineFixture engine, String url) {
        engine.post(FakeChannel.events(Json.object()
                .put("kind", "image")
                .put("id", "m1")
                .put("customer", "ines")
                .put("url", url)
                .put("caption", "look")
                .build()));
    }

    private static void agentSendsPicture(EngineFixture engine, String url) {
        engine.freshchat
                .agent()
                .sends(
                        engine.freshchat.posted().get(0).conversationId(),
                        Json.of(List.of(Json.object()
                                .put("image", Json.object().put("url", url).build())
                                .build())));
        engine.freshchat.webhooks().awaitDelivered();
    }

    /** In steps, and the clock goes no further than that; a file's server that does not answer is not waited for in each of them. */
    private static void pass(EngineFixture engine, Duration time) {
        for (int i = 0; i < STEPS; i++) {
            engine.time().pass(time.dividedBy(STEPS), Duration.ofMillis(20));
        }
    }

    private static void passUntil(EngineFixture engine, BooleanSupplier condition) {
        engine.whileTimePasses(Duration.ofSeconds(15), () -> engine.await("that", condition));
    }

    private static List<StoredMessage> arrived(EngineFixture engine) {
        passUntil(engine, () -> !fromInes(engine).isEmpty());
        return fromInes(engine);
    }

    private static List<Content> sent(EngineFixture engine) {
        passUntil(engine, () -> !engine.channel.sent().isEmpty());
        return engine.channel.sent().get(0).parts();
    }

    private static List<StoredMessage> fromInes(EngineFixture engine) {
        List<StoredMessage> posted = engine.freshchat.posted();
        return posted.subList(1, posted.size());
    }

    private static boolean isPicture(StoredMessage message) {
        return message.parts().stream().anyMatch(part -> part.get("image").isPresent());
    }

    private static void freshchatIsOut(EngineFixture engine) {
        engine.freshchat.faults().always(ACCOUNT, Fault.answer(503));
    }

    @ParameterizedTest
    @EnumSource
    void customersPictureArrivesAfterNineMinutesWithoutItsServer(Out out) {
        EngineFixture engine = open();
        answer.set(out::answer);
        customerSendsPicture(engine, file());
        pass(engine, Duration.ofMinutes(9));
        assertThat(fromInes(engine)).isEmpty();

        answer.set(FileOutagesTest::picture);

        assertThat(arrived(engine)).singleElement().matches(FileOutagesTest::isPicture);
    }

    @Test
    void customersWordsArriveWithALineInThePicturesPlaceAfterTenMinutes() {
        EngineFixture engine = open();
        answer.set(Out.UNAVAILABLE::answer);
        customerSendsPicture(engine, file());

        assertThat(arrived(engine))
                .singleElement()
                .satisfies(message -> assertThat(message.text()).contains("look", "its server failed"));
    }

    @Test
    void nothingIsChargedToACustomersPictureWhileFreshchatDoesNotAnswerEither() {
        EngineFixture engine = open();
        answer.set(Out.HANGS_UP::answer);
        customerSendsPicture(engine, file());
        pass(engine, Duration.ofMinutes(9));
        freshchatIsOut(engine);
        pass(engine, Duration.ofHours(1));
        engine.freshchat.faults().clear();
        pass(engine, Duration.ofMinutes(9));
        assertThat(fromInes(engine)).isEmpty();

        answer.set(FileOutagesTest::picture);

        assertThat(arrived(engine)).singleElement().matches(FileOutagesTest::isPicture);
    }

    @Test
    void pictureThatComesCutOffOrTooSlowlyIsNotLostWhileFreshchatDoesNotAnswer() {
        EngineFixture engine = open(FakeChannel::new, Duration.ofMillis(600));
        answer.set(FileOutagesTest::silent);
        freshchatIsOut(engine);
        customerSendsPicture(engine, file());
        pass(engine, Duration.ofMinutes(1));
        answer.set(FileOutagesTest::cutOff);
        pass(engine, Duration.ofMinutes(20));
        assertThat(fromInes(engine)).isEmpty();

        answer.set(FileOutagesTest::picture);
        engine.freshchat.faults().clear();

        assertThat(arrived(engine)).singleElement().matches(FileOutagesTest::isPicture);
    }

    /** Freshchat is there: only its token lacks that right. */
    @Test
    void refusedQuestionIsAnAnswer() {
        EngineFixture engine = open();
        answer.set(Out.UNAVAILABLE::answer);
        engine.freshchat.faults().always(ACCOUNT, Fault.answer(404, Json.of(Map.of("message", "no"))));
        customerSendsPicture(engine, file());

        assertThat(arrived(engine)).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource
    void agentsPictureArrivesAfterNineMinutesWithoutItsServer(Out out) {
        EngineFixture engine = open();
        answer.set(out::answer);
        agentSendsPicture(engine, file());
        pass(engine, Duration.ofMinutes(9));
        assertThat(engine.channel.sent()).isEmpty();

        answer.set(FileOutagesTest::picture);

        assertThat(sent(engine)).singleElement().isInstanceOf(Content.Image.class);
    }

    @Test
    void customerReadsALineInAPicturesPlaceAfterTenMinutes() {
        EngineFixture engine = open();
        answer.set(Out.UNAVAILABLE::answer);
        agentSendsPicture(engine, file());

        assertThat(sent(engine)).containsExactly(new Content.Text("(Picture is missing: its server failed)"));
    }

    @Test
    void nothingIsChargedToAnAgentsPictureWhileFreshchatDoesNotAnswerEither() {
        EngineFixture engine = open();
        answer.set(Out.HANGS_UP::answer);
        agentSendsPicture(engine, file());
        pass(engine, Duration.ofMinutes(9));
        freshchatIsOut(engine);
        pass(engine, Duration.ofHours(1));
        engine.freshchat.faults().clear();
        pass(engine, Duration.ofMinutes(9));
        assertThat(engine.channel.sent()).isEmpty();

        answer.set(FileOutagesTest::picture);

        assertThat(sent(engine)).singleElement().isInstanceOf(Content.Image.class);
        assertThat(engine.relay.deadLetters()).isEmpty();
    }

    /** Perhaps the messenger gets at it. */
    @Test
    void publicAddressIsHandedOnAtOnce() {
        EngineFixture engine = open();

        agentSendsPicture(engine, "https://media.invalid/a.png");

        assertThat(engine.channel.awaitSent(1).get(0).parts()).singleElement().isInstanceOf(Content.Image.class);
    }

    /** A channel that has to read what it sends. */
    private static final class Uploading extends FakeChannel {
        private final ChannelContext context;
        private final String upload;

        Uploading(ChannelContext context, String upload) {
            super(context);
            this.context = context;
            this.upload = upload;
        }

        @Override
        public SendResult send(OutboundMessage message) {
            return message.parts().get(0) instanceof Content.Image image
                    ? SendResult.of(
                            context.http()
                                    .call(HttpCall.post(URI.create(upload)).part("file", image.media())),
                            uploaded -> super.send(message))
                    : super.send(message);
        }
    }

    @Test
    void publicFileThatItsChannelHasToReadIsWaitedForAndItsAnswerIsNoDeadLetter() {
        String upload = host.serves(
                "/upload", () -> new MockResponse.Builder().body("{}").build());
        EngineFixture engine = open(context -> new Uploading(context, upload), Duration.ofSeconds(30));
        agentSendsPicture(engine, "https://media.invalid/a.png");
        pass(engine, Duration.ofMinutes(9));
        assertThat(engine.channel.sent()).isEmpty();

        assertThat(sent(engine))
                .containsExactly(new Content.Text("(Picture is missing: its server could not be reached)"));
        assertThat(engine.relay.deadLetters()).isEmpty();
    }
}
