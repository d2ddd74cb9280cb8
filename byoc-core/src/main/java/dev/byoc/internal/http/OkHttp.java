package dev.byoc.internal.http;

import dev.byoc.http.Http;
import dev.byoc.http.HttpCall;
import dev.byoc.http.HttpResult;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import javax.net.ssl.SSLException;
import okhttp3.Authenticator;
import okhttp3.Call;
import okhttp3.ConnectionPool;
import okhttp3.CookieJar;
import okhttp3.FormBody;
import okhttp3.Headers;
import okhttp3.Interceptor;
import okhttp3.MediaType;
import okhttp3.MultipartBody;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.BufferedSink;
import okio.BufferedSource;
import org.jspecify.annotations.Nullable;

/** {@link Http} over OkHttp, with everything switched off that would repeat a request or carry a key elsewhere. */
public final class OkHttp implements Http {
    /** The whole call, from name look-up to the last byte of the answer, unless the call says otherwise. */
    public static final Duration DEADLINE = Duration.ofSeconds(30);

    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final Duration BETWEEN_BYTES = Duration.ofSeconds(20);
    private static final int IDLE_CONNECTIONS = 64;

    /** Nearly every body's type; OkHttp reads a type with regular expressions. */
    private static final String JSON_TYPE = "application/json";

    private static final MediaType JSON = MediaType.get(JSON_TYPE);

    /** Largest answer that is read into memory, unpacked: a small gzip body may hold gigabytes. */
    static final int MAX_ANSWER_BYTES = 4 * 1024 * 1024;

    private final OkHttpClient client;
    private final Clock clock;
    private final MediaOpener media;
    private final Supplier<Duration> most;

    /** The caller had time when it called, and has none now that the request could be written. */
    private static final class NoTimeLeft extends IOException {
        static final String WORDS = "no time is left for a call";
        private static final long serialVersionUID = 1L;

        NoTimeLeft() {
            super(WORDS);
        }
    }

    /** The server had closed the connection before anything was written to it. */
    private static final class Closed extends IOException {
        static final String WORDS = "the server had closed the connection";
        private static final long serialVersionUID = 1L;

        Closed() {
            super(WORDS);
        }
    }

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
        Connections connections = new Connections();
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
                        throw new NoTimeLeft();
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
            throw new Closed();
        }
        boolean before = sent.some;
        sent.some = true;
        try {
            return chain.proceed(chain.request());
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
        this(null, clock, Duration.ofSeconds(20), (refused, within) -> {
            throw new IOException("no files here");
        });
    }

    /** A connection on which nothing was written is no attempt, so the next one is taken; each look takes one out of the pool. */
    @Override
    public HttpResult call(HttpCall call) {
        Duration left = most.get();
        if (isOver(left)) {
            return new HttpResult.NotSent(NoTimeLeft.WORDS);
        }
        Duration deadline = call.deadline() == null ? DEADLINE : call.deadline();
        Duration within = left.compareTo(deadline) < 0 ? left : deadline;
        Sent sent = new Sent();
        sent.end = System.nanoTime() + within.toNanos();
        try {
            OkHttpClient patient = patient(call.deadline());
            Request request = request(call, sent);
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
        try (Response response = execute(call)) {
            byte[] body = read(response);
            return new HttpResult.Answered(response.code(), headers(response), body, clock.instant());
        } catch (Throwable e) {
            // A cancelled call's connection was closed by the canceller.
            sent.foundClosed &= !sent.some && !call.isCanceled();
            IOException failure = asIo(e);
            String detail = describe(failure);
            if (sent.some) {
                return new HttpResult.NoAnswer(detail, how(failure));
            }
            return failure instanceof FileBody.NotOpenedException file
                    ? new HttpResult.NotSent(detail, file.fault())
                    : new HttpResult.NotSent(detail);
        }
    }

    private static HttpResult.NoAnswer.How how(IOException e) {
        return e instanceof InterruptedIOException ? HttpResult.NoAnswer.How.TIMED_OUT : HttpResult.NoAnswer.How.BROKEN;
    }

    /** Nothing but a broken call comes out of it: interceptors, name look-up and proxies of the host may throw anything. */
    static Response execute(Call call) throws IOException {
        try {
            return call.execute();
        } catch (IOException e) {
            throw e;
        } catch (Throwable e) {
            throw asIo(e);
        }
    }

    private static IOException asIo(Throwable e) {
        if (e instanceof IOException known) {
            return known;
        }
        if (e instanceof InterruptedException) {
            // OkHttp is Kotlin: while it connects it lets this out, which nothing declares.
            Thread.currentThread().interrupt();
            return new InterruptedIOException("interrupted");
        }
        return new HostCodeFailed(e);
    }

    private static final class HostCodeFailed extends IOException {
        private static final long serialVersionUID = 1L;

        /** The cause's text may quote an address. */
        HostCodeFailed(Throwable cause) {
            super("the HTTP client failed with " + cause.getClass().getSimpleName());
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
                throw new IOException("the answer is larger than " + MAX_ANSWER_BYTES + " bytes");
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

    private Request request(HttpCall call, Sent sent) {
        Request.Builder request = new Request.Builder()
                .url(call.url().toString())
                .tag(Sent.class, sent)
                .method(call.method(), "GET".equals(call.method()) ? null : new OneShot(body(call, sent)));
        for (HttpCall.Header header : call.headers()) {
            request.addHeader(header.name(), header.value());
        }
        return request.build();
    }

    private RequestBody body(HttpCall call, Sent sent) {
        byte[] bytes = call.body();
        if (bytes != null) {
            String type = call.bodyType();
            return RequestBody.create(
                    bytes, JSON_TYPE.equals(type) ? JSON : type == null ? null : MediaType.parse(type));
        }
        if (!call.parts().isEmpty()) {
            MultipartBody.Builder multipart = new MultipartBody.Builder().setType(MultipartBody.FORM);
            for (HttpCall.Part part : call.parts()) {
                if (part.media() != null) {
                    String name = part.media().fileName() == null
                            ? "file"
                            : part.media().fileName();
                    HttpCall.Source source = part.source();
                    FileBody file =
                            source == null ? new FileBody(part.media(), media) : FileBody.of(part.media(), source);
                    sent.files.add(file);
                    multipart.addFormDataPart(part.name(), name, file);
                } else {
                    multipart.addFormDataPart(part.name(), part.value() == null ? "" : part.value());
                }
            }
            return multipart.build();
        }
        FormBody.Builder form = new FormBody.Builder();
        call.form().forEach(field -> form.add(field.name(), field.value()));
        return form.build();
    }

    /** What went wrong, without the address: paths and queries hold secrets. */
    private static String describe(IOException e) {
        if (e instanceof NoTimeLeft
                || e instanceof HostCodeFailed
                || e instanceof Closed
                || e instanceof FileBody.NotOpenedException) {
            return String.valueOf(e.getMessage());
        }
        if (e instanceof UnknownHostException) {
            return "unknown host";
        }
        if (e instanceof SSLException) {
            return "TLS failed; is the certificate valid and its chain complete?";
        }
        if (e instanceof java.net.ConnectException) {
            return "connection refused or not possible";
        }
        if (e instanceof java.io.InterruptedIOException) {
            return "timeout";
        }
        return e.getClass().getSimpleName();
    }

    /** A body that OkHttp must not send a second time. */
    private static final class OneShot extends RequestBody {
        private final RequestBody body;

        OneShot(RequestBody body) {
            this.body = body;
        }

        @Override
        public @Nullable MediaType contentType() {
            return body.contentType();
        }

        @Override
        public long contentLength() throws IOException {
            return body.contentLength();
        }

        @Override
        public boolean isOneShot() {
            return true;
        }

        @Override
        public void writeTo(BufferedSink sink) throws IOException {
            body.writeTo(sink);
        }
    }
}
