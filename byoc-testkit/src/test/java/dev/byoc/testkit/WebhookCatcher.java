package dev.byoc.testkit;

import java.net.InetAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;

/** Receives a fake's webhooks. Answers 200 unless a script says otherwise. */
public final class WebhookCatcher implements AutoCloseable {
    private final MockWebServer server = new MockWebServer();
    private final List<RecordedRequest> requests = new ArrayList<>();
    private final List<Integer> statuses = new ArrayList<>();

    private String body = "";

    public WebhookCatcher() throws Exception {
        server.setDispatcher(new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) {
                synchronized (requests) {
                    requests.add(request);
                    int status = statuses.isEmpty() ? 200 : statuses.remove(0);
                    MockResponse.Builder response = new MockResponse.Builder();
                    return status == 0
                            ? response.onResponseStart(new SocketEffect.CloseSocket())
                                    .build()
                            : response.code(status).body(body).build();
                }
            }
        });
        server.start(InetAddress.getLoopbackAddress(), 0);
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + server.getPort() + "/hook");
    }

    /** The next answers' statuses; 0: the connection is cut. */
    public void willAnswer(Integer... next) {
        synchronized (requests) {
            statuses.addAll(List.of(next));
        }
    }

    /** The body of every answer from now on. */
    public void body(String value) {
        synchronized (requests) {
            this.body = value;
        }
    }

    public List<RecordedRequest> requests() {
        synchronized (requests) {
            return List.copyOf(requests);
        }
    }

    public RecordedRequest last() {
        List<RecordedRequest> all = requests();
        return all.get(all.size() - 1);
    }

    @Override
    public void close() {
        server.close();
    }
}
