package dev.byoc.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.RelayRequest;
import dev.byoc.channel.Capabilities;
import dev.byoc.channel.Capabilities.Unit;
import dev.byoc.channel.ChannelContext;
import dev.byoc.channel.MediaAccess;
import dev.byoc.channel.OutboundMessage;
import dev.byoc.channel.SendResult;
import dev.byoc.event.RelayEvent;
import dev.byoc.host.JdkHttpHost;
import dev.byoc.http.HttpCall;
import dev.byoc.http.HttpResult;
import dev.byoc.json.Json;
import dev.byoc.message.Content;
import dev.byoc.message.Media;
import dev.byoc.message.MediaException.Reason;
import dev.byoc.policy.MediaLimits;
import dev.byoc.relay.RelayBuilder;
import dev.byoc.webhook.WebhookResponse;
import dev.byoc.wording.Wording;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Stream;
import mockwebserver3.MockResponse;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files from agents, on their way to customers. */
final class OutboundMediaTest {
    private static final Capabilities ALL = Capabilities.text(1_000, Unit.UTF16)
            .media(Content.Image.class, 1_000_000, 100, "image/png", "image/jpeg")
            .media(Content.Video.class, 1_000_000, 0, "video/mp4")
            .media(Content.Audio.class, 1_000_000, 0)
            .media(Content.File.class, 1_000_000, 0);

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
        return open(builder ->
                builder.allowInternalHost(MediaHost.HOST).media(MediaLimits.DEFAULT.deadline(Duration.ofSeconds(2))));
    }

    private EngineFixture open(Consumer<RelayBuilder> more) {
        EngineFixture made = new EngineFixture(Map.of(), FakeChannel::new, more);
        made.channel.capabilities(ALL);
        fixture = made;
        return made;
    }

    private static Json parts(String kind, Json.Builder body) {
        return Json.of(List.of(Json.object().put(kind, body).build()));
    }

    private static Json image(String url) {
        return parts("image", Json.object().put("url", url));
    }

    private static Json file(String url, @Nullable String name, @Nullable String type) {
        return parts("file", Json.object().put("url", url).put("name", name).put("content_type", type));
    }

    /** What the channel is given for what the agent sends. */
    private static List<Content> sent(EngineFixture engine, Json parts) {
        String conversation = engine.customerWrites("ines", "m0", "hello");
        engine.freshchat.agent().sends(conversation, parts);
        engine.whileTimePasses(() -> engine.channel.awaitSent(1));
        return engine.channel.sent().get(0).parts();
    }

    private static Media media(Content content) {
        return content instanceof Content.Image image
                ? image.media()
                : content instanceof Content.Video video
                        ? video.media()
                        : content instanceof Content.Audio audio ? audio.media() : ((Content.File) content).media();
    }

    private static WebhookResponse ask(EngineFixture engine, String method, URI address, String... header) {
        Map<String, List<String>> headers = header.length == 0 ? Map.of() : Map.of(header[0], List.of(header[1]));
        return engine.relay.handle(new RelayRequest(method, address.getRawPath(), null, headers, new byte[0], null));
    }

    @Test
    void pictureOfWhichOnlyTheAddressIsKnownGetsItsTypeNameAndSize() {
        EngineFixture engine = open();
        String url = host.serves("/r/photo", "application/octet-stream", Bytes.png(5_000));

        Content content = sent(engine, image(url)).get(0);

        assertThat(content).isInstanceOf(Content.Image.class);
        assertThat(media(content).contentType()).isEqualTo("image/png");
        assertThat(media(content).fileName()).isEqualTo("photo.png");
        assertThat(media(content).sizeBytes()).isEqualTo(5_000);
    }

    @Test
    void sizeThatNoHeaderTellsIsCounted() {
        EngineFixture engine = open();
        String url = host.serves(
                "/r/a.pdf",
                () -> new MockResponse.Builder()
                        .chunkedBody(new okio.Buffer().write(Bytes.pdf(70_000)), 1_000)
                        .build());

        assertThat(media(sent(engine, file(url, "a.pdf", "application/pdf")).get(0))
                        .sizeBytes())
                .isEqualTo(70_000);
    }

    @Test
    void fileWithoutAnAddressIsLookedUpAndCarried() throws IOException {
        EngineFixture engine = open();
        String conversation = engine.customerWrites("ines", "m0", "hello");

        engine.freshchat.agent().sendsFileWithoutUrl(conversation, "offer.pdf", "application/pdf", Bytes.pdf(900), 2);
        engine.whileTimePasses(() -> engine.channel.awaitSent(1));

        Media media = media(engine.channel.sent().get(0).parts().get(0));
        try (InputStream in = engine.channel.context().media().open(media)) {
            assertThat(in.readAllBytes()).isEqualTo(Bytes.pdf(900));
        }
    }

    @Test
    void addressThatCannotServeIsServedByTheRelay() throws IOException {
        EngineFixture engine = open();
        byte[] png = Bytes.png(5_000);
        Content content = sent(
                        engine,
                        image(engine.freshchat.hosts("p", "image/png", png).toString()))
                .get(0);

        URI address = engine.channel.context().media().publicUrl(media(content));

        assertThat(address.toString())
                .startsWith("https://chat.example.com/byoc/media/")
                .endsWith(".png");
        WebhookResponse whole = ask(engine, "GET", address);
        assertThat(whole.status()).isEqualTo(200);
        assertThat(whole.contentType()).isEqualTo("image/png");
        assertThat(whole.length()).isEqualTo(5_000);
        assertThat(whole.headers())
                .containsEntry("X-Content-Type-Options", "nosniff")
                .containsEntry("Accept-Ranges", "bytes");
        assertThat(whole.headers().get("Content-Disposition")).startsWith("inline; filename=\"");
        assertThat(whole.body()).isEqualTo(png);
    }

    @Test
    void publicAddressWithAFittingEndingIsHandedOnAsItIs() throws IOException {
        EngineFixture engine = open();
        Media media = Media.of("https://cdn.example.com/a/photo.jpeg?x=1", "photo.jpeg", "image/jpeg", 10);

        assertThat(engine.channel.context().media().publicUrl(media).toString()).isEqualTo(media.ref());
    }

    @ParameterizedTest
    @CsvSource({
        "https://cdn.example.com/a/photo, image/jpeg, .jpg",
        "https://cdn.example.com/a/photo.bin, image/jpeg, .jpg",
        "http://cdn.example.com/a/photo.jpg, image/jpeg, .jpg",
        "https://cdn.example.com/a/clip.mov, video/mp4, .mp4"
    })
    void addressThatWouldMisleadIsNotHandedOn(String url, String type, String ending) throws IOException {
        EngineFixture engine = open();

        URI address = engine.channel.context().media().publicUrl(Media.of(url, null, type, 10));

        assertThat(address.toString())
                .startsWith("https://chat.example.com/byoc/media/")
                .endsWith(ending);
    }

    @Test
    void freshchatsTokenGoesAlongForARepliesFilesAndNotForWhatAChannelNames() throws IOException {
        List<String> shown = new CopyOnWriteArrayList<>();
        EngineFixture engine = open(builder -> builder.allowInternalHost(MediaHost.HOST)
                .httpClient(new OkHttpClient.Builder()
                        .addNetworkInterceptor(chain -> {
                            if (chain.request().url().encodedPath().startsWith("/cdn/")) {
                                shown.add(chain.request().header("Authorization") == null ? "without" : "with");
                            }
                            return chain.proceed(chain.request());
                        })
                        .build()));
        String url = engine.freshchat.hosts("p", "image/png", Bytes.png(900)).toString();
        MediaAccess media = engine.channel.context().media();

        Media file = media(sent(engine, image(url)).get(0));
        media.open(file).close();
        ask(engine, "GET", media.publicUrl(file)).body();
        // As a customer may write it, who knows the account's name.
        Media strangers = Media.of(url, "p.png", "image/png", 900);
        media.open(strangers).close();
        ask(engine, "GET", media.publicUrl(strangers)).body();

        assertThat(shown).containsExactly("with", "with", "with", "without", "without");
    }

    @Test
    void headTellsAllAndSendsNothing() throws IOException {
        EngineFixture engine = open();
        String url = host.serves("/r/a", "application/pdf", Bytes.pdf(3_000));
        URI address =
                engine.channel.context().media().publicUrl(Media.of(url, "\uACAC\uC801.pdf", "application/pdf", 3_000));

        WebhookResponse head = ask(engine, "HEAD", address);

        assertThat(head.status()).isEqualTo(200);
        assertThat(head.length()).isEqualTo(3_000);
        assertThat(head.body()).isEmpty();
        assertThat(head.headers().get("Content-Disposition"))
                .isEqualTo("attachment; filename=\"file.pdf\"; filename*=UTF-8''%EA%B2%AC%EC%A0%81.pdf");
        assertThat(host.asked("/r/a")).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "bytes=0-99, 0, 99",
        "bytes=100-, 100, 2999",
        "bytes=-50, 2950, 2999",
        "bytes=2990-9999, 2990, 2999",
        "bytes=2999-2999, 2999, 2999"
    })
    void partOfAFileIsServed(String range, int from, int to) throws IOException {
        EngineFixture engine = open();
        byte[] pdf = Bytes.pdf(3_000);
        String url = host.serves("/r/a", "application/pdf", pdf);
        URI address = engine.channel.context().media().publicUrl(Media.of(url, "a.pdf", "application/pdf", 3_000));

        WebhookResponse part = ask(engine, "GET", address, "Range", range);

        assertThat(part.status()).isEqualTo(206);
        assertThat(part.headers()).containsEntry("Content-Range", "bytes " + from + "-" + to + "/3000");
        assertThat(part.length()).isEqualTo(to - from + 1);
        assertThat(part.body()).isEqualTo(Arrays.copyOfRange(pdf, from, to + 1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=3000-", "bytes=5000-6000", "bytes=-0"})
    void partBehindTheEndIsRefused(String range) throws IOException {
        EngineFixture engine = open();
        URI address = engine.channel
                .context()
                .media()
                .publicUrl(Media.of(host.serves("/r/a", "x/y", Bytes.pdf(3_000)), "a.pdf", "application/pdf", 3_000));

        WebhookResponse refused = ask(engine, "GET", address, "Range", range);

        assertThat(refused.status()).isEqualTo(416);
        assertThat(refused.headers()).containsEntry("Content-Range", "bytes */3000");
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=0-1,5-9", "bytes=9-1", "items=0-1", "bytes=-", "nonsense"})
    void anyOtherRangeGetsTheWholeFile(String range) throws IOException {
        EngineFixture engine = open();
        URI address = engine.channel
                .context()
                .media()
                .publicUrl(Media.of(host.serves("/r/a", "x/y", Bytes.pdf(3_000)), "a.pdf", "application/pdf", 3_000));

        WebhookResponse whole = ask(engine, "GET", address, "Range", range);

        assertThat(whole.status()).isEqualTo(200);
        assertThat(whole.body()).hasSize(3_000);
    }

    @Test
    void unknownLapsedAndChangedAddressesLookAlike() throws IOException {
        EngineFixture engine = open();
        String url = host.serves("/r/a", "application/pdf", Bytes.pdf(3_000));
        URI address = engine.channel.context().media().publicUrl(Media.of(url, "a.pdf", "application/pdf", 3_000));
        String text = address.toString();
        int at = text.lastIndexOf('/') - 20;
        char other = text.charAt(at) == 'A' ? 'B' : 'A';

        List<WebhookResponse> refused = Stream.of(
                        text.substring(0, at) + other + text.substring(at + 1),
                        text.replace("a.pdf", "b.pdf"),
                        "https://chat.example.com/byoc/media/nothing/a.pdf",
                        "https://chat.example.com/byoc/media/nothing")
                .map(changed -> ask(engine, "GET", URI.create(changed)))
                .toList();
        engine.clock.advance(Duration.ofDays(1));
        WebhookResponse lapsed = ask(engine, "GET", address);

        assertThat(refused).allSatisfy(answer -> {
            assertThat(answer.status()).isEqualTo(404);
            assertThat(answer.body()).isEqualTo(lapsed.body());
            assertThat(answer.headers()).isEqualTo(lapsed.headers());
        });
        assertThat(lapsed.status()).isEqualTo(404);
        assertThat(host.asked("/r/a")).isZero();
    }

    @Test
    void nothingButGetAndHeadIsTaken() {
        EngineFixture engine = open();

        WebhookResponse refused =
                ask(engine, "POST", URI.create("https://chat.example.com/byoc/media/some-token/a.pdf"));

        assertThat(refused.status()).isEqualTo(405);
        assertThat(refused.headers()).containsEntry("Allow", "GET, HEAD");
    }

    @Test
    void fileGoesOverHttpStreamedAndABrokenOneIsSeenToBeBroken() throws IOException {
        EngineFixture engine = open();
        byte[] mp4 = Bytes.mp4(3_000_000);
        String good = host.serves("/r/a", "video/mp4", mp4);
        String broken = host.serves("/r/b", "video/mp4", Bytes.mp4(2_000_000));
        URI goodAddress = engine.channel.context().media().publicUrl(Media.of(good, "a.mp4", "video/mp4", mp4.length));
        URI brokenAddress =
                engine.channel.context().media().publicUrl(Media.of(broken, "b.mp4", "video/mp4", mp4.length));
        try (JdkHttpHost served =
                JdkHttpHost.serve(engine.relay, new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            OkHttpClient client = new OkHttpClient();
            String origin = "http://127.0.0.1:" + served.port();

            try (Response response = client.newCall(new Request.Builder()
                            .url(origin + goodAddress.getRawPath())
                            .build())
                    .execute()) {
                assertThat(response.body().contentLength()).isEqualTo(mp4.length);
                assertThat(response.header("Content-Type")).isEqualTo("video/mp4");
                assertThat(response.body().bytes()).isEqualTo(mp4);
            }
            try (Response head = client.newCall(new Request.Builder()
                            .url(origin + goodAddress.getRawPath())
                            .head()
                            .build())
                    .execute()) {
                assertThat(head.header("Content-Length")).isEqualTo(String.valueOf(mp4.length));
            }
            try (Response response = client.newCall(new Request.Builder()
                            .url(origin + brokenAddress.getRawPath())
                            .build())
                    .execute()) {
                org.assertj.core.api.Assertions.assertThatThrownBy(
                                () -> response.body().bytes())
                        .isInstanceOf(IOException.class);
            }
        }
    }

    @Test
    void fileThatIsGoneIsToldToTheCustomerAndReported() {
        EngineFixture engine = open();

        List<Content> parts = sent(engine, image(host.serves("/other", "x/y", new byte[1]) + "gone.png"));

        assertThat(parts).containsExactly(new Content.Text("(Picture is missing: it is no longer there)"));
        engine.drain();
        assertThat(engine.events.toString())
                .contains("image was left out: the file could not be had (it is no longer there)");
    }

    @Test
    void agentIsToldOfAFileThatCouldNotBeHadWithoutItsAddressWhateverTheAccountSays() {
        EngineFixture engine = open();
        String url = host.serves("/other", "x/y", new byte[1]) + "gone.png";

        sent(engine, image(url));
        engine.freshchat.awaitPosted(2);
        engine.relay.close();

        assertThat(engine.notes())
                .singleElement()
                .asString()
                .startsWith(
                        "[byoc note] The customer on Fake messenger does not see all of this answer as it was written:"
                                + " Picture (")
                .contains(").\n- A picture was left out: it is no longer there\nSend what was left out");
    }

    @Test
    void fileThatFreshchatNeverGivesAnAddressOfIsNotHandedOnAndTheAgentIsTold() {
        EngineFixture engine = open();
        String conversation = engine.customerWrites("ines", "m0", "hello");

        engine.freshchat
                .agent()
                .sendsFileWithoutUrl(conversation, "offer.pdf", "application/pdf", Bytes.pdf(900), Integer.MAX_VALUE);
        engine.whileTimePasses(() -> engine.channel.awaitSent(1));
        engine.freshchat.awaitPosted(2);
        engine.relay.close();

        assertThat(engine.channel.sentTexts()).containsExactly("File offer.pdf: (cannot be shown)");
        assertThat(engine.notes())
                .singleElement()
                .asString()
                .contains(": File offer.pdf (")
                .contains("\n- A file was left out: Freshchat does not say where it is\nSend what was left out");
    }

    @Test
    void namesOfAgentsFilesReachTheChannelSafe() throws IOException {
        EngineFixture engine = open();
        String conversation = engine.customerWrites("ines", "m0", "hello");
        String url = host.serves("/r/a", "application/pdf", Bytes.pdf(900));
        byte[] samples = Files.readAllBytes(Path.of("src/test/resources/cases/bc26-file-names.json"));
        int n = 0;
        for (Json sample : Json.parse(samples).get("names").items()) {
            String type = n % 2 == 0 ? "application/pdf" : null;
            engine.freshchat
                    .agent()
                    .sends(conversation, file(url, sample.get("in").text(), type));
            int sent = ++n;
            engine.whileTimePasses(() -> engine.channel.awaitSent(sent));
        }

        assertThat(engine.channel.sent()).allSatisfy(message -> {
            String name = String.valueOf(media(message.parts().get(0)).fileName());
            assertThat(name).matches("[^/\\\\\"\\p{Cntrl}]+\\.[A-Za-z0-9]{1,10}");
            assertThat(name.codePoints()).noneMatch(c -> Character.getType(c) == Character.FORMAT);
        });
    }

    @Test
    void pageInPlaceOfAPictureIsNotSentAsOne() {
        EngineFixture engine = open();
        String url = host.serves(
                "/r/a.png", "text/html", "<html>sign in</html>".getBytes(java.nio.charset.StandardCharsets.UTF_8));

        assertThat(sent(engine, image(url)))
                .containsExactly(new Content.Text("(Picture is missing: it is not what it was said to be)"));
    }

    static Stream<Arguments> insideAddresses() throws IOException {
        Stream<Arguments> samples = Files.readAllLines(Path.of("src/test/resources/cases/bc35-media-urls.txt")).stream()
                // The last leads outside: it only lacks its scheme.
                .filter(line -> !line.isBlank() && !line.contains("localhost") && !line.startsWith("//"))
                .map(url -> Arguments.of(url, reason(url)));
        Stream<Arguments> more = Stream.of(
                        "http://224.0.0.251/a.png",
                        "http://[ff02::fb]/a.png",
                        "http://[::ffff:10.0.0.1]/a.png",
                        "http://017700000001/a.png",
                        "http://0177.0.0.1/a.png",
                        "http://0x7f000001/a.png")
                .map(url -> Arguments.of(url, Reason.NOT_PUBLIC));
        return Stream.concat(samples, more);
    }

    /** Null: no web address at all, which no part has. */
    private static @Nullable Reason reason(String url) {
        return !url.startsWith("http") ? null : url.startsWith("http:///") ? Reason.BAD_ADDRESS : Reason.NOT_PUBLIC;
    }

    @ParameterizedTest
    @MethodSource("insideAddresses")
    void addressThatLeadsInsideIsNeitherFetchedNorHandedOnAndItIsToldWhy(String url, @Nullable Reason reason) {
        EngineFixture engine = open(builder -> {});

        refuses(engine, url, reason);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://127.1/a.png", "http://10.0.0.5/a.png", "http://2130706433/a.png"})
    void addressThatLeadsInsideIsNoLinkWhereFilesGoAsLinks(String url) {
        EngineFixture engine = open(builder -> {});
        engine.channel.capabilities(Capabilities.text(1_000, Unit.UTF16));

        refuses(engine, url, Reason.NOT_PUBLIC);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"http://both.example/a.png", "http://media.example/chain", "http://rebinding.example/again"})
    void nameOrRedirectThatLeadsInsideIsRefused(String url) {
        EngineFixture engine = open(builder -> builder.httpClient(InboundMediaTest.pointedTo(host)));
        InboundMediaTest.redirects(host, "/chain", "http://media.example/next");
        InboundMediaTest.redirects(host, "/next", "http://10.0.0.5/a.png");
        InboundMediaTest.redirects(host, "/again", "/again");

        refuses(engine, url, Reason.NOT_PUBLIC);
    }

    /** The customer gets a line, the listener the reason, the agent a note; none of them an address. */
    private static void refuses(EngineFixture engine, String url, @Nullable Reason reason) {
        String conversation = engine.customerWrites("ines", "m0", "hello");
        engine.freshchat.agent().sends(conversation, image(url));
        engine.whileTimePasses(() -> engine.freshchat.awaitPosted(2));
        engine.relay.close();

        assertThat(engine.channel.sentTexts()).hasSize(reason == null ? 0 : 1).noneMatch(text -> text.contains("http"));
        assertThat(engine.notes())
                .singleElement()
                .asString()
                .contains("A picture was left out")
                .doesNotContain("http");
        assertThat(engine.events)
                .filteredOn(RelayEvent.Degraded.class::isInstance)
                .extracting(event -> ((RelayEvent.Degraded) event).loss().file())
                .containsExactly(reason);
    }

    @Test
    void fileThatTheChannelDoesNotTakeIsShownAtAnAddressThatServes() throws IOException {
        EngineFixture engine = open();
        engine.channel.capabilities(Capabilities.text(2_000, Unit.UTF16));
        String cdn = engine.freshchat
                .hosts("a.pdf", "application/pdf", Bytes.pdf(800))
                .toString();

        String words =
                sent(engine, file(cdn, "a.pdf", "application/pdf")).get(0).plainText(Wording.ENGLISH);

        assertThat(words).startsWith("File a.pdf: https://chat.example.com/byoc/media/");
        WebhookResponse served = ask(engine, "GET", URI.create(words.substring(words.indexOf("https://"))));
        assertThat(served.body()).isEqualTo(Bytes.pdf(800));
    }

    /** A channel that uploads what it has to send. */
    private static final class Uploading extends FakeChannel {
        private final ChannelContext context;
        private final String url;
        private final List<SendResult> results = new CopyOnWriteArrayList<>();

        Uploading(ChannelContext context, String url) {
            super(context);
            this.context = context;
            this.url = url;
        }

        @Override
        public SendResult send(OutboundMessage message) {
            if (message.parts().get(0) instanceof Content.Text) {
                return super.send(message);
            }
            HttpResult uploaded = context.http()
                    .call(HttpCall.post(URI.create(url))
                            .part("file", media(message.parts().get(0))));
            SendResult result = SendResult.of(uploaded, answer -> super.send(message));
            results.add(result);
            return result;
        }
    }

    @Test
    void fileThatGoesBeforeItIsUploadedHoldsUpNoCustomerAndTheCustomerReadsThatItIsMissing() {
        String upload = host.serves(
                "/upload", () -> new MockResponse.Builder().body("{}").build());
        AtomicReference<Uploading> channel = new AtomicReference<>();
        EngineFixture engine = new EngineFixture(
                Map.of(),
                context -> {
                    channel.set(new Uploading(context, upload));
                    return channel.get();
                },
                builder -> builder.allowInternalHost(MediaHost.HOST));
        fixture = engine;
        channel.get().capabilities(ALL);
        AtomicInteger served = new AtomicInteger();
        String url = host.serves(
                "/once.png",
                () -> served.incrementAndGet() == 1
                        ? MediaHost.answer("image/png", Bytes.png(900))
                        : new MockResponse.Builder().code(404).build());

        String conversation = engine.customerWrites("ines", "m0", "hello");
        engine.freshchat.agent().sends(conversation, image(url));
        engine.whileTimePasses(() -> channel.get().awaitSent(1));

        assertThat(channel.get().sent().get(0).parts())
                .containsExactly(new Content.Text("(Picture is missing: it is no longer there)"));
        assertThat(channel.get().results)
                .containsExactly(new SendResult.TryLater(
                        null, false, "a file that was to be sent cannot be had: it is no longer there"));
        assertThat(host.asked("/upload")).isZero();
    }
}
