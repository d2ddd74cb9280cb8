package dev.byoc.examples.bench.rig;

import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okhttp3.Protocol;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;

/** HTTP/2 over TLS, with a certificate of its own. */
final class SecureServer {
    private static final Logger LOG = Logger.getLogger(MockWebServer.class.getName());

    private final MockWebServer server = new MockWebServer();
    private final HeldCertificate certificate;

    SecureServer(PlainServer.Answers answers, long nanos) throws IOException {
        LOG.setLevel(Level.WARNING);
        InetAddress here = InetAddress.getLoopbackAddress();
        this.certificate = new HeldCertificate.Builder()
                .commonName(here.getHostAddress())
                .addSubjectAlternativeName(here.getHostAddress())
                .build();
        server.useHttps(new HandshakeCertificates.Builder()
                .heldCertificate(certificate)
                .build()
                .sslSocketFactory());
        server.setProtocols(List.of(Protocol.HTTP_2, Protocol.HTTP_1_1));
        server.setDispatcher(new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) {
                return new MockResponse.Builder()
                        .setHeader("Content-Type", "application/json")
                        .body(answers.to(request.getMethod(), request.getUrl().encodedPath()))
                        .headersDelay(nanos, TimeUnit.NANOSECONDS)
                        .build();
            }
        });
        server.start(here, 0);
        // It remembers each request until that is taken.
        Thread forgetting = new Thread(this::forget, "forget");
        forgetting.setDaemon(true);
        forgetting.start();
    }

    int port() {
        return server.getPort();
    }

    String certificate() {
        return certificate.certificatePem();
    }

    private void forget() {
        try {
            while (true) {
                server.takeRequest();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
