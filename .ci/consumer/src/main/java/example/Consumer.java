package example;

import com.sun.net.httpserver.HttpServer;
import dev.byoc.freshchat.FreshchatSettings;
import dev.byoc.host.JdkHttpHost;
import dev.byoc.json.Json;
import dev.byoc.relay.RelayBuilder;
import dev.byoc.relay.RelayEngine;
import dev.byoc.jdbc.JdbcStore;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * A host application with byoc-core, byoc-jdbc and byoc-viber alone: finds the channel through ServiceLoader, registers it, relays one customer's
 * message into Freshchat and the answer back, and exits 0 only if both sides got exactly that.
 */
public final class Consumer {
    private static final String CUSTOMER = "dyN4Ob6OXfag+Atd/1SifA==";
    private static final String QUESTION = "Hello, is order 1042 on its way? 🙂";
    private static final String ANSWER = "It is with the courier.";

    private Consumer() {}

    public static void main(String[] args) throws Exception {
        try (FreshchatStandIn freshchat = new FreshchatStandIn();
                ViberStandIn viber = new ViberStandIn()) {
            int port = freePort();
            Path folder = Files.createTempDirectory("byoc-consumer-");
            RelayEngine relay = new RelayBuilder()
                    .freshchat(FreshchatSettings.builder()
                            .url(freshchat.url())
                            .trustHost("127.0.0.1")
                            .token(FreshchatStandIn.TOKEN)
                            .webhookKey(freshchat.publicKey())
                            .build())
                    .account("viber-main", "viber", Map.of(
                            "auth-token", ViberStandIn.TOKEN,
                            "sender-name", "Sample Shop",
                            "topic", "Support",
                            "base-url", viber.url()))
                    .publicUrl(URI.create("http://127.0.0.1:" + port + "/byoc"))
                    .store(JdbcStore.embedded(folder.resolve("byoc.db")))
                    .build();
            InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
            try (JdkHttpHost host = JdkHttpHost.serve(relay, address); relay) {
                checkHealth(relay, 503);
                relay.start();
                converse(relay, freshchat, viber);
                checkHealth(relay, 200);
            }
            if (!Files.deleteIfExists(folder.resolve("byoc.db"))) {
                throw new AssertionError("nothing was kept");
            }
            Files.deleteIfExists(folder.resolve("byoc.db.lock"));
            Files.delete(folder);
        }
        System.out.println("consumer: ok");
    }

    /** Before the start a webhook would be stored already, and nothing is relayed. */
    private static void checkHealth(RelayEngine relay, int live) throws Exception {
        HttpServer checks = HealthChecks.serve(relay, 0);
        try {
            String address = "http://127.0.0.1:" + checks.getAddress().getPort() + "/health/";
            HttpClient client = HttpClient.newHttpClient();
            for (Map.Entry<String, Integer> each : Map.of("live", live, "ready", 200).entrySet()) {
                HttpRequest request = HttpRequest.newBuilder(URI.create(address + each.getKey())).build();
                HttpResponse<byte[]> answer = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
                same(each.getKey(), each.getValue().toString(), Integer.toString(answer.statusCode()));
                same("the health's account", "viber-main",
                        Json.parse(answer.body()).get("figures").at(1).get("name").text());
            }
        } finally {
            checks.stop(0);
        }
    }

    private static void converse(RelayEngine relay, FreshchatStandIn freshchat, ViberStandIn viber) throws Exception {
        same("the registered webhook", relay.webhookUrl("viber-main").toString(), viber.webhook());
        viber.customerSays(CUSTOMER, QUESTION);
        Json user = freshchat.nextUser();
        String reference = "viber:viber-main:" + URLEncoder.encode(CUSTOMER, StandardCharsets.UTF_8);
        same("the user's reference", reference, user.get("reference_id").text());
        Json conversation = freshchat.nextConversation();
        Json message = conversation.get("messages").at(0);
        same("the topic", FreshchatStandIn.TOPIC, conversation.get("channel_id").text());
        same("the actor", FreshchatStandIn.USER, message.get("actor_id").text());
        same("the question", QUESTION, message.get("message_parts").at(0).get("text").get("content").text());

        freshchat.agentSays(relay.freshchatWebhookUrl(), ANSWER);
        Json answer = viber.nextMessage();
        same("the receiver", CUSTOMER, answer.get("receiver").text());
        same("the answer", ANSWER, answer.get("text").text());
    }

    private static void same(String what, String expected, String found) {
        if (!expected.equals(found)) {
            throw new AssertionError(what + ": expected " + expected + ", found " + found);
        }
    }

    private static int freePort() throws Exception {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
