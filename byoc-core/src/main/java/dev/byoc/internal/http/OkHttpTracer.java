package dev.byoc.internal.http;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.Certificate;
import java.security.cert.CertificateExpiredException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import okhttp3.Authenticator;
import okhttp3.ConnectionPool;
import okhttp3.CookieJar;
import okhttp3.Dns;
import okhttp3.Handshake;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.BufferedSink;
import okio.BufferedSource;
import org.jspecify.annotations.Nullable;

/** {@link Tracer} over OkHttp, each request over a connection of its own. Thread-safe. */
public final class OkHttpTracer implements Tracer {
    /** More than any answer of a relay; of a web page the beginning shows what it is. */
    private static final long MAX_ANSWER_BYTES = 16 * 1024;

    private final OkHttpClient client;

    /** @param base the host's client, for its proxies, trust and interceptors; null: a plain one */
    public OkHttpTracer(@Nullable OkHttpClient base) {
        OkHttpClient.Builder builder = base == null ? new OkHttpClient.Builder() : base.newBuilder();
        this.client = builder.followRedirects(false)
                .followSslRedirects(false)
                .cookieJar(CookieJar.NO_COOKIES)
                .authenticator(Authenticator.NONE)
                .cache(null)
                .connectTimeout(USUAL)
                .build();
    }

    @Override
    public Trace trace(Question question) {
        List<InetAddress> addresses = new CopyOnWriteArrayList<>();
        ConnectionPool own = new ConnectionPool();
        Dns names = client.dns();
        OkHttpClient once = client.newBuilder()
                .connectionPool(own)
                // The system takes what is written, and sends it while the answer is waited for.
                .readTimeout(question.within())
                .writeTimeout(question.within())
                .callTimeout(question.within())
                .dns(host -> {
                    List<InetAddress> found = names.lookup(host);
                    addresses.addAll(found);
                    return found;
                })
                .build();
        try (Response response = CallFailures.execute(once.newCall(request(question)))) {
            return new Answered(
                    List.copyOf(addresses),
                    response.code(),
                    response.header("Location"),
                    beginning(response),
                    ends(response.handshake()));
        } catch (IOException | IllegalArgumentException e) {
            return new Failed(List.copyOf(addresses), why(e));
        } finally {
            own.evictAll();
        }
    }

    private static Request request(Question question) {
        Request.Builder request = new Request.Builder().url(question.url().toString());
        question.headers().forEach(request::header);
        boolean bare = question.method().equals("GET");
        return request.method(question.method(), bare ? null : body(question)).build();
    }

    private static RequestBody body(Question question) {
        // Whole in itself: a type that is given to OkHttp's own body gets a charset.
        return new RequestBody() {
            @Override
            public @Nullable MediaType contentType() {
                return null;
            }

            @Override
            public long contentLength() {
                return question.chunked() ? -1 : question.body().length;
            }

            @Override
            public void writeTo(BufferedSink sink) throws IOException {
                sink.write(question.body());
            }
        };
    }

    private static byte[] beginning(Response response) throws IOException {
        BufferedSource body = response.body().source();
        body.request(MAX_ANSWER_BYTES);
        return body.readByteArray(Math.min(MAX_ANSWER_BYTES, body.getBuffer().size()));
    }

    private static @Nullable Instant ends(@Nullable Handshake handshake) {
        List<Certificate> chain = handshake == null ? List.of() : handshake.peerCertificates();
        return !chain.isEmpty() && chain.get(0) instanceof X509Certificate own
                ? own.getNotAfter().toInstant()
                : null;
    }

    private static Why why(Exception e) {
        List<Throwable> causes = causes(e);
        if (has(causes, UnknownHostException.class)) {
            return Why.UNKNOWN_NAME;
        }
        if (has(causes, CertificateExpiredException.class)) {
            return Why.EXPIRED;
        }
        if (has(causes, CertPathBuilderException.class) || has(causes, CertPathValidatorException.class)) {
            return Why.NOT_TRUSTED;
        }
        if (has(causes, SSLPeerUnverifiedException.class)) {
            return Why.OTHER_NAME;
        }
        if (has(causes, SSLException.class)) {
            return Why.NO_TLS;
        }
        // A ConnectException that has run into the time-out of connecting is told as an interrupted one.
        if (has(causes, InterruptedIOException.class) || has(causes, NoRouteToHostException.class)) {
            return Why.SILENT;
        }
        return has(causes, ConnectException.class) ? Why.REFUSED : Why.BROKEN;
    }

    private static boolean has(List<Throwable> causes, Class<? extends Throwable> kind) {
        return causes.stream().anyMatch(kind::isInstance);
    }

    private static List<Throwable> causes(Throwable e) {
        List<Throwable> causes = new ArrayList<>();
        for (Throwable each = e; each != null && !causes.contains(each); each = each.getCause()) {
            causes.add(each);
        }
        return causes;
    }
}
