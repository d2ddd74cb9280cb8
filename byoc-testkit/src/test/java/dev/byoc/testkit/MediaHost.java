package dev.byoc.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okio.Buffer;

/** A web server of other people's files, well behaved or not. */
final class MediaHost implements AutoCloseable {
    static final String HOST = "127.0.0.1";

    private final MockWebServer server = new MockWebServer();
    private final Map<String, Supplier<MockResponse>> files = new ConcurrentHashMap<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();

    MediaHost() {
        server.setDispatcher(new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) {
                asked.add(request.getTarget());
                Supplier<MockResponse> file = files.get(request.getTarget());
                return file == null ? new MockResponse.Builder().code(404).build() : file.get();
            }
        });
        try {
            server.start(InetAddress.getLoopbackAddress(), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Gives the address. */
    String serves(String path, Supplier<MockResponse> answer) {
        files.put(path, answer);
        return "http://" + HOST + ":" + server.getPort() + path;
    }

    String serves(String path, String type, byte[] bytes) {
        return serves(path, () -> answer(type, bytes));
    }

    static MockResponse answer(String type, byte[] bytes) {
        return new MockResponse.Builder()
                .setHeader("Content-Type", type)
                .body(new Buffer().write(bytes))
                .build();
    }

    int port() {
        return server.getPort();
    }

    int asked(String path) {
        return (int) asked.stream().filter(path::equals).count();
    }

    /** For a client whose every connection to the outside ends here. */
    Wires wires() {
        return new Wires(server.getPort());
    }

    @Override
    public void close() {
        server.close();
    }
}
