package dev.byoc.testkit.host;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.util.Arrays;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;
import okio.Buffer;

/** Where an agent's file lies: all of it, or a server that breaks off midway. */
final class FileServer implements AutoCloseable {
    /** More than any server keeps back before it begins to send. */
    static final int SIZE = 3_000_000;

    /** Less than some keep back. */
    static final int SMALL_SIZE = 1_000;

    private final MockWebServer server = new MockWebServer();

    FileServer() {
        server.setDispatcher(new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) {
                String target = request.getTarget();
                byte[] bytes = target.startsWith("/small") ? Arrays.copyOf(bytes(), SMALL_SIZE) : bytes();
                MockResponse.Builder file = new MockResponse.Builder()
                        .setHeader("Content-Type", "application/pdf")
                        .body(new Buffer().write(bytes));
                return target.startsWith("/broken")
                        ? file.onResponseBody(new SocketEffect.CloseSocket()).build()
                        : file.build();
            }
        });
        try {
            server.start(InetAddress.getLoopbackAddress(), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] bytes() {
        byte[] bytes = new byte[SIZE];
        for (int i = 0; i < SIZE; i++) {
            bytes[i] = (byte) (i * 31 + i / 256);
        }
        return bytes;
    }

    String whole() {
        return "http://" + HostedRelay.FILES_HOST + ":" + server.getPort() + "/whole.pdf";
    }

    String broken() {
        return "http://" + HostedRelay.FILES_HOST + ":" + server.getPort() + "/broken.pdf";
    }

    String small() {
        return "http://" + HostedRelay.FILES_HOST + ":" + server.getPort() + "/small.pdf";
    }

    @Override
    public void close() {
        server.close();
    }
}
