package dev.byoc.examples.bench.rig;

import dev.byoc.json.Json;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import okhttp3.OkHttpClient;
import okhttp3.tls.HandshakeCertificates;

/**
 * Where a {@link FarFreshchat} is.
 *
 * @param certificate to be trusted, as PEM; empty: plain HTTP
 */
public record Far(String url, String certificate) {
    public static final String CONVERSATION = "/v2/conversations/5a1f3c4e-0000-4000-8000-000000000001/messages";

    /** Nothing listens there. */
    public static final Far NOWHERE = new Far("http://127.0.0.1:9", "");

    /** As {@link FarFreshchat} tells it. */
    public static Far of(Json told) {
        return new Far(told.get("url").textOr(""), told.get("certificate").textOr(""));
    }

    /** Where a message is posted to. */
    public String messages() {
        return url + CONVERSATION;
    }

    /** Has it take so long for each of its answers from now on; only without TLS. */
    public void delay(int millis) {
        if (certificate.isEmpty()) {
            try (RawConnection connection = new RawConnection(port())) {
                connection.post(FarFreshchat.DELAY + millis, new byte[0], "");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    public int port() {
        return Integer.parseInt(url.substring(url.lastIndexOf(':') + 1));
    }

    /** A client that trusts it. */
    public OkHttpClient.Builder client() {
        OkHttpClient.Builder client = new OkHttpClient.Builder();
        if (certificate.isEmpty()) {
            return client;
        }
        try {
            HandshakeCertificates trust = new HandshakeCertificates.Builder()
                    .addTrustedCertificate((X509Certificate) CertificateFactory.getInstance("X.509")
                            .generateCertificate(
                                    new ByteArrayInputStream(certificate.getBytes(StandardCharsets.US_ASCII))))
                    .build();
            return client.sslSocketFactory(trust.sslSocketFactory(), trust.trustManager());
        } catch (CertificateException e) {
            throw new UncheckedIOException(new IOException(e));
        }
    }

    public List<String> arguments() {
        return List.of(url, certificate);
    }
}
