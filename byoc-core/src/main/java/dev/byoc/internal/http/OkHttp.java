package dev.byoc.internal.http;

import dev.byoc.http.Http;
import dev.byoc.http.HttpCall;
import dev.byoc.http.HttpResult;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import okhttp3.Authenticator;
import okhttp3.Call;
import okhttp3.ConnectionPool;
import okhttp3.CookieJar;
import okhttp3.Headers;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okio.BufferedSource;
import org.jspecify.annotations.Nullable;

/** {@link Http} over OkHttp, with everything switched off that would repeat a request or carry a key elsewhere. */
public final class OkHttp implements Http {
    /** The whole call, from name look-up to the last byte of the answer, unless the call says otherwise. */
    public static final Duration DEADLINE = Duration.ofSeconds(30);

    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final Duration BETWEEN_BYTES = Duration.ofSeconds(20);
    private static final int IDLE_CONNECTIONS = 64;

    /** Largest answer that is read into memory, unpacked: a small gzip body may hold gigabytes. */
    static final int MAX_ANSWER_BYTES = 4 * 1024 * 1024;

    private final OkHttpClient client;
    private final ServerAddresses addresses = new ServerAddresses();
    private final Clock clock;
    private final MediaOpener media;
    private final Supplier<Duration> most;

    /** What the network interceptor, which runs only once there is a connection to write to, does to a call. */
    private static final class Sent {
        private final List<FileBody> files = new ArrayList<>();
        private volatile long end;
        private volatile boolean some;
        private volatile boolean foundClosed;

        /** A file that is not there keeps the whole request back. */
        void openFiles() throws IOException {
            for (FileBody file : files) {
                file.open(left());
            }
        }

        /** Never nothing, which OkHttp would take for no end. */
        Duration left() {
            return Duration.ofNanos(Math.max(1, end - System.nanoTime()));
        }
    }

    /**
     * A client of its own connections.
     *
     * @param base the host's client, for its proxies, trust and interceptors; null: a plain one
     * @param keepAlive how long an idle connection may be used again; below what the servers keep, or stale ones cost unknown outcomes
     */
    public OkHttp(@Nullable OkHttpClient base, Clock clock, Duration keepAlive, MediaOpener media) {
        // Longer than any call is granted.
        this(base, clock, keepAlive, media, () -> Duration.ofDays(1));
    }

    /**
     * The same, of which no call outlasts what the caller has left.
     *
     * @param most how long that is, asked before each call and once more when there is a connection to write to; nothing is sent if it is
     *     nothing. A process that is stopped as a whole between that last look and the write can still send late: no client can tell
     */
    public OkHttp(
            @Nullable OkHttpClient base, Clock clock, Duration keepAlive, MediaOpener media, Supplier<Duration> most) {
        Connections connections = new Connections(clock);
        OkHttpClient.Builder builder = base == null ? new OkHttpClient.Builder() : base.newBuilder();
        this.client = builder
                // OkHttp may send a POST twice, on a stale connection or for a 503; only the engine decides to resend.
                .retryOnConnectionFailure(false)
                // A redirect would carry keys of our own headers to another host.
                .followRedirects(false)
                .followSslRedirects(false)
                // A key is what the call says, and an answer is what its server says now.
                .cookieJar(CookieJar.NO_COOKIES)
                .authenticator(Authenticator.NONE)
                .cache(null)
                .connectTimeout(CONNECT)
                .readTimeout(BETWEEN_BYTES)
                .writeTimeout(BETWEEN_BYTES)
                .callTimeout(DEADLINE)
                .connectionPool(new ConnectionPool(IDLE_CONNECTIONS, keepAlive.toMillis(), TimeUnit.MILLISECONDS))
                .addNetworkInterceptor(chain -> {
                    // The call's own request: an interceptor of the host may have made another one, without our tag.
                    Sent sent = chain.call().request().tag(Sent.class);
                    if (sent != null) {
                        sent.openFiles();
                    }
                    if (isOver(most.get()) || chain.call().isCanceled()) {
                        throw new CallFailures.NoTimeLeft();
                    }
                    return sent == null ? chain.proceed(chain.request()) : write(chain, sent, connections);
                })
                .build();
        this.clock = clock;
        this.media = media;
        this.most = most;
    }

    private static Response write(Interceptor.Chain chain, Sent sent, Connections connections) throws IOException {
        sent.foundClosed = connections.isClosed(chain.connection());
        if (sent.foundClosed) {
            throw new CallFailures.Closed();
        }
        boolean before = sent.some;
        sent.some = true;
        try {
            Response response = chain.proceed(chain.request());
            connections.answered(chain.connection());
            return response;
        } catch (IOException e) {
            sent.foundClosed = Connections.isClosedUnwritten(e);
            if (sent.foundClosed || Connections.isRefusedUnread(e)) {
                sent.some = before;
            }
            throw e;
        }
    }

    private static boolean isOver(Duration left) {
        return left.isNegative() || left.isZero();
    }

    /** A client for calls without files. */
    public OkHttp(Clock clock) {
        this(null, clock, Duration.ofSeconds(20), MediaOpener.NONE);
    }

    /** A connection on which nothing was written is no attempt, so the next one is taken; each look takes one out of the pool. */
    @Override
    public HttpResult call(HttpCall call) {
        Duration left = most.get();
        if (isOver(left)) {
            return new HttpResult.NotSent(CallFailures.NoTimeLeft.WORDS);
        }
        Duration deadline = call.deadline() == null ? DEADLINE : call.deadline();
        Duration within = left.compareTo(deadline) < 0 ? left : deadline;
        Sent sent = new Sent();
        sent.end = System.nanoTime() + within.toNanos();
        try {
            OkHttpClient patient = patient(call.deadline());
            Request request = new OkHttpRequests(addresses, media, sent.files)
                    .of(call)
                    .tag(Sent.class, sent)
                    .build();
            HttpResult result = attempt(patient.newCall(request), sent, within);
            for (int closed = 1; sent.foundClosed && closed <= IDLE_CONNECTIONS; closed++) {
                result = attempt(patient.newCall(request), sent, sent.left());
            }
            return result;
        } catch (IllegalArgumentException e) {
            // OkHttp's text quotes the header or the address.
            return new HttpResult.NotSent("the request holds characters that HTTP does not allow");
        } finally {
            sent.files.forEach(FileBody::close);
        }
    }

    private HttpResult attempt(Call call, Sent sent, Duration within) {
        sent.foundClosed = false;
        call.timeout().timeout(within.toNanos(), TimeUnit.NANOSECONDS);
        try (Response response = CallFailures.execute(call)) {
            byte[] body = read(response);
            return new HttpResult.Answered(response.code(), headers(response), body, clock.instant());
        } catch (Throwable e) {
            // A cancelled call's connection was closed by the canceller.
            sent.foundClosed &= !sent.some && !call.isCanceled();
            IOException failure = CallFailures.asIo(e);
            String detail = CallFailures.describe(failure);
            if (sent.some) {
                return new HttpResult.NoAnswer(detail, CallFailures.how(failure));
            }
            return failure instanceof FileBody.NotOpenedException file
                    ? new HttpResult.NotSent(detail, file.fault())
                    : new HttpResult.NotSent(detail);
        }
    }

    /** A caller who grants more time expects a server that is silent for most of it. Shares the connections. */
    private OkHttpClient patient(@Nullable Duration deadline) {
        return deadline == null
                ? client
                : client.newBuilder()
                        .callTimeout(deadline)
                        .readTimeout(deadline)
                        .build();
    }

    /** Ends every call that is under way; their outcomes are told as for any broken connection. */
    public void cancelAll() {
        client.dispatcher().cancelAll();
        client.connectionPool().evictAll();
    }

    private static byte[] read(Response response) throws IOException {
        try (BufferedSource body = response.body().source()) {
            if (body.request(MAX_ANSWER_BYTES + 1L)) {
                throw new CallFailures.TooLarge();
            }
            return body.readByteArray();
        }
    }

    private static Map<String, List<String>> headers(Response response) {
        Map<String, List<String>> headers = new LinkedHashMap<>();
        Headers sent = response.headers();
        for (int i = 0; i < sent.size(); i++) {
            headers.computeIfAbsent(sent.name(i).toLowerCase(Locale.ROOT), name -> new ArrayList<>())
                    .add(sent.value(i));
        }
        return headers;
    }
}
