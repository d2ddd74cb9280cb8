package dev.byoc.examples.bench;

import dev.byoc.examples.bench.rig.Child;
import dev.byoc.examples.bench.rig.Far;
import dev.byoc.examples.bench.rig.Feed;
import dev.byoc.examples.bench.rig.Latencies;
import dev.byoc.examples.bench.rig.Subject;
import dev.byoc.json.Json;
import dev.byoc.relay.RelayEngine;
import java.io.IOException;
import java.net.URI;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import okhttp3.OkHttpClient;

/** One message after the other, each by a customer of whom something is known or nothing yet. */
final class CallsRun {
    private static final int CUSTOMERS = 50;

    private CallsRun() {}

    /** Takes the engine, Freshchat's address, the seconds of the warm-up, and those that are measured. */
    public static void main(String[] args) throws IOException {
        AtomicInteger calls = new AtomicInteger();
        AtomicLong inCalls = new AtomicLong();
        OkHttpClient counting = new OkHttpClient.Builder()
                .addInterceptor(chain -> {
                    long start = System.nanoTime();
                    try {
                        return chain.proceed(chain.request());
                    } finally {
                        inCalls.addAndGet(System.nanoTime() - start);
                        calls.incrementAndGet();
                    }
                })
                .build();
        Feed feed = new Feed(1);
        RelayEngine relay = Subject.builder(args[0], new Far(args[1], ""))
                .httpClient(counting)
                .listener(feed)
                .build();
        relay.start();
        calls.set(0);
        for (int i = 0; i < CUSTOMERS; i++) {
            say(relay, feed, i);
        }
        int cold = calls.getAndSet(0);
        long warm = Child.inSeconds(args[2]);
        for (int n = 0; System.nanoTime() < warm; n++) {
            say(relay, feed, n % CUSTOMERS);
        }
        calls.set(0);
        Latencies added = new Latencies();
        Latencies itself = new Latencies();
        long end = Child.inSeconds(args[3]);
        for (int n = 0; System.nanoTime() < end; n++) {
            inCalls.set(0);
            long start = System.nanoTime();
            say(relay, feed, n % CUSTOMERS);
            long all = System.nanoTime() - start;
            itself.add(inCalls.get());
            added.add(all - inCalls.get());
        }
        Child.tell(Json.object()
                .put("cold", (double) cold / CUSTOMERS)
                .put("warm", (double) calls.get() / added.count())
                .put("added_p50_ms", added.millis(0.5))
                .put("added_p99_ms", added.millis(0.99))
                .put("call_p50_ms", itself.millis(0.5))
                .put("call_p99_ms", itself.millis(0.99)));
        Child.awaitEnd();
    }

    private static void say(RelayEngine relay, Feed feed, int customer) {
        URI webhook = relay.webhookUrl(Subject.VIBER);
        feed.say(relay, webhook, customer);
        feed.awaitAll();
    }
}
