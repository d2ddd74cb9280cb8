package dev.byoc.internal.http;

import dev.byoc.Secret;
import dev.byoc.internal.file.FileNames;
import dev.byoc.message.MediaException;
import dev.byoc.message.MediaException.Reason;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import okhttp3.Authenticator;
import okhttp3.CookieJar;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okio.BufferedSource;
import okio.GzipSource;
import okio.Okio;
import org.jspecify.annotations.Nullable;

/**
 * Fetches files from wherever a stranger says they are. http and https; public addresses alone, checked after the name's look-up and at
 * every hop; at most {@value #MAX_HOPS} redirects, none from https to http; no credential, but for {@link FileKey}. Bytes are streamed, up to a
 * limit that counts them unpacked. Thread-safe.
 */
public final class Fetcher {
    static final int MAX_HOPS = 3;

    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final Duration BETWEEN_BYTES = Duration.ofSeconds(20);

    /**
     * What browsers would correct is refused: they and we might correct it differently. Hosts have at most 253 characters (RFC 1035), escaped
     * ones some more; the time to read one grows with the square of its length.
     */
    private static final Pattern ADDRESS =
            Pattern.compile("(?i)https?://[^/?#\\\\@\\s]{1,1000}([/?#][^\\\\\\p{Cntrl}]*)?");

    /** A redirect to a host that is longer. */
    private static final Pattern NO_HOST = Pattern.compile("(?i)\\s*(?:https?:[/\\\\]*+|[/\\\\]{2,}+)[^/\\\\?#]{1001}");

    private final OkHttpClient client;
    private final PublicAddresses guard;
    private final Duration deadline;
    private final @Nullable FileKey key;
    private final ClientCode code;

    /**
     * A fetcher of its own connections.
     *
     * @param base the host's client, for its proxy, trust and name look-up; null: a plain one. Behind a proxy it is the proxy that looks
     *     names up, and that has to keep them from leading inside
     * @param internalHosts may be reached although they are not public
     * @param deadline for the whole of it, redirects and the last byte included
     * @param code how the client's code is run
     */
    public Fetcher(
            @Nullable OkHttpClient base,
            Set<String> internalHosts,
            Duration deadline,
            @Nullable FileKey key,
            ClientCode code) {
        OkHttpClient plain = base == null ? new OkHttpClient() : base;
        this.guard = new PublicAddresses(plain.dns(), internalHosts);
        this.deadline = deadline;
        this.key = key;
        this.code = code;
        this.client = plain.newBuilder()
                .dns(guard)
                .followRedirects(false)
                .followSslRedirects(false)
                .cookieJar(CookieJar.NO_COOKIES)
                .authenticator(Authenticator.NONE)
                .cache(null)
                .connectTimeout(CONNECT)
                .readTimeout(BETWEEN_BYTES)
                .build();
    }

    /**
     * Checks an address without a look-up.
     *
     * @throws MediaException if nothing would be fetched from there, whatever its name led to
     */
    public void check(String address) throws MediaException {
        checked(address);
    }

    private HttpUrl checked(String address) throws MediaException {
        HttpUrl url = parsed(address);
        try {
            guard.requirePublicIfNumeric(url.host());
        } catch (IOException e) {
            throw new MediaException(Reason.NOT_PUBLIC);
        }
        return url;
    }

    /** Whether the address is enough to fetch it, as far as that is seen without a call: https, no internal host, no key needed. */
    public boolean needsNoKey(String address) {
        try {
            HttpUrl url = checked(address);
            return url.isHttps() && !guard.isNamed(url.host()) && !isOfKey(url);
        } catch (MediaException e) {
            return false;
        }
    }

    /** Whether the address may be shown to people: on the web, and not of an internal host. */
    public boolean isShowable(String address) {
        try {
            HttpUrl url = checked(address);
            return !guard.isNamed(url.host()) && !isOfKey(url);
        } catch (MediaException e) {
            return false;
        }
    }

    private boolean isOfKey(HttpUrl url) {
        return key != null && key.isOfOrigin(url);
    }

    /**
     * Opens a file. Its reader has until the deadline.
     *
     * @throws MediaException if it cannot be had; nothing of it names the address
     */
    public Fetched open(WantedFile wanted) throws MediaException {
        Duration within = wanted.within();
        long end = System.nanoTime() + (within == null || within.compareTo(deadline) > 0 ? deadline : within).toNanos();
        HttpUrl url = parsed(wanted.address());
        Secret token = tokenFor(url, wanted);
        for (int hop = 0; ; hop++) {
            Answer answer = ask(url, wanted, hop == 0, token, end);
            if (hop == 0 && isOfReplaced(token, answer.response())) {
                answer.close();
                answer = ask(url, wanted, true, tokenFor(url, wanted), end);
            }
            if (!answer.response().isRedirect()) {
                try {
                    return fetched(answer, wanted, url);
                } catch (MediaException | RuntimeException | Error e) {
                    answer.close();
                    throw e;
                }
            }
            answer.close();
            url = next(url, answer.response().header("Location"), hop);
        }
    }

    /**
     * What came, and what it says of its body, which may be the host's.
     *
     * @param code how the body is closed
     */
    private record Answer(Response response, InputStream body, long size, ClientCode code) implements Closeable {
        static Answer of(Response response, ClientCode code) {
            return new Answer(
                    response, response.body().byteStream(), response.body().contentLength(), code);
        }

        @Override
        public void close() {
            try {
                code.run(Duration.ZERO, () -> {
                    response.close();
                    return true;
                });
            } catch (IOException e) {
                // There is nothing left that it could tell us.
            }
        }
    }

    /** Why nothing is fetched at present, and would only be refused; null: it is. */
    public @Nullable String whyNotNow() {
        return code.whyNotNow();
    }

    /** Null: none goes along. */
    private @Nullable Secret tokenFor(HttpUrl url, WantedFile wanted) {
        return key != null && wanted.withKey() && key.opens(url) ? key.token().get() : null;
    }

    /** Whether the answer is for a token that is not in use any more, and says nothing of the file. */
    private boolean isOfReplaced(@Nullable Secret token, Response response) {
        boolean refused = response.code() == 401 || response.code() == 403;
        return key != null && token != null && refused && key.token().isReplaced(token);
    }

    private static HttpUrl next(HttpUrl from, @Nullable String location, int hop) throws MediaException {
        HttpUrl to = location == null || NO_HOST.matcher(location).lookingAt() ? null : from.resolve(location);
        if (to == null || hop >= MAX_HOPS || (from.isHttps() && !to.isHttps())) {
            throw new MediaException(Reason.BAD_REDIRECT);
        }
        return parsed(to.toString());
    }

    private static HttpUrl parsed(String address) throws MediaException {
        String text = address.strip();
        HttpUrl url = ADDRESS.matcher(text).matches() ? HttpUrl.parse(text) : null;
        if (url == null || !url.username().isEmpty() || !url.password().isEmpty()) {
            throw new MediaException(Reason.BAD_ADDRESS);
        }
        return url;
    }

    private Answer ask(HttpUrl url, WantedFile wanted, boolean first, @Nullable Secret token, long end)
            throws MediaException {
        try {
            guard.requirePublicIfNumeric(url.host());
            long left = end - System.nanoTime();
            if (left <= 0) {
                throw new MediaException(Reason.TIMED_OUT);
            }
            // Packed bytes would hide the size that some messengers want to know before.
            Request.Builder request = new Request.Builder().url(url).header("Accept-Encoding", "identity");
            if (wanted.range() != null) {
                request.header("Range", wanted.range());
            }
            if (first) {
                wanted.headers().forEach(header -> request.addHeader(header.name(), header.value()));
            }
            if (first && token != null) {
                request.header("Authorization", "Bearer " + token.reveal());
            }
            OkHttpClient within =
                    client.newBuilder().callTimeout(left, TimeUnit.NANOSECONDS).build();
            Request built = request.build();
            return code.run(Duration.ofNanos(left), () -> Answer.of(CallFailures.execute(within.newCall(built)), code));
        } catch (MediaException e) {
            throw e;
        } catch (PublicAddresses.NotPublic e) {
            throw new MediaException(Reason.NOT_PUBLIC);
        } catch (IllegalArgumentException e) {
            // A header that cannot be sent; OkHttp's text quotes it.
            throw new MediaException(Reason.BAD_ADDRESS);
        } catch (InterruptedIOException e) {
            throw Fetched.asFault(e);
        } catch (IOException e) {
            // Names, connections, TLS; and servers that hang up before they answer.
            throw new MediaException(Reason.UNREACHABLE);
        }
    }

    private Fetched fetched(Answer answer, WantedFile wanted, HttpUrl url) throws MediaException {
        Response response = answer.response();
        int status = response.code();
        if (!response.isSuccessful()) {
            throw MediaException.ofStatus(status);
        }
        String encoding =
                String.valueOf(response.header("Content-Encoding", "identity")).toLowerCase(Locale.ROOT);
        BufferedSource source = Okio.buffer(Okio.source(code.reading(answer.body())));
        long size = answer.size();
        if (encoding.equals("gzip") || encoding.equals("x-gzip")) {
            source = Okio.buffer(new GzipSource(source));
            size = -1;
        } else if (!encoding.equals("identity") && !encoding.isEmpty()) {
            throw new MediaException(Reason.WRONG_TYPE);
        }
        String named = FileNames.inDisposition(response.header("Content-Disposition"));
        String last = url.pathSegments().get(url.pathSize() - 1);
        return new Fetched(
                source,
                answer,
                size,
                wanted.most(),
                response.header("Content-Type"),
                named != null ? named : last.isEmpty() ? null : last,
                wanted.range() != null && response.code() == 206);
    }

    /** A file that the channel has opened, under the same limit. */
    public static Fetched of(InputStream opened, long most) throws MediaException {
        return new Fetched(Okio.buffer(Okio.source(opened)), opened, -1, most, null, null, false);
    }

    /** Ends whatever is under way. */
    public void cancelAll() {
        client.dispatcher().cancelAll();
        client.connectionPool().evictAll();
    }
}
