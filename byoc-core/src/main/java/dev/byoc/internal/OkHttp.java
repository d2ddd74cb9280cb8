package dev.byoc.internal;

import dev.byoc.http.Http;
import dev.byoc.http.HttpCall;
import dev.byoc.http.HttpResult;
import dev.byoc.message.Media;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
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
import okhttp3.MediaType;
import okhttp3.MultipartBody;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.BufferedSink;
import okio.BufferedSource;
import okio.Okio;
import okio.Source;
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

    /** Where the bytes of a multipart file come from. */
    public interface MediaOpener {
        InputStream open(Media media) throws IOException;
    }

    /** The caller had time when it called, and has none now that the request could be written. */
    private static final class NoTimeLeft extends IOException {
        static final String WORDS = "no time is left for a call";
        private static final long serialVersionUID = 1L;

        NoTimeLeft() {
            super(WORDS);
        }
    }

    /** Set by the network interceptor, which runs only once there is a connection to write to. */
    private static final class Sent {
        private volatile boolean some;
    }

    /**
     * A client of its own connections.
     *
     * @param base the host's client, for its proxies, trust and interceptors; null: a plain one
     * @param keepAlive how long an idle connection may be used again; below what the servers keep, or stale ones cost unclear outcomes
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
                    if (isOver(most.get())) {
                        throw new NoTimeLeft();
                    }
                    // The call's own request: an interceptor of the host may have made another one, without our tag.
                    Sent sent = chain.call().request().tag(Sent.class);
                    if (sent != null) {
                        sent.some = true;
                    }
                    return chain.proceed(chain.request());
                })
                .build();
        this.clock = clock;
        this.media = media;
        this.most = most;
    }

    private static boolean isOver(Duration left) {
        return left.isNegative() || left.isZero();
    }

    /** A client for calls without files. */
    public OkHttp(Clock clock) {
        this(null, clock, Duration.ofSeconds(20), refused -> {
            throw new IOException("no files here");
        });
    }

    @Override
    public HttpResult call(HttpCall call) {
        Sent sent = new Sent();
        Call prepared;
        try {
            prepared = within(call.deadline()).newCall(request(call, sent));
        } catch (IllegalArgumentException e) {
            // OkHttp's text quotes the header or the address.
            return new HttpResult.NotSent("the request holds characters that HTTP does not allow");
        }
        Duration left = most.get();
        if (isOver(left)) {
            return new HttpResult.NotSent(NoTimeLeft.WORDS);
        }
        Duration deadline = call.deadline() == null ? DEADLINE : call.deadline();
        if (left.compareTo(deadline) < 0) {
            prepared.timeout().timeout(left.toMillis(), TimeUnit.MILLISECONDS);
        }
        try (Response response = execute(prepared)) {
            byte[] body = read(response);
            return new HttpResult.Answered(response.code(), headers(response), body, clock.instant());
        } catch (Throwable e) {
            IOException failure = asIo(e);
            String detail = describe(failure);
            return sent.some ? new HttpResult.NoAnswer(detail, how(failure)) : new HttpResult.NotSent(detail);
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
    private OkHttpClient within(@Nullable Duration deadline) {
        return deadline == null
                ? client
                : client.newBuilder()
                        .callTimeout(deadline)
                        .readTimeout(deadline)
                        .build();
    }

    @Override
    public InputStream download(HttpCall call) throws IOException {
        Response response;
        try {
            response = execute(client.newCall(request(call, new Sent())));
        } catch (IllegalArgumentException e) {
            throw new IOException("the request holds characters that HTTP does not allow");
        } catch (IOException e) {
            throw new IOException(describe(e));
        }
        if (!response.isSuccessful()) {
            response.close();
            throw new IOException("HTTP " + response.code());
        }
        return new FilterInputStream(response.body().byteStream()) {
            @Override
            public void close() {
                response.close();
            }
        };
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
                .method(call.method(), "GET".equals(call.method()) ? null : new OneShot(body(call)));
        for (HttpCall.Header header : call.headers()) {
            request.addHeader(header.name(), header.value());
        }
        return request.build();
    }

    private RequestBody body(HttpCall call) {
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
                    MediaOpener opener = source == null ? media : file -> source.open();
                    multipart.addFormDataPart(part.name(), name, new FileBody(part.media(), opener));
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
        if (e instanceof NoTimeLeft || e instanceof HostCodeFailed) {
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

    private static final class FileBody extends RequestBody {
        private final Media file;
        private final MediaOpener opener;

        FileBody(Media file, MediaOpener opener) {
            this.file = file;
            this.opener = opener;
        }

        @Override
        public @Nullable MediaType contentType() {
            return file.contentType() == null ? null : MediaType.parse(file.contentType());
        }

        @Override
        public long contentLength() {
            return file.sizeBytes();
        }

        @Override
        public void writeTo(BufferedSink sink) throws IOException {
            try (Source source = Okio.source(opener.open(file))) {
                sink.writeAll(source);
            }
        }
    }
}
