package dev.byoc.examples.bench;

import dev.byoc.Direction;
import dev.byoc.RelayRequest;
import dev.byoc.event.RelayEvent;
import dev.byoc.examples.Engines;
import dev.byoc.examples.bench.rig.Child;
import dev.byoc.examples.bench.rig.FarFreshchat;
import dev.byoc.freshchat.FreshchatSettings;
import dev.byoc.host.JdkHttpHost;
import dev.byoc.json.Json;
import dev.byoc.relay.RelayBuilder;
import dev.byoc.relay.RelayEngine;
import dev.byoc.testkit.FakeChannel;
import dev.byoc.testkit.FakeChannelProvider;
import dev.byoc.testkit.FreePort;
import dev.byoc.testkit.freshchat.FakeFreshchat;
import dev.byoc.testkit.freshchat.FreshchatBehaviour;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.Semaphore;

/** One answer of an agent after the other, and the calls to Freshchat that each makes. */
final class AnswersRun {
    private static final int CUSTOMERS = 50;
    private static final String ACCOUNT = "shop";

    private AnswersRun() {}

    /** Takes the engine. */
    public static void main(String[] args) throws IOException {
        FakeFreshchat freshchat = FakeFreshchat.withUsualKey();
        freshchat.addTopic(FarFreshchat.TOPIC);
        FakeChannelProvider provider = new FakeChannelProvider();
        Semaphore relayed = new Semaphore(0);
        Semaphore sent = new Semaphore(0);
        int port = FreePort.next();
        RelayEngine relay = new RelayBuilder()
                .freshchat(FreshchatSettings.builder()
                        .url(freshchat.url().toString())
                        .trustHost(freshchat.url().getHost())
                        .token(freshchat.token())
                        .webhookKey(freshchat.publicKeyPem())
                        .build())
                .account(ACCOUNT, provider, Map.of("topic", FarFreshchat.TOPIC))
                .publicUrl(URI.create("http://127.0.0.1:" + port + "/byoc"))
                .store(Engines.store(args[0]))
                .listener(event -> {
                    if (event instanceof RelayEvent.Delivered delivered) {
                        (delivered.direction() == Direction.INBOUND ? relayed : sent).release();
                    }
                })
                .build();
        JdkHttpHost.serve(relay, new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        freshchat.connectWebhook(relay.freshchatWebhookUrl());
        relay.start();
        FakeChannel channel = provider.channel(ACCOUNT);
        for (int i = 0; i < CUSTOMERS; i++) {
            Json text = FakeChannel.text("m" + i, "customer" + i, "Do you have these boots in 38?");
            String path = relay.webhookUrl(ACCOUNT).getRawPath();
            relay.handle(new RelayRequest("POST", path, null, channel.headers(), text.bytes(), null));
            relayed.acquireUninterruptibly();
        }
        double typed = callsPerAnswer(freshchat, sent);
        freshchat.behaviour().messageTypes(FreshchatBehaviour.MessageTypes.READS_ONLY);
        double untyped = callsPerAnswer(freshchat, sent);
        Child.tell(Json.object().put("typed", typed).put("untyped", untyped));
        Child.awaitEnd();
    }

    private static double callsPerAnswer(FakeFreshchat freshchat, Semaphore sent) {
        int before = freshchat.calls("*");
        freshchat.conversations().forEach(conversation -> {
            freshchat.agent().says(conversation.id(), "We do.");
            sent.acquireUninterruptibly();
        });
        return (freshchat.calls("*") - before) / (double) CUSTOMERS;
    }
}
