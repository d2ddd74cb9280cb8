package dev.byoc.examples.bench;

import dev.byoc.json.Json;
import dev.byoc.relay.RelayEngine;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import okhttp3.OkHttpClient;

/** Opens a store that an earlier process has left behind; tells when the first message of it goes out. */
final class Restart {
    private Restart() {}

    /** Takes the engine and Freshchat's port. */
    public static void main(String[] args) throws IOException {
        CompletableFuture<Long> firstPost = new CompletableFuture<>();
        OkHttpClient watching = new OkHttpClient.Builder()
                .addInterceptor(chain -> {
                    if (chain.request().method().equals("POST")) {
                        firstPost.complete(System.nanoTime());
                    }
                    return chain.proceed(chain.request());
                })
                .build();
        long start = System.nanoTime();
        RelayEngine relay = Subject.builder(args[0], Integer.parseInt(args[1]))
                .httpClient(watching)
                .build();
        relay.start();
        double millis = (firstPost.join() - start) / 1e6;
        Child.tell(Json.object().put("first_send_ms", millis));
        Child.awaitEnd();
    }
}
