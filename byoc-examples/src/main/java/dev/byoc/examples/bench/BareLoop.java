package dev.byoc.examples.bench;

import dev.byoc.examples.bench.rig.Child;
import dev.byoc.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import okhttp3.ConnectionPool;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

/** What is left of relaying if nothing is done but the calls: 64 threads that post the same bodies to the same Freshchat. */
final class BareLoop {
    private static final MediaType JSON = MediaType.get("application/json");

    private BareLoop() {}

    /** Takes Freshchat's port, the seconds of the warm-up, and those that are measured. */
    public static void main(String[] args) throws IOException {
        String url = "http://127.0.0.1:" + args[0] + "/v2/conversations/5a1f3c4e-0000-4000-8000-000000000001/messages";
        OkHttpClient client = new OkHttpClient.Builder()
                .connectionPool(new ConnectionPool(RelayRun.CUSTOMERS, 1, TimeUnit.MINUTES))
                .retryOnConnectionFailure(false)
                .build();
        AtomicLong posted = new AtomicLong();
        for (int i = 0; i < RelayRun.CUSTOMERS; i++) {
            Thread thread = new Thread(() -> post(client, url, posted), "bare-" + i);
            thread.setDaemon(true);
            thread.start();
        }
        Child.pass(args[1]);
        long before = posted.get();
        long start = System.nanoTime();
        Child.pass(args[2]);
        double perSecond = (posted.get() - before) / ((System.nanoTime() - start) / 1e9);
        Child.tell(Json.object().put("per_second", perSecond));
        Child.awaitEnd();
    }

    private static void post(OkHttpClient client, String url, AtomicLong posted) {
        String user = "5a1f3c4e-0000-4000-8000-000000000002";
        for (long n = 0; ; n++) {
            byte[] body = Json.of(Map.of(
                            "message_parts",
                            List.of(Map.of(
                                    "text",
                                    Map.of("content", "Do you have these boots in 38, and number " + n + " too?"))),
                            "message_type",
                            "normal",
                            "actor_type",
                            "user",
                            "actor_id",
                            user,
                            "user_id",
                            user))
                    .bytes();
            Request request = new Request.Builder()
                    .url(url)
                    .header("Authorization", "Bearer a-token")
                    .header("Accept", "application/json")
                    .post(RequestBody.create(body, JSON))
                    .build();
            try (Response response = client.newCall(request).execute()) {
                if (response.body().bytes().length > 0 && response.isSuccessful()) {
                    posted.incrementAndGet();
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
