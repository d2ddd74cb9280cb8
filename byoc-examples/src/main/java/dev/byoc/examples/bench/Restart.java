package dev.byoc.examples.bench;

import dev.byoc.examples.bench.rig.Child;
import dev.byoc.examples.bench.rig.Far;
import dev.byoc.examples.bench.rig.Subject;
import dev.byoc.json.Json;
import dev.byoc.relay.RelayEngine;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import okhttp3.OkHttpClient;

/** Opens a store that an earlier process has left behind; tells when the first call for an entry of it goes out. */
final class Restart {
    private Restart() {}

    /** Takes the engine and Freshchat's address. */
    public static void main(String[] args) throws IOException {
        CompletableFuture<Long> firstCall = new CompletableFuture<>();
        OkHttpClient watching = new OkHttpClient.Builder()
                .addInterceptor(chain -> {
                    // The topics are asked for in any case.
                    if (!chain.request().url().encodedPath().endsWith("/channels")) {
                        firstCall.complete(System.nanoTime());
                    }
                    return chain.proceed(chain.request());
                })
                .build();
        String key = Subject.anyKey();
        long start = System.nanoTime();
        RelayEngine relay = Subject.builder(args[0], new Far(args[1], ""), key)
                .httpClient(watching)
                .build();
        relay.start();
        double millis = (firstCall.join() - start) / 1e6;
        Child.tell(Json.object().put("first_call_ms", millis));
        Child.awaitEnd();
    }
}
