package dev.byoc.examples.bench.contest;

import dev.byoc.examples.bench.rig.Far;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import okhttp3.ConnectionPool;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

/** What is left of relaying if nothing is done but the calls: threads that post the same bodies to the same Freshchat by OkHttp. */
final class BareSide implements Side {
    private static final MediaType JSON = MediaType.get("application/json");

    private final Crowd crowd;
    private final OkHttpClient client;
    private final String url;

    BareSide(Far far, int threads) {
        this.crowd = new Crowd("bare", threads);
        this.url = far.messages();
        this.client = far.client()
                .connectionPool(new ConnectionPool(threads, 1, TimeUnit.MINUTES))
                .retryOnConnectionFailure(false)
                .build();
    }

    @Override
    public void prepare(int messages) {
        // A loop that only calls needs nothing.
    }

    @Override
    public void run(int messages) {
        crowd.all(messages, numbers -> {
            for (int number = numbers.getAsInt(); number >= 0; number = numbers.getAsInt()) {
                post(number);
            }
        });
    }

    private void post(int number) throws IOException {
        Request request = new Request.Builder()
                .url(url)
                .header("Authorization", "Bearer a-token")
                .header("Accept", "application/json")
                .post(RequestBody.create(Posts.body(number), JSON))
                .build();
        try (Response response = client.newCall(request).execute()) {
            if (!response.isSuccessful() || response.body().bytes().length == 0) {
                throw new IOException("status " + response.code());
            }
        }
    }
}
