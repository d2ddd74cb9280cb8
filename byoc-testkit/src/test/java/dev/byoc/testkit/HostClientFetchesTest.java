package dev.byoc.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.RelayRequest;
import dev.byoc.channel.Capabilities;
import dev.byoc.channel.Capabilities.Unit;
import dev.byoc.event.Health;
import dev.byoc.event.RelayEvent;
import dev.byoc.json.Json;
import dev.byoc.message.Content;
import dev.byoc.policy.MediaLimits;
import dev.byoc.testkit.WildChannel.Hang;
import dev.byoc.webhook.WebhookResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import okhttp3.Call;
import okhttp3.Dns;
import okhttp3.EventListener;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okio.Buffer;
import okio.BufferedSource;
import okio.ForwardingSource;
import okio.Okio;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A host's HTTP client some of whose code does not return while it fetches a file. */
@Timeout(120)
class HostClientFetchesTest {
    private static final String FILES = "localhost";
    private static final Capabilities PICTURES =
            Capabilities.text(1_000, Unit.UTF16).media(Content.Image.class, 1_000_000, 100, "image/png");

    /** Seconds of the clock, each of which a test waits for. */
    private static final MediaLimits SHORT = MediaLimits.DEFAULT.deadline(Duration.ofSeconds(15));

    private final MediaHost files = new MediaHost();
    private final Hang hang = new Hang();
    private EngineFixture fixture;

    /** What of a client's code hangs for files, and for nothing else. */
    private enum Place {
        INTERCEPTOR {
            @Override
            void in(OkHttpClient.Builder client, Hang hang) {
                client.addInterceptor(
                        chain -> hanging(chain.request().url().host(), hang, chain.proceed(chain.request())));
            }
        },
        NETWORK_INTERCEPTOR {
            @Override
            void in(OkHttpClient.Builder client, Hang hang) {
                client.addNetworkInterceptor(
                        chain -> hanging(chain.request().url().host(), hang, chain.proceed(chain.request())));
            }
        },
        NAME_LOOK_UP {
            @Override
            void in(OkHttpClient.Builder client, Hang hang) {
                client.dns(name -> {
                    hanging(name, hang, true);
                    return name.equals(FILES) ? List.of(InetAddress.getLoopbackAddress()) : Dns.SYSTEM.lookup(name);
                });
            }
        },
        PROXY_SELECTOR {
            @Override
            void in(OkHttpClient.Builder client, Hang hang) {
                client.proxySelector(new ProxySelector() {
                    @Override
                    public List<Proxy> select(URI uri) {
                        return hanging(uri.getHost(), hang, List.of(Proxy.NO_PROXY));
                    }

                    @Override
                    public void connectFailed(URI uri, SocketAddress address, IOException e) {}
                });
            }
        },
        EVENT_LISTENER {
            @Override
            void in(OkHttpClient.Builder client, Hang hang) {
                client.eventListener(new EventListener() {
                    @Override
                    public void callStart(Call call) {
                        hanging(call.request().url().host(), hang, true);
                    }
                });
            }
        },
        BODYS_READ {
            @Override
            void in(OkHttpClient.Builder client, Hang hang) {
                body(client, new Body(hang, false));
            }
        },
        BODYS_CLOSE {
            @Override
            void in(OkHttpClient.Builder client, Hang hang) {
                body(client, new Body(hang, true));
            }
        },
        BODYS_LENGTH {
            @Override
            void in(OkHttpClient.Builder client, Hang hang) {
                body(client, new Body(hang, true) {
                    @Override
                    public long contentLength() {
                        hang.call();
                        return 3;
                    }
                });
            }
        };

        abstract void in(OkHttpClient.Builder client, Hang hang);

        private static <T> T hanging(String host, Hang hang, T value) {
            if (host.equals(FILES)) {
                hang.call();
            }
            return value;
        }

        private static void body(OkHttpClient.Builder client, ResponseBody body) {
            client.addInterceptor(chain -> {
                Response response = chain.proceed(chain.request());
                if (!chain.request().url().host().equals(FILES)) {
                    return response;
                }
                response.close();
                return response.newBuilder().body(body).build();
            });
        }
    }

    private static class Body extends ResponseBody {
        private final BufferedSource source;

        Body(Hang hang, boolean atClose) {
            source = Okio.buffer(new ForwardingSource(new Buffer().write(Bytes.png(30_000))) {
                @Override
                public long read(Buffer sink, long count) throws IOException {
                    if (!atClose) {
                        hang.call();
                    }
                    return super.read(sink, count);
                }

                @Override
                public void close() throws IOException {
                    if (atClose) {
                        hang.call();
                    }
                    super.close();
                }
            });
        }

        @Override
        public MediaType contentType() {
            return MediaType.get("image/png");
        }

        @Override
        public long contentLength() {
            return -1;
        }

        @Override
        public BufferedSource source() {
            return source;
        }
    }

    private void open(Place place) {
        open(client -> place.in(client, hang));
    }

    private void open(Consumer<OkHttpClient.Builder> more) {
        OkHttpClient.Builder client = new OkHttpClient.Builder();
        more.accept(client);
        fixture = new EngineFixture(
                Map.of(),
                FakeChannel::new,
                builder -> builder.httpClient(client.build())
                        .allowInternalHost(FILES)
                        .media(SHORT));
    }

    @AfterEach
    void close() {
        hang.release();
        if (fixture != null) {
            fixture.close();
        }
        files.close();
    }

    private String address(String path) {
        files.serves(path, "image/png", Bytes.png(30_000));
        return "http://" + FILES + ":" + files.port() + path;
    }

    private void writesWithPicture(String id, String customer) {
        assertThat(fixture.post(FakeChannel.events(Json.object()
                                .put("kind", "image")
                                .put("id", id)
                                .put("customer", customer)
                                .put("url", address("/a.png"))
                                .put("caption", "Look")
                                .build()))
                        .status())
                .isEqualTo(200);
    }

    private Health.Part relayHealth() {
        return fixture.relay.health().parts().stream()
                .filter(part -> part.name().equals(Health.RELAY))
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest
    @EnumSource(Place.class)
    void customersMessageArrivesThoughTheFetchOfItsFileHangsAndHealthTells(Place place) throws Exception {
        open(place);

        writesWithPicture("1", "anna");
        fixture.post(FakeChannel.text("2", "anna", "Hello"));
        hang.awaitBegun();
        fixture.whileTimePasses(() -> fixture.freshchat.awaitPosted(2));

        assertThat(fixture.freshchat.posted().get(1).text()).isEqualTo("Hello");
        assertThat(relayHealth().status()).isEqualTo(Health.Status.DEGRADED);
        assertThat(relayHealth().trouble()).contains("HTTP client that the host has given");
        fixture.await("the interrupt", () -> hang.interrupts > 0);
        hang.release();
        fixture.await("the end of it", () -> relayHealth().status() == Health.Status.UP);
    }

    @ParameterizedTest
    @EnumSource(
            value = Place.class,
            names = {"INTERCEPTOR", "NAME_LOOK_UP", "BODYS_READ"})
    void agentsAnswerIsSentThoughTheLookAtItsFileHangs(Place place) throws Exception {
        open(place);
        fixture.channel.capabilities(PICTURES);
        String conversation = fixture.customerWrites("anna", "1", "Hello");

        fixture.freshchat
                .agent()
                .sends(
                        conversation,
                        Json.of(List.of(Json.object()
                                .put("image", Json.object().put("url", address("/b.png")))
                                .build())));
        hang.awaitBegun();
        fixture.freshchat.agent().says(conversation, "and this");
        fixture.whileTimePasses(() -> fixture.channel.awaitSent(2));

        assertThat(fixture.channel.sentTexts()).last().isEqualTo("and this");
        assertThat(relayHealth().status()).isEqualTo(Health.Status.DEGRADED);
    }

    @Test
    void webThreadThatServesAFileIsGivenBackThoughTheFetchHangs() throws Exception {
        AtomicBoolean hangs = new AtomicBoolean();
        open(client -> client.addInterceptor(chain -> {
            if (hangs.get() && chain.request().url().host().equals(FILES)) {
                hang.call();
            }
            return chain.proceed(chain.request());
        }));
        fixture.channel.capabilities(PICTURES);
        String conversation = fixture.customerWrites("anna", "1", "Hello");
        fixture.freshchat
                .agent()
                .sends(
                        conversation,
                        Json.of(List.of(Json.object()
                                .put("image", Json.object().put("url", address("/b.png")))
                                .build())));
        fixture.channel.awaitSent(1);
        Content.Image shown =
                (Content.Image) fixture.channel.sent().get(0).parts().get(0);
        hangs.set(true);

        CompletableFuture<WebhookResponse> served =
                CompletableFuture.supplyAsync(() -> fixture.relay.handle(new RelayRequest(
                        "GET", URI.create(shown.media().ref()).getRawPath(), null, Map.of(), new byte[0], null)));
        hang.awaitBegun();
        fixture.whileTimePasses(served::join);

        assertThat(served.join().status()).isEqualTo(404);
    }

    @Test
    void filesWaitWithoutBeingLostWhileEightFetchesHaveNotReturned() throws Exception {
        open(Place.INTERCEPTOR);
        for (int i = 0; i < 8; i++) {
            writesWithPicture("m" + i, "customer" + i);
        }
        fixture.whileTimePasses(() -> fixture.freshchat.awaitPosted(8));
        assertThat(relayHealth().trouble()).contains("No more are made");

        writesWithPicture("9", "anna");
        fixture.whileTimePasses(() -> fixture.await(
                "it to wait",
                () -> fixture.relay.timeline("9").stream()
                        .flatMap(timeline -> timeline.steps().stream())
                        .anyMatch(step -> step.detail().contains("have not returned"))));
        assertThat(fixture.freshchat.posted()).hasSize(8);
        hang.release();

        fixture.whileTimePasses(() -> fixture.freshchat.awaitPosted(9));
        assertThat(fixture.freshchat.files()).hasSize(1);
        assertThat(fixture.events)
                .filteredOn(RelayEvent.DeadLettered.class::isInstance)
                .isEmpty();
    }
}
