package example;

import dev.byoc.freshchat.FreshchatSettings;
import dev.byoc.host.JdkHttpHost;
import dev.byoc.relay.RelayBuilder;
import dev.byoc.relay.RelayEngine;
import dev.byoc.jdbc.JdbcStore;
import dev.byoc.viber.ViberSettings;
import java.nio.file.Path;

/** The quick start of README.md, line for line. Compiled here; {@link Consumer} runs the like against stand-ins. */
final class QuickStart {
    private QuickStart() {}

    public static void main(String[] args) throws InterruptedException {
        // snippet: quick-start
        RelayEngine relay = new RelayBuilder()
                .freshchat(FreshchatSettings.builder()
                        .url(System.getenv("FRESHCHAT_URL"))
                        .token(System.getenv("FRESHCHAT_TOKEN"))
                        .webhookKey(System.getenv("FRESHCHAT_WEBHOOK_KEY")))
                .account("viber-main", ViberSettings.builder().authToken(System.getenv("VIBER_TOKEN"))
                        .senderName("Sample Shop").build(), account -> account.topic("Support"))
                .publicUrl("https://chat.example.com/byoc")
                .store(JdbcStore.embedded(Path.of("byoc.db"))) // open messages outlive the process
                .build(); // names every fault of the settings at once, and opens the store; makes no remote call
        JdkHttpHost host = JdkHttpHost.serve(relay, 8080);
        relay.start(); // registers the webhook at Viber, which calls back, so after listening
        System.out.println("Paste into Freshchat: " + relay.freshchatWebhookUrl());
        // end snippet
        // snippet: stop
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            relay.close(); // refuses new requests, then relays open messages for up to 10 seconds
            host.close();
        }));
        Thread.currentThread().join(); // the relay's own threads are daemons
        // end snippet
    }
}
