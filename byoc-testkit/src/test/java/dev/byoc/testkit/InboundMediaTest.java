package dev.byoc.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.channel.ChannelContext;
import dev.byoc.channel.MediaSource;
import dev.byoc.event.Health.Status;
import dev.byoc.event.Loss;
import dev.byoc.event.RelayEvent;
import dev.byoc.http.HttpCall;
import dev.byoc.json.Json;
import dev.byoc.message.Media;
import dev.byoc.message.MediaException;
import dev.byoc.message.MediaException.Reason;
import dev.byoc.policy.MediaLimits;
import dev.byoc.relay.RelayBuilder;
import dev.byoc.testkit.freshchat.StoredMessage;
import dev.byoc.testkit.server.Fault;
import dev.byoc.testkit.server.Gate;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.stream.Stream;
import javax.management.JMException;
import javax.management.ObjectName;
import mockwebserver3.MockResponse;
import mockwebserver3.SocketEffect;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files from customers, on their way into the inbox. */
final class InboundMediaTest {
    private static final String CAPTION = "\uC774 \uC0AC\uC9C4 \uC880 \uBD10 \uC8FC\uC138\uC694";

    /** An outage of a file's server is waited for, for minutes. */
    private static final Duration STEP = Duration.ofSeconds(10);

    private static final int MAX = 25 * 1024 * 1024;

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

    private EngineFixture open(java.util.function.Function<ChannelContext, FakeChannel> channel) {
        return open(channel, InboundMediaTest::limits);
    }

    private static void limits(RelayBuilder builder) {
        builder.allowInternalHost(MediaHost.HOST)
                .media(MediaLimits.DEFAULT.deadline(Duration.ofSeconds(2)).atOnce(2));
    }

    private EngineFixture open(Map<String, String> settings) {
        EngineFixture made = new EngineFixture(settings, FakeChannel::new, InboundMediaTest::limits);
        fixture = made;
        return made;
    }

    private EngineFixture open(
            java.util.function.Function<ChannelContext, FakeChannel> channel,
            java.util.function.Consumer<RelayBuilder> more) {
        EngineFixture made = new EngineFixture(Map.of(), channel, more);
        fixture = made;
        return made;
    }

    private static Json event(String kind, String id, String url, @Nullable String name, @Nullable String caption) {
        return FakeChannel.events(Json.object()
                .put("kind", kind)
                .put("id", id)
                .put("customer", "ines")
                .put("url", url)
                .put("file", name)
                .put("caption", caption)
                .build());
    }

    private StoredMessage posted(EngineFixture engine, Json event) {
        int before = engine.freshchat.posted().size();
        assertThat(engine.post(event).status()).isEqualTo(200);
        engine.whileTimePasses(STEP, () -> engine.freshchat.awaitPosted(before + 1));
        return engine.freshchat.posted().get(before);
    }

    private static Json part(StoredMessage message, String kind) {
        return message.parts().stream()
                .map(part -> part.get(kind))
                .filter(Json::isPresent)
                .findFirst()
                .orElse(Json.ABSENT);
    }

    /** Tokens carry rights, and 401 and 403 may mean that one is missing. */
    @ParameterizedTest
    @ValueSource(ints = {401, 403})
    void aTokenThatMayUploadNothingCostsThePictureAlone(int status) {
        EngineFixture engine = open();
        engine.freshchat
                .faults()
                .always("POST /images/upload", Fault.answer(status))
                .always("POST /files/upload", Fault.answer(status));

        engine.post(event("image", "m1", host.serves("/a.png", "image/png", Bytes.png(1024)), "a.png", CAPTION));
        for (int i = 0; i < 60; i++) {
            // Others pass all the while.
            engine.post(FakeChannel.text("t" + i, "ben", "still here " + i));
            engine.time().pass(Duration.ofSeconds(30), 1);
        }
        engine.freshchat.faults().clear();
        engine.whileTimePasses(Duration.ofMinutes(1), engine::awaitIdle);

        assertThat(engine.deadLetters()).isEmpty();
        assertThat(engine.posted()).anyMatch(text -> text.contains(CAPTION));
    }

    /** Of such refusals two wordings are known, and none is documented. */
    @ParameterizedTest
    @ValueSource(strings = {"POST /conversations", "POST /conversations/{id}/messages"})
    void aMessageThatIsRefusedForItsFileInOtherWordsArrivesWithoutTheFile(String route) {
        EngineFixture engine = open();
        if (route.contains("{id}")) {
            engine.customerWrites("ines", "0", "Hello");
        }
        Json unsafe = Json.object()
                .put("code", 400)
                .put("status", "INVALID_VALUE")
                .put("message", "File is not safe")
                .build();
        engine.freshchat.faults().next(route, Fault.answer(400, unsafe));

        engine.post(event("file", "m1", host.serves("/a.pdf", "application/pdf", Bytes.pdf(1024)), "a.pdf", CAPTION));
        engine.whileTimePasses(STEP, engine::awaitIdle);

        assertThat(engine.deadLetters()).isEmpty();
        assertThat(engine.posted()).anyMatch(text -> text.contains(CAPTION));
    }

    @Test
    void aVeryLongNameInTheServersHeaderCostsNeitherThePictureNorItsCaption() {
        EngineFixture engine = open();
        String url = host.serves(
                "/long",
                () -> MediaHost.answer("image/png", Bytes.png(1024))
                        .newBuilder()
                        .setHeader("Content-Disposition", "attachment; filename=\"" + "a".repeat(60_000) + ".png\"")
                        .build());

        engine.post(event("image", "m1", url, null, CAPTION));
        engine.whileTimePasses(STEP, engine::awaitIdle);

        assertThat(engine.deadLetters()).isEmpty();
        assertThat(engine.freshchat.posted()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"MZ\uC138\uB300\uB294", "ID3", "%PDF-1.7\n", "GIF89a"})
    void aLongTextIsBroughtWhateverLettersItBeginsWith(String start) {
        EngineFixture engine = open();
        String whole = start + " \uBB34\uC5C7\uC744 \uC88B\uC544\uD558\uB098\uC694?".repeat(100);
        String url = host.serves("/t.txt", "text/plain; charset=utf-8", whole.getBytes(StandardCharsets.UTF_8));

        StoredMessage message = posted(
                engine,
                FakeChannel.events(Json.object()
                        .put("kind", "text")
                        .put("id", "m1")
                        .put("customer", "ines")
                        .put("text", whole.substring(0, 300))
                        .put("url", url)
                        .build()));

        assertThat(message.text()).isEqualTo(whole);
    }

    @Test
    void aProgramIsNamedAsOneWhateverItIsCalled() {
        EngineFixture engine = open();
        byte[] program = "MZ\u0090\0\u0003\0\0\0\u0004\0\0\0".getBytes(StandardCharsets.ISO_8859_1);
        String url = host.serves("/notes.txt", "text/plain", program);

        StoredMessage message = posted(engine, event("file", "m1", url, "notes.txt", null));

        assertThat(part(message, "file").get("name").text()).isEqualTo("notes.txt.exe");
    }

    @Test
    void aFileOfWordsKeepsItsNameWhateverLettersItBeginsWith() {
        EngineFixture engine = open();
        String url = host.serves("/notes.txt", "text/plain", "MZ\uC138\uB300".getBytes(StandardCharsets.UTF_8));

        StoredMessage message = posted(engine, event("file", "m1", url, "notes.txt", null));

        assertThat(part(message, "file").get("name").text()).isEqualTo("notes.txt");
    }

    @Test
    void aRightToUploadThatIsMissingIsToldUntilAnUploadPasses() {
        EngineFixture engine = open();
        engine.freshchat.faults().always("POST /files/upload", Fault.answer(403));
        String url = host.serves("/a.pdf", "application/pdf", Bytes.pdf(1024));

        StoredMessage without = posted(engine, event("file", "m1", url, "a.pdf", CAPTION));
        engine.await("the condition", () -> engine.changes("freshchat").size() == 1);
        engine.freshchat.faults().clear();
        StoredMessage with = posted(engine, event("file", "m2", url, "a.pdf", CAPTION));
        engine.await("its end", () -> engine.changes("freshchat").size() == 2);

        assertThat(without.text()).startsWith(CAPTION + "\n(File a.pdf is missing: it was not accepted there)");
        assertThat(part(with, "file").isPresent()).isTrue();
        assertThat(engine.changes("freshchat"))
                .allSatisfy(change -> {
                    assertThat(change.kind()).isEqualTo("file uploads");
                    assertThat(change.cause()).contains("403");
                    assertThat(change.remedy()).contains("API token that may upload");
                })
                .extracting(RelayEvent.HealthChanged::after)
                .containsExactly(Status.DEGRADED, Status.UP);
        assertThat(lossesOf(engine)).singleElement().satisfies(loss -> {
            assertThat(loss.file()).isEqualTo(Reason.NOT_TAKEN);
            assertThat(loss.detail()).contains("answered 403");
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403})
    void aFileWaitsForATokenThatIsRefusedEverywhere(int status) {
        EngineFixture engine = open();
        engine.freshchat.faults().always("*", Fault.answer(status));
        engine.post(event("file", "m1", host.serves("/a.pdf", "application/pdf", Bytes.pdf(1024)), "a.pdf", CAPTION));
        engine.time().pass(Duration.ofMinutes(1), 10);
        engine.freshchat.faults().clear();

        engine.whileTimePasses(Duration.ofMinutes(1), engine::awaitIdle);

        assertThat(engine.freshchat.posted())
                .singleElement()
                .satisfies(
                        message -> assertThat(part(message, "file").isPresent()).isTrue());
        assertThat(lossesOf(engine)).isEmpty();
    }

    /** As of a firewall that is being changed. */
    @ParameterizedTest
    @ValueSource(ints = {401, 403})
    void aFileWhoseUploadIsRefusedForAMomentArrives(int status) {
        EngineFixture engine = open();
        engine.freshchat
                .faults()
                .next("POST /files/upload", Fault.answer(status))
                .next("POST /files/upload", Fault.answer(status));

        StoredMessage message = posted(
                engine,
                event("file", "m1", host.serves("/a.pdf", "application/pdf", Bytes.pdf(1024)), "a.pdf", CAPTION));

        assertThat(part(message, "file").isPresent()).isTrue();
        engine.awaitIdle();
        assertThat(lossesOf(engine)).isEmpty();
        assertThat(engine.events).noneMatch(RelayEvent.Paused.class::isInstance);
    }

    /** What answers in the place of Freshchat may answer 200. */
    @Test
    void aFileWaitsWhereUploadsAreRefusedAndAllElseIsUnreadable() {
        EngineFixture engine = open();
        Fault unreadable = Fault.answer(200, Json.object().build());
        engine.freshchat
                .faults()
                .always("POST /files/upload", Fault.answer(403))
                .always("GET /accounts/configuration", unreadable)
                .always("GET /channels", unreadable);
        engine.post(event("file", "m1", host.serves("/a.pdf", "application/pdf", Bytes.pdf(1024)), "a.pdf", CAPTION));
        engine.time().pass(Duration.ofMinutes(1), 10);
        engine.freshchat.faults().clear();

        engine.whileTimePasses(Duration.ofMinutes(1), engine::awaitIdle);

        assertThat(part(engine.freshchat.posted().get(0), "file").isPresent()).isTrue();
        assertThat(lossesOf(engine)).isEmpty();
    }

    @Test
    void anUploadThatAlwaysGoesAstrayCostsTheFileAlone() {
        EngineFixture engine = open();
        engine.freshchat.faults().always("POST /files/upload", Fault.html());

        StoredMessage message = posted(
                engine,
                event("file", "m1", host.serves("/a.pdf", "application/pdf", Bytes.pdf(1024)), "a.pdf", CAPTION));

        assertThat(message.text()).startsWith(CAPTION + "\n(File a.pdf is missing: ");
        engine.drain();
        assertThat(engine.events).noneMatch(RelayEvent.Paused.class::isInstance);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 403, 413, 415, 422})
    void aMessageThatIsRefusedForItsFileByAnyStatusArrivesWithALineInItsPlace(int status) {
        EngineFixture engine = open();
        engine.customerWrites("ines", "0", "Hello");
        engine.freshchat.faults().next("POST /conversations/{id}/messages", Fault.answer(status));

        engine.post(event("file", "m1", host.serves("/a.pdf", "application/pdf", Bytes.pdf(1024)), "a.pdf", CAPTION));
        engine.whileTimePasses(STEP, engine::awaitIdle);

        assertThat(engine.posted())
                .last()
                .asString()
                .startsWith(CAPTION + "\n(File a.pdf is missing: it was not accepted there)");
        assertThat(lossesOf(engine))
                .singleElement()
                .satisfies(loss -> assertThat(loss.detail()).isEqualTo("Freshchat answered " + status));
    }

    @Test
    void aPictureThatIsRefusedInOtherWordsArrivesAsAFile() {
        EngineFixture engine = open();
        engine.customerWrites("ines", "0", "Hello");
        engine.freshchat.faults().next("POST /conversations/{id}/messages", Fault.answer(400));

        StoredMessage message =
                posted(engine, event("image", "m1", host.serves("/a.png", "image/png", Bytes.png(900)), null, CAPTION));

        assertThat(message.text()).isEqualTo(CAPTION);
        assertThat(part(message, "file").isPresent()).isTrue();
    }

    @Test
    void aMessageThatIsRefusedWithoutItsFileTooKeepsTheFileForItsReplay() {
        EngineFixture engine = open();
        engine.customerWrites("ines", "0", "Hello");
        engine.freshchat.faults().always("POST /conversations/{id}/messages", Fault.answer(400));
        engine.post(event("file", "m1", host.serves("/a.pdf", "application/pdf", Bytes.pdf(1024)), "a.pdf", CAPTION));
        engine.whileTimePasses(STEP, engine::awaitIdle);
        engine.freshchat.faults().clear();

        engine.relay.replay(engine.deadLetters().get(0).id());
        engine.whileTimePasses(STEP, engine::awaitIdle);

        assertThat(part(engine.freshchat.posted().get(1), "file").isPresent()).isTrue();
        assertThat(lossesOf(engine)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"reuse", "reopen"})
    void aFileThatIsRefusedInAResolvedConversationCostsTheFileAndBeginsNoOther(String policy) {
        EngineFixture engine = open(Map.of("conversations", policy));
        String conversation = engine.customerWrites("ines", "0", "Hello");
        engine.freshchat.agent().resolves(conversation);
        engine.awaitIdle();
        Fault refusal = Fault.answer(400);
        engine.freshchat
                .faults()
                .next("POST /conversations/{id}/messages", refusal)
                .next("POST /conversations/{id}/messages", policy.equals("reopen") ? Fault.none() : refusal);

        engine.post(event("file", "m1", host.serves("/a.pdf", "application/pdf", Bytes.pdf(1024)), "a.pdf", CAPTION));
        engine.whileTimePasses(STEP, engine::awaitIdle);

        assertThat(engine.posted())
                .last()
                .asString()
                .startsWith(CAPTION + "\n(File a.pdf is missing: it was not accepted there)");
        assertThat(engine.freshchat.conversations()).hasSize(1);
        assertThat(engine.deadLetters()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"reuse", "reopen"})
    void aFileArrivesInANewConversationWhereTheResolvedOneTakesNoMessage(String policy) {
        EngineFixture engine = open(Map.of("conversations", policy));
        String conversation = engine.customerWrites("ines", "0", "Hello");
        engine.freshchat.agent().resolves(conversation);
        engine.awaitIdle();
        engine.freshchat.faults().always("POST /conversations/{id}/messages", Fault.answer(400));

        StoredMessage message = posted(
                engine, event("image", "m1", host.serves("/a.png", "image/png", Bytes.png(900)), "a.png", CAPTION));

        assertThat(message.conversationId()).isNotEqualTo(conversation);
        assertThat(part(message, "image").isPresent()).isTrue();
        engine.awaitIdle();
        assertThat(lossesOf(engine)).isEmpty();
    }

    /** It is not known whether that was done. */
    @ParameterizedTest
    @ValueSource(ints = {429, 500, 503})
    void aFileThatWasNotToBlameArrivesAfterAnOutageThatItsSecondPostMeets(int status) {
        EngineFixture engine = open();
        engine.customerWrites("ines", "0", "Hello");
        engine.freshchat
                .faults()
                .next("POST /conversations/{id}/messages", Fault.answer(400))
                .next("POST /conversations/{id}/messages", Fault.answer(status));

        engine.post(event("image", "m1", host.serves("/a.png", "image/png", Bytes.png(900)), "a.png", CAPTION));
        engine.whileTimePasses(STEP, engine::awaitIdle);

        assertThat(engine.freshchat.posted()).hasSize(2);
        assertThat(part(engine.freshchat.posted().get(1), "image").isPresent()).isTrue();
        assertThat(lossesOf(engine)).isEmpty();
    }

    @Test
    void aFileThatWasNotToBlameArrivesAfterALookUpFailsBehindItsSecondPost() {
        EngineFixture engine = open();
        engine.customerWrites("ines", "0", "Hello");
        engine.freshchat
                .faults()
                .next("POST /conversations/{id}/messages", Fault.answer(400))
                .next("POST /conversations/{id}/messages", Fault.answer(404))
                .next("GET /users/{id}", Fault.answer(503));

        engine.post(event("file", "m1", host.serves("/a.pdf", "application/pdf", Bytes.pdf(1024)), "a.pdf", CAPTION));
        engine.whileTimePasses(STEP, engine::awaitIdle);

        assertThat(part(engine.freshchat.posted().get(1), "file").isPresent()).isTrue();
        assertThat(lossesOf(engine)).isEmpty();
    }

    @Test
    void aMessageThatArrivedWithoutItsFileThoughTheAnswerWasLostIsNotPostedAgainAndTheLossIsTold() {
        EngineFixture engine = open();
        engine.customerWrites("ines", "0", "Hello");
        engine.freshchat
                .faults()
                .next("POST /conversations/{id}/messages", Fault.answer(400))
                .next("POST /conversations/{id}/messages", Fault.cut().afterWork());

        engine.post(event("file", "m1", host.serves("/a.pdf", "application/pdf", Bytes.pdf(1024)), "a.pdf", CAPTION));
        engine.whileTimePasses(STEP, engine::awaitIdle);

        assertThat(engine.posted()).hasSize(2).last().asString().contains("(File a.pdf is missing: ");
        assertThat(lossesOf(engine)).hasSize(1);
    }

    @Test
    void aMessageWaitsWithItsFileForTheRightToPost() {
        EngineFixture engine = open();
        engine.customerWrites("ines", "0", "Hello");
        engine.freshchat.faults().always("POST /conversations/{id}/messages", Fault.answer(403));
        engine.post(event("file", "m1", host.serves("/a.pdf", "application/pdf", Bytes.pdf(1024)), "a.pdf", CAPTION));
        engine.time().pass(Duration.ofMinutes(1), 10);
        engine.freshchat.faults().clear();

        engine.whileTimePasses(Duration.ofMinutes(1), engine::awaitIdle);

        assertThat(part(engine.freshchat.posted().get(1), "file").isPresent()).isTrue();
        assertThat(lossesOf(engine)).isEmpty();
    }

    @Test
    void pictureIsUploadedAndShownAsOne() {
        EngineFixture engine = open();
        byte[] png = Bytes.png(10 * 1024);

        StoredMessage message =
                posted(engine, event("image", "m1", host.serves("/a.png", "image/png", png), "a.png", CAPTION));

        assertThat(message.text()).isEqualTo(CAPTION);
        assertThat(part(message, "image").get("url").textOr(""))
                .startsWith("http://127.0.0.1:")
                .contains("/cdn/");
        assertThat(engine.freshchat.files()).containsExactly(png);
    }

    @ParameterizedTest
    @CsvSource({"video,video/mp4,mp4", "audio,audio/mpeg,mp3", "file,application/pdf,pdf"})
    void anyOtherFileIsUploadedAsAFile(String kind, String type, String ending) {
        EngineFixture engine = open();
        byte[] bytes =
                kind.equals("video") ? Bytes.mp4(30_000) : kind.equals("audio") ? Bytes.mp3(30_000) : Bytes.pdf(30_000);

        StoredMessage message = posted(
                engine, event(kind, "m1", host.serves("/x", type, bytes), "\uACAC\uC801\uC11C." + ending, CAPTION));

        Json file = part(message, "file");
        assertThat(message.text()).isEqualTo(CAPTION);
        assertThat(file.get("name").text()).isEqualTo("\uACAC\uC801\uC11C." + ending);
        assertThat(file.get("content_type").text()).isEqualTo(type);
        assertThat(file.get("file_size_in_bytes").number()).isEqualTo(30_000L);
        assertThat(engine.freshchat.files()).containsExactly(bytes);
    }

    @Test
    void stickerWithAPictureIsShownAsThatPicture() {
        EngineFixture engine = open();

        StoredMessage message =
                posted(engine, event("sticker", "m1", host.serves("/s.png", "image/png", Bytes.png(900)), null, null));

        assertThat(part(message, "image").isPresent()).isTrue();
    }

    /** The first bytes of what cameras and designers call pictures, and agents' browsers do not show. */
    static Stream<Arguments> picturesThatAreNone() {
        return Stream.of(
                Arguments.of("heic", "\0\0\0\u0018ftypheic"),
                Arguments.of("avif", "\0\0\0\u0018ftypavif"),
                Arguments.of("tiff", "II*\0"),
                Arguments.of("svg", "<svg xmlns='http://www.w3.org/2000/svg'>"),
                Arguments.of("unknown", "\1\2\3\4\5"));
    }

    @ParameterizedTest
    @MethodSource("picturesThatAreNone")
    void pictureThatAgentsBrowsersDoNotShowComesAsAFileFromALinkThatServesOnce(String name, String start) {
        EngineFixture engine = open();
        byte[] bytes = Arrays.copyOf(start.getBytes(StandardCharsets.ISO_8859_1), 40_000);
        AtomicInteger served = new AtomicInteger();
        String url = host.serves(
                "/once",
                () -> served.incrementAndGet() > 1
                        ? new MockResponse.Builder().code(404).build()
                        : MediaHost.answer("application/octet-stream", bytes));

        StoredMessage message = posted(engine, event("image", "m1", url, "photo." + name, CAPTION));

        assertThat(part(message, "file").isPresent()).isTrue();
        assertThat(engine.freshchat.files()).containsExactly(bytes);
        assertThat(host.asked("/once")).isOne();
    }

    @Test
    void pictureInAFormatThatIsNotShownIsFetchedAgainOnlyForAnotherTry() {
        EngineFixture engine = open();
        byte[] heic = Arrays.copyOf("\0\0\0\u0018ftypheic".getBytes(StandardCharsets.ISO_8859_1), 40_000);
        engine.freshchat.faults().always("POST /files/upload", Fault.answer(413));

        StoredMessage message =
                posted(engine, event("image", "m1", host.serves("/a.heic", "image/heic", heic), null, CAPTION));

        assertThat(message.text()).contains("it was not accepted there");
        assertThat(host.asked("/a.heic")).isOne();
    }

    record Outcome(String when, String reason) {
        @Override
        public String toString() {
            return when;
        }
    }

    static Stream<Outcome> failures() throws IOException {
        Map<String, String> reasons = Map.of(
                "403", "does not give it out",
                "404 after 30 s of silence", "took too long",
                "200 text/html for an image", "not what it was said to be",
                "Content-Length 60 MiB", "larger than 25 MB",
                "chunked, never ends", "larger than 25 MB",
                "Content-Length 100, 40 bytes then close", "broke off");
        byte[] samples = Files.readAllBytes(Path.of("src/test/resources/cases/bc25-media-outcomes.json"));
        List<String> listed = Json.parse(samples).get("media").items().stream()
                .map(row -> row.get("when").textOr(""))
                .toList();
        // The two others: the good picture, and a media field that is absent, which is the channel's to tell.
        assertThat(listed).hasSize(reasons.size() + 2).containsAll(reasons.keySet());
        return listed.stream().filter(reasons::containsKey).map(when -> new Outcome(when, reasons.get(when)));
    }

    private static MockResponse misbehaved(String when) {
        MockResponse.Builder response = new MockResponse.Builder();
        return switch (when) {
            case "403" -> response.code(403).body("<Error>AccessDenied</Error>").build();
            case "404 after 30 s of silence" ->
                response.code(404).headersDelay(30, TimeUnit.SECONDS).build();
            case "200 text/html for an image" ->
                response.setHeader("Content-Type", "text/html")
                        .body("<!doctype html><html><body>expired</body></html>")
                        .build();
            case "Content-Length 60 MiB" ->
                response.body("x")
                        .setHeader("Content-Length", 60L * 1024 * 1024)
                        .build();
            case "chunked, never ends" ->
                response.chunkedBody(new okio.Buffer().write(Bytes.png(MAX + 1)), 64 * 1024)
                        .build();
            default ->
                response.body(new okio.Buffer().write(Bytes.png(40)))
                        .setHeader("Content-Length", 100)
                        .onResponseEnd(new SocketEffect.CloseSocket())
                        .build();
        };
    }

    @ParameterizedTest
    @MethodSource("failures")
    void pictureThatCannotBeHadBecomesALineAndItsCaptionStays(Outcome outcome) {
        EngineFixture engine = open();
        String url = host.serves("/a.png", () -> misbehaved(outcome.when()));

        StoredMessage message = posted(engine, event("image", "m1", url, "a.png", CAPTION));

        assertThat(message.parts()).hasSize(1);
        assertThat(message.text())
                .startsWith(CAPTION + "\n(Picture a.png is missing: ")
                .contains(outcome.reason());
        assertThat(engine.freshchat.files()).isEmpty();
        assertThat(host.asked("/a.png")).isLessThanOrEqualTo(3);
    }

    @Test
    void serverThatFailsIsTriedAgainAFewTimesAndThePictureArrives() {
        EngineFixture engine = open();
        AtomicInteger asked = new AtomicInteger();
        String url = host.serves(
                "/a.png",
                () -> asked.incrementAndGet() < 3
                        ? new MockResponse.Builder().code(503).build()
                        : MediaHost.answer("image/png", Bytes.png(500)));

        StoredMessage message = posted(engine, event("image", "m1", url, "a.png", null));

        assertThat(part(message, "image").isPresent()).isTrue();
        assertThat(asked).hasValue(3);
    }

    @ParameterizedTest
    @MethodSource("dev.byoc.testkit.InboundMediaTest#insideAddresses")
    void addressThatLeadsInsideIsNotFetchedAndNotShown(String url) {
        EngineFixture engine = open(FakeChannel::new, builder -> {});

        StoredMessage message = posted(engine, event("image", "m1", url, "a.png", CAPTION));

        assertThat(message.parts()).hasSize(1);
        assertThat(message.text())
                .startsWith(CAPTION + "\n(Picture a.png is missing: ")
                .doesNotContain(url);
        engine.relay.close();
        assertThat(lossesOf(engine)).singleElement().satisfies(loss -> {
            assertThat(loss.reason()).isEqualTo(Loss.Reason.NO_FILE);
            assertThat(loss.file()).isIn(Reason.NOT_PUBLIC, Reason.BAD_ADDRESS);
            assertThat(loss.toString()).doesNotContain(url);
        });
    }

    static List<Loss> lossesOf(EngineFixture engine) {
        engine.drain();
        return engine.events.stream()
                .filter(RelayEvent.Degraded.class::isInstance)
                .map(event -> ((RelayEvent.Degraded) event).loss())
                .toList();
    }

    static Stream<String> insideAddresses() throws IOException {
        return Files.readAllLines(Path.of("src/test/resources/cases/bc35-media-urls.txt")).stream()
                .filter(line -> !line.isBlank())
                // The name's look-up is the machine's own here; FetcherTest brings its own names.
                .filter(line -> !line.contains("localhost") && !line.contains("2130706433"));
    }

    @Test
    void hostOnThisMachineIsNotFetchedFromUnlessItIsNamed() {
        EngineFixture engine = open(FakeChannel::new, builder -> {});
        String url = host.serves("/a.png", "image/png", Bytes.png(500));

        StoredMessage message = posted(engine, event("image", "m1", url, null, CAPTION));

        assertThat(message.text()).contains("not a public one");
        assertThat(host.asked("/a.png")).isZero();
    }

    @Test
    void fileThatFreshchatTakesNeitherWayBecomesALine() {
        EngineFixture engine = open();
        engine.freshchat.faults().always("POST /images/upload", Fault.answer(500));
        engine.freshchat.faults().always("POST /files/upload", Fault.answer(413));
        String url = host.serves("/a.png", "image/png", Bytes.png(500));

        StoredMessage message = posted(engine, event("image", "m1", url, "a.png", CAPTION));

        assertThat(message.text()).contains("was not accepted there");
    }

    @Test
    void pictureThatTheUploadOfPicturesRefusesGoesAsAFile() {
        EngineFixture engine = open();
        engine.freshchat.faults().always("POST /images/upload", Fault.answer(500));
        String url = host.serves("/a.png", "image/png", Bytes.png(500));

        StoredMessage message = posted(engine, event("image", "m1", url, "a.png", CAPTION));

        assertThat(part(message, "file").get("name").text()).isEqualTo("a.png");
    }

    @Test
    void uploadThatKeepsFailingIsLostAndTheWordsArrive() {
        EngineFixture engine = open();
        engine.freshchat.faults().always("POST /files/upload", Fault.answer(500));
        String url = host.serves("/a.pdf", "application/pdf", Bytes.pdf(500));

        StoredMessage message = posted(engine, event("file", "m1", url, "a.pdf", CAPTION));

        assertThat(message.text()).startsWith(CAPTION).contains("was not accepted there");
        assertThat(engine.freshchat.calls("POST /files/upload")).isEqualTo(3);
    }

    @Test
    void fileThatTheConversationDoesNotTakeIsToldAndItsCaptionArrives() {
        EngineFixture engine = open();
        engine.freshchat
                .faults()
                .next(
                        "POST /conversations",
                        Fault.answer(
                                400,
                                Json.object()
                                        .put("message", "Fragment not supported")
                                        .build()));

        StoredMessage message = posted(
                engine,
                event("file", "m1", host.serves("/a.pdf", "application/pdf", Bytes.pdf(100)), "a.pdf", CAPTION));
        engine.awaitRelayed("m1");
        engine.relay.close();

        assertThat(message.text()).isEqualTo(CAPTION + "\n(File a.pdf is missing: it was not accepted there)");
        assertThat(lossesOf(engine))
                .containsExactly(
                        new Loss(Loss.Kind.REFUSED, "File", Loss.Reason.NOT_TAKEN, null, "Freshchat answered 400"));
    }

    private static Fault refuses(String why) {
        return Fault.answer(400, Json.object().put("message", why).build());
    }

    @Test
    void uploadedPictureThatThePostRefusesGoesAsAFile() {
        EngineFixture engine = open();
        byte[] png = Bytes.png(500);
        engine.freshchat.faults().next("POST /conversations", refuses("IMAGE_EMPTY_CONTENT"));

        StoredMessage message =
                posted(engine, event("image", "m1", host.serves("/a.png", "image/png", png), "a.png", CAPTION));
        engine.awaitRelayed("m1");
        engine.relay.close();

        assertThat(message.text()).isEqualTo(CAPTION);
        assertThat(part(message, "file").get("name").text()).isEqualTo("a.png");
        assertThat(engine.freshchat.files()).containsExactly(png, png);
        assertThat(lossesOf(engine))
                .containsExactly(
                        new Loss(Loss.Kind.REFUSED, "Image", Loss.Reason.NOT_TAKEN, null, "Freshchat answered 400"));
    }

    @Test
    void pictureThatIsRefusedAsAFileTooGoesInWords() {
        EngineFixture engine = open();
        engine.freshchat
                .faults()
                .next("POST /conversations", refuses("IMAGE_EMPTY_CONTENT"))
                .next("POST /conversations", refuses("Fragment not supported"));

        StoredMessage message = posted(
                engine, event("image", "m1", host.serves("/a.png", "image/png", Bytes.png(500)), "a.png", CAPTION));

        assertThat(message.parts()).hasSize(1);
        assertThat(message.text()).isEqualTo(CAPTION + "\n(Picture a.png is missing: it was not accepted there)");
    }

    @Test
    void refusedFileIsNamedWithItsPublicAddressAndNeverByAHash() {
        EngineFixture engine =
                new EngineFixture(Map.of(), FakeChannel::new, builder -> builder.httpClient(pointedTo(host)));
        fixture = engine;
        host.serves("/a.pdf", "application/pdf", Bytes.pdf(500));
        engine.freshchat.faults().next("POST /conversations", refuses("Fragment not supported"));

        StoredMessage message = posted(engine, event("file", "m1", "http://media.example/a.pdf", "a.pdf", CAPTION));

        assertThat(message.text())
                .isEqualTo(CAPTION + "\n(File a.pdf is missing: it was not accepted there) http://media.example/a.pdf");
    }

    /** Names of a public address, and of one inside; whatever is connected to is the host of files. */
    static OkHttpClient pointedTo(MediaHost host) {
        return new OkHttpClient.Builder()
                .dns(name -> switch (name) {
                    case "media.example" -> List.of(InetAddress.getByName("203.0.114.7"));
                    case "both.example" ->
                        List.of(InetAddress.getByName("203.0.114.7"), InetAddress.getByName("10.0.0.5"));
                    case "rebinding.example" ->
                        host.asked("/again") == 0
                                ? List.of(InetAddress.getByName("203.0.114.7"))
                                : List.of(InetAddress.getByName("10.0.0.5"));
                    default -> okhttp3.Dns.SYSTEM.lookup(name);
                })
                .socketFactory(host.wires())
                .build();
    }

    static Stream<Arguments> refusedAddresses() throws IOException {
        Stream<Arguments> samples = insideAddresses()
                .map(url -> Arguments.of(url, url.matches("http://[^/]+/.*") ? Reason.NOT_PUBLIC : Reason.BAD_ADDRESS));
        return Stream.concat(
                samples,
                Stream.of(
                                "http://224.0.0.251/a.png",
                                "http://[ff02::fb]/a.png",
                                "http://[::ffff:10.0.0.1]/a.png",
                                "http://2130706433/a.png",
                                "http://017700000001/a.png",
                                "http://0177.0.0.1/a.png",
                                "http://0x7f000001/a.png",
                                "http://both.example/a.png",
                                "http://media.example/chain",
                                "http://rebinding.example/again")
                        .map(url -> Arguments.of(url, Reason.NOT_PUBLIC)));
    }

    @ParameterizedTest
    @MethodSource("refusedAddresses")
    void listenerIsToldWhyAnAddressIsNotFetched(String url, Reason reason) {
        EngineFixture engine =
                new EngineFixture(Map.of(), FakeChannel::new, builder -> builder.httpClient(pointedTo(host)));
        fixture = engine;
        redirects(host, "/chain", "http://media.example/next");
        redirects(host, "/next", "http://10.0.0.5/a.png");
        redirects(host, "/again", "/again");

        StoredMessage message = posted(engine, event("image", "m1", url, null, CAPTION));
        engine.awaitRelayed("m1");
        engine.relay.close();

        assertThat(message.text())
                .startsWith(CAPTION + "\n(Picture is missing: ")
                .doesNotContain("http");
        assertThat(lossesOf(engine)).extracting(Loss::file).containsExactly(reason);
        assertThat(engine.freshchat.files()).isEmpty();
    }

    static void redirects(MediaHost host, String path, String to) {
        host.serves(
                path,
                () -> new MockResponse.Builder()
                        .code(302)
                        .setHeader("Location", to)
                        .setHeader("Connection", "close")
                        .build());
    }

    @Test
    void contactIsAlsoACardForAddressBooksWhereTheAccountWantsThat() {
        EngineFixture engine = new EngineFixture(Map.of("contacts-as-vcard", "yes"));
        fixture = engine;

        StoredMessage message = posted(engine, contact("Park; \u202EMin\nJi, Shop", "+82 2-555-0100"));

        assertThat(message.text()).isEqualTo("Contact: Park; Min Ji, Shop +82 2-555-0100");
        assertThat(part(message, "file").get("name").text()).endsWith(".vcf");
        assertThat(part(message, "file").get("content_type").text()).isEqualTo("text/vcard");
        assertThat(engine.freshchat.files())
                .singleElement()
                .extracting(bytes -> new String(bytes, StandardCharsets.UTF_8))
                .isEqualTo(String.join(
                        "\r\n",
                        "BEGIN:VCARD",
                        "VERSION:3.0",
                        "N:;Park\\; Min Ji\\, Shop;;;",
                        "FN:Park\\; Min Ji\\, Shop",
                        "TEL:+82 2-555-0100",
                        "END:VCARD",
                        ""));
    }

    @Test
    void contactIsTextAloneOtherwise() {
        EngineFixture engine = open();

        StoredMessage message = posted(engine, contact("Min Ji", null));

        assertThat(message.parts()).hasSize(1);
        assertThat(message.text()).isEqualTo("Contact: Min Ji");
        assertThat(engine.freshchat.files()).isEmpty();
    }

    @Test
    void contactWhoseCardIsNotTakenIsTextAlone() {
        EngineFixture engine = new EngineFixture(Map.of("contacts-as-vcard", "yes"));
        fixture = engine;
        engine.freshchat.faults().always("POST /files/upload", Fault.answer(400));

        StoredMessage message = posted(engine, contact("Min Ji", null));

        assertThat(message.text()).isEqualTo("Contact: Min Ji");
    }

    private static Json contact(String name, @Nullable String phone) {
        return FakeChannel.events(Json.object()
                .put("kind", "contact")
                .put("id", "m1")
                .put("customer", "ines")
                .put("text", name)
                .put("phone", phone)
                .build());
    }

    @Test
    void unknownKindIsNamedInALineAndToldToTheListener() {
        EngineFixture engine = open();

        StoredMessage message = posted(
                engine,
                FakeChannel.events(Json.object()
                        .put("kind", "unknown")
                        .put("id", "m1")
                        .put("customer", "ines")
                        .put("name", "poll\nv2")
                        .build()));
        engine.awaitRelayed("m1");
        engine.relay.close();

        assertThat(message.text()).isEqualTo("(sent something of the kind “poll v2”, which cannot be shown here)");
        assertThat(lossesOf(engine))
                .containsExactly(new Loss(Loss.Kind.DROPPED, "poll v2", Loss.Reason.UNREADABLE, null, ""));
    }

    @Test
    void textKeepsItsLinesAndLosesInvisibleCharacters() {
        EngineFixture engine = open();

        StoredMessage message = posted(engine, FakeChannel.text("m1", "ines", "a\u0000b\n\u0007c\td"));

        assertThat(message.text()).isEqualTo("ab\nc\td");
    }

    @Test
    void postThatIsTriedAgainDoesNotUploadAgain() {
        EngineFixture engine = open();
        String conversation = engine.customerWrites("ines", "m0", "hello");
        engine.freshchat.faults().next("POST /conversations/{id}/messages", Fault.answer(503));
        String url = host.serves("/a.png", "image/png", Bytes.png(500));

        StoredMessage message = posted(engine, event("image", "m1", url, "a.png", CAPTION));

        assertThat(message.conversationId()).isEqualTo(conversation);
        assertThat(engine.freshchat.calls("POST /images/upload")).isEqualTo(1);
        assertThat(host.asked("/a.png")).isEqualTo(1);
    }

    @Test
    void whatWasBroughtOfAMessageIsForgottenWithItsEnd() {
        EngineFixture engine = open();
        Gate answer = new Gate();
        engine.freshchat.faults().next("POST /conversations", Fault.answerHeldAt(answer));
        engine.post(longText("m1", "ines"));
        answer.awaitArrival();
        assertThat(remembersFiles()).isTrue();

        answer.open();
        engine.awaitRelayed("m1");

        assertThat(remembersFiles()).isFalse();
    }

    @Test
    void whatWasBroughtOfAMessageThatWaitsIsInTheStoreAloneAndForgottenWithItsCustomer() {
        EngineFixture engine = open();
        engine.freshchat.faults().next("POST /conversations", Fault.answer(429));
        engine.post(longText("m1", "ines"));
        awaitEvent(engine, RelayEvent.Paused.class);

        assertThat(engine.relay.forget("shop", "ines")).isEqualTo(1);

        assertThat(remembersFiles()).isFalse();
    }

    /** Also a host whose lanes others have taken over meanwhile must not go on as if nothing had happened. */
    @Test
    void messageWhoseLaneIsLostWhileItsPictureIsUploadedIsNotPosted() {
        EngineFixture engine = open();
        engine.customerWrites("ines", "m1", "Hello");
        Gate answer = new Gate();
        engine.freshchat.faults().next("POST /images/upload", Fault.answerHeldAt(answer));
        String url = host.serves("/a.png", "image/png", Bytes.png(500));
        engine.post(event("image", "m2", url, "a.png", CAPTION));
        answer.awaitArrival();

        assertThat(engine.relay.forget("shop", "ines")).isEqualTo(1);
        answer.open();
        engine.relay.close();

        assertThat(engine.freshchat.posted()).hasSize(1);
    }

    private Json longText(String id, String customer) {
        String url = host.serves("/text.txt", "text/plain", "the whole text".getBytes(StandardCharsets.UTF_8));
        return FakeChannel.events(Json.object()
                .put("kind", "text")
                .put("id", id)
                .put("customer", customer)
                .put("text", "the head")
                .put("url", url)
                .build());
    }

    private static void awaitEvent(EngineFixture engine, Class<? extends RelayEvent> kind) {
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (engine.events.stream().noneMatch(kind::isInstance)) {
            assertThat(System.nanoTime()).as("events: %s", engine.events).isLessThan(end);
            LockSupport.parkNanos(5_000_000);
        }
    }

    /** Whether anything of anybody's files is remembered for a next attempt, as the heap itself says. */
    private static boolean remembersFiles() {
        try {
            Object histogram = ManagementFactory.getPlatformMBeanServer()
                    .invoke(
                            new ObjectName("com.sun.management:type=DiagnosticCommand"),
                            "gcClassHistogram",
                            new Object[] {new String[0]},
                            new String[] {String[].class.getName()});
            return String.valueOf(histogram)
                    .lines()
                    .anyMatch(line -> line.stripTrailing().endsWith("internal.media.Brought"));
        } catch (JMException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void longTextIsFetchedAndPutInPlaceOfItsHead() {
        EngineFixture engine = open();
        String whole = "\uAC00\uB098\uB2E4 ".repeat(2_000) + "end";
        String url = host.serves("/text.txt", "text/plain", ("\uFEFF" + whole).getBytes(StandardCharsets.UTF_8));

        StoredMessage message = posted(
                engine,
                FakeChannel.events(Json.object()
                        .put("kind", "text")
                        .put("id", "m1")
                        .put("customer", "ines")
                        .put("text", "\uAC00\uB098\uB2E4")
                        .put("url", url)
                        .build()));

        assertThat(message.text()).isEqualTo(whole);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/missing.txt", "/page.txt", "/latin.txt"})
    void longTextThatCannotBeHadLeavesItsHead(String path) {
        EngineFixture engine = open();
        host.serves("/page.txt", "text/html", "<html>expired</html>".getBytes(StandardCharsets.UTF_8));
        host.serves("/latin.txt", "text/plain", "r\u00E9sum\u00E9".getBytes(StandardCharsets.ISO_8859_1));
        String url = host.serves("/other", "text/plain", new byte[] {'x'}).replace("/other", path);

        StoredMessage message = posted(
                engine,
                FakeChannel.events(Json.object()
                        .put("kind", "text")
                        .put("id", "m1")
                        .put("customer", "ines")
                        .put("text", "the head")
                        .put("url", url)
                        .build()));

        assertThat(message.text()).startsWith("the head\n").contains("the rest of the text is missing");
    }

    @Test
    void namesFromOutsideReachFreshchatSafe() throws IOException {
        EngineFixture engine = open();
        byte[] samples = Files.readAllBytes(Path.of("src/test/resources/cases/bc26-file-names.json"));
        int n = 0;
        for (Json sample : Json.parse(samples).get("names").items()) {
            String url = host.serves("/f" + n, "application/pdf", Bytes.pdf(300));
            StoredMessage message =
                    posted(engine, event("file", "m" + n, url, sample.get("in").text(), null));
            String name = part(message, "file").get("name").textOr("");
            assertThat(name).matches("[^/\\\\\"\\p{Cntrl}]+\\.[A-Za-z0-9]{1,10}");
            assertThat(name.codePoints()).noneMatch(c -> Character.getType(c) == Character.FORMAT);
            n++;
        }
        assertThat(engine.freshchat.files()).hasSize(n);
    }

    @Test
    void nameInTheServersHeaderIsTakenWhereTheChannelKnowsNone() {
        EngineFixture engine = open();
        String url = host.serves(
                "/x?id=7",
                () -> MediaHost.answer("application/pdf", Bytes.pdf(300))
                        .newBuilder()
                        .setHeader("Content-Disposition", "attachment; filename*=UTF-8''..%2F%EA%B2%AC%EC%A0%81.pdf")
                        .build());

        StoredMessage message = posted(engine, event("file", "m1", url, null, null));

        assertThat(part(message, "file").get("name").text()).isEqualTo("\uACAC\uC801.pdf");
    }

    /** A channel whose files need its own credentials. */
    private static final class OwnSource extends FakeChannel implements MediaSource {
        OwnSource(ChannelContext context) {
            super(context);
        }

        @Override
        public Located locate(Media media) throws IOException {
            if (media.ref().equals("file-id:lapsed")) {
                throw new MediaException(Reason.GONE);
            }
            return new Located.Opened(new ByteArrayInputStream(Bytes.png(700)));
        }
    }

    /** A channel whose files are at an address that it has to ask for. */
    private static final class Elsewhere extends FakeChannel implements MediaSource {
        private final Function<Media, HttpCall> where;

        Elsewhere(ChannelContext context, Function<Media, HttpCall> where) {
            super(context);
            this.where = where;
        }

        @Override
        public Located locate(Media media) {
            return new Located.At(where.apply(media));
        }
    }

    private EngineFixture openElsewhere(String url) {
        return open(context ->
                new Elsewhere(context, media -> HttpCall.get(URI.create(url)).header("X-Key", "its-key")));
    }

    @Test
    void fileAtAnAddressThatTheChannelNamesIsFetchedByTheCore() {
        byte[] png = Bytes.png(700);
        EngineFixture engine = openElsewhere(host.serves("/bot-key/a.png", "image/png", png));

        StoredMessage message = posted(engine, event("image", "m1", "file-id:7", null, CAPTION));

        assertThat(part(message, "image").isPresent()).isTrue();
        assertThat(engine.freshchat.files()).containsExactly(png);
    }

    @ParameterizedTest
    @CsvSource({
        "404, it is no longer there, 1",
        "410, it is no longer there, 1",
        "451, it is no longer there, 1",
        "403, its server does not give it out, 1",
        "429, its server failed, 4",
        "425, its server failed, 4",
        "500, its server failed, 4",
        "503, its server failed, 4"
    })
    void whatTheNetworkAnswersForItsFileIsKeptAndAnOutageIsTriedAgain(int status, String why, int atLeast) {
        EngineFixture engine = openElsewhere(host.serves(
                "/bot-key/a.png", () -> new MockResponse.Builder().code(status).build()));

        StoredMessage message = posted(engine, event("image", "m1", "file-id:7", null, CAPTION));

        assertThat(message.text()).contains("(Picture is missing: " + why).doesNotContain("bot-key");
        assertThat(host.asked("/bot-key/a.png")).isGreaterThanOrEqualTo(atLeast);
        assertThat(host.asked("/bot-key/a.png") > 1).isEqualTo(atLeast > 1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.2:%d/a.png",
                "http://localhost:%d/a.png",
                "http://[::1]:%d/a.png",
                "http://2130706433:%d/a.png",
                "http://[::ffff:127.0.0.2]:%d/a.png"
            })
    void addressInsideIsNotFetchedAlsoIfAChannelNamesIt(String url) {
        host.serves("/a.png", "image/png", Bytes.png(700));
        EngineFixture engine = openElsewhere(url.formatted(host.port()));

        StoredMessage message = posted(engine, event("image", "m1", "file-id:7", null, CAPTION));

        assertThat(message.text()).contains("its address is not a public one");
        assertThat(host.asked("/a.png")).isZero();
    }

    @Test
    void redirectToTheInsideIsNotFollowedAlsoIfAChannelNamesItsStart() {
        host.serves("/a.png", "image/png", Bytes.png(700));
        EngineFixture engine = openElsewhere(host.serves(
                "/start",
                () -> new MockResponse.Builder()
                        .code(302)
                        .setHeader("Location", "http://127.0.0.2:" + host.port() + "/a.png")
                        .build()));

        StoredMessage message = posted(engine, event("image", "m1", "file-id:7", null, CAPTION));

        assertThat(message.text()).contains("its address is not a public one");
        assertThat(host.asked("/a.png")).isZero();
    }

    static Stream<Arguments> faultsOfAChannelsOwn() {
        return Stream.of(
                Arguments.of(MediaException.ofStatus(404), "it is no longer there", 1),
                Arguments.of(MediaException.ofStatus(401), "does not give it out", 1),
                Arguments.of(MediaException.ofStatus(503), "its server failed", 4),
                Arguments.of(new SocketTimeoutException("secret-host"), "could not be reached", 4),
                Arguments.of(new IOException("secret-host"), "could not be reached", 4));
    }

    @ParameterizedTest
    @MethodSource("faultsOfAChannelsOwn")
    void whyAChannelCannotTellWhereItsFileIsIsKept(IOException fault, String why, int atLeast) {
        AtomicInteger asked = new AtomicInteger();
        EngineFixture engine = open(context -> new WildSource(context, () -> {
            asked.incrementAndGet();
            throw fault;
        }));

        StoredMessage message = posted(engine, event("image", "m1", "file-id:7", null, CAPTION));

        assertThat(message.text()).contains(why).doesNotContain("secret-host");
        assertThat(asked).hasValueGreaterThanOrEqualTo(atLeast);
        assertThat(asked.get() > 1).isEqualTo(atLeast > 1);
    }

    /** A channel that does with each file what it is told. */
    private static final class WildSource extends FakeChannel implements MediaSource {
        private final Callable<?> code;

        WildSource(ChannelContext context, Callable<?> code) {
            super(context);
            this.code = code;
        }

        @Override
        public Located locate(Media media) {
            try {
                Object made = code.call();
                return made == null ? null : new Located.Opened((InputStream) made);
            } catch (Throwable e) {
                throw Wild.<RuntimeException>sneaky(e);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Wild.class)
    void fileWhoseOpeningEndsInAnyWayIsALine(Wild wild) {
        EngineFixture engine = open(context -> new WildSource(context, wild));

        engine.post(event("image", "m1", "file-id:7", null, CAPTION));
        engine.whileTimePasses(STEP, () -> engine.freshchat.awaitPosted(1));

        assertThat(engine.freshchat.posted().get(0).text()).startsWith(CAPTION + "\n(Picture is missing:");
    }

    @ParameterizedTest
    @EnumSource(
            value = Wild.class,
            names = {"NULL", "NULL_AND_INTERRUPTED"},
            mode = EnumSource.Mode.EXCLUDE)
    @SuppressWarnings("InputStreamSlowMultibyteRead")
    void fileWhoseBytesBreakOffInAnyWayIsALine(Wild wild) {
        EngineFixture engine = open(context -> new WildSource(
                context,
                () -> new SequenceInputStream(new ByteArrayInputStream(Bytes.png(700)), new InputStream() {
                    @Override
                    public int read() {
                        try {
                            return (int) wild.call();
                        } catch (Throwable e) {
                            throw Wild.<RuntimeException>sneaky(e);
                        }
                    }
                })));

        engine.post(event("image", "m1", "file-id:7", null, CAPTION));
        engine.whileTimePasses(STEP, () -> engine.freshchat.awaitPosted(1));

        assertThat(engine.freshchat.posted().get(0).text()).startsWith(CAPTION + "\n(Picture is missing:");
    }

    @Test
    @SuppressWarnings("InputStreamSlowMultibyteRead")
    void fileWhoseBytesNeverComeIsALineInTheEnd() {
        WildChannel.Hang hang = new WildChannel.Hang();
        EngineFixture engine = open(context -> new WildSource(context, () -> new InputStream() {
            @Override
            public int read() {
                hang.call();
                return -1;
            }
        }));
        try {
            engine.post(event("image", "m1", "file-id:7", null, CAPTION));
            engine.whileTimePasses(STEP, () -> engine.freshchat.awaitPosted(1));

            assertThat(engine.freshchat.posted().get(0).text()).startsWith(CAPTION + "\n(Picture is missing:");
        } finally {
            hang.release();
        }
    }

    @Test
    void channelThatFetchesItsFilesItselfIsAsked() {
        EngineFixture engine = open(OwnSource::new);

        StoredMessage good = posted(engine, event("image", "m1", "file-id:7", null, null));
        StoredMessage lapsed = posted(engine, event("image", "m2", "file-id:lapsed", null, CAPTION));

        assertThat(part(good, "image").isPresent()).isTrue();
        assertThat(lapsed.text()).isEqualTo(CAPTION + "\n(Picture is missing: it is no longer there)");
        assertThat(engine.freshchat.files()).containsExactly(Bytes.png(700));
    }

    @Test
    void textsOfOthersPassWhileFilesAreUnderWayAndOnlySoManyFilesAreAtOnce() throws Exception {
        EngineFixture engine = open();
        CountDownLatch first = new CountDownLatch(2);
        CountDownLatch go = new CountDownLatch(1);
        AtomicInteger now = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        String url = host.serves("/slow.png", () -> {
            most.accumulateAndGet(now.incrementAndGet(), Math::max);
            first.countDown();
            try {
                go.await();
            } catch (InterruptedException e) {
                throw new UncheckedIOException(new IOException(e));
            }
            now.decrementAndGet();
            return MediaHost.answer("image/png", Bytes.png(500));
        });
        for (int i = 0; i < 6; i++) {
            engine.post(FakeChannel.events(Json.object()
                    .put("kind", "image")
                    .put("id", "p" + i)
                    .put("customer", "c" + i)
                    .put("url", url)
                    .build()));
        }
        first.await();

        for (int i = 0; i < 20; i++) {
            engine.post(FakeChannel.text("t" + i, "other" + i, "text " + i));
        }
        engine.freshchat.awaitPosted(20);
        int atOnce = most.get();
        go.countDown();
        engine.whileTimePasses(STEP, () -> engine.freshchat.awaitPosted(26));

        assertThat(engine.freshchat.posted().subList(0, 20))
                .allMatch(message -> message.text().startsWith("text "));
        assertThat(atOnce).isEqualTo(2);
        assertThat(most).hasValue(2);
    }
}
