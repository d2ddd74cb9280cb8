package dev.byoc.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.json.Json;
import dev.byoc.testkit.freshchat.FakeFreshchat;
import dev.byoc.testkit.viber.FakeViber;
import dev.byoc.testkit.viber.ViberCustomer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The fakes take the documented requests, and answer and tell in the documented shapes. */
class DocumentedSamplesTest {
    private static final String SAMPLE_USER = "1900be35-9c51-51a3-9bd4-609326f75462";
    private static final String SAMPLE_TOPIC = "17b8e156-63db-568f-8fda-753976ec7190";
    private static final String SAMPLE_GROUP = "087f8436-779a-5443-99be-22eecd77e338";
    private static final String SAMPLE_AGENT = "a2d04460-8999-5aba-9ce0-38ef51699fc0";

    private final FakeFreshchat freshchat = new FakeFreshchat();
    private final Client client = Client.of(freshchat);
    private String user = "";
    private String topic = "";

    @BeforeEach
    void setUp() {
        topic = freshchat.addTopic("Support");
        user = freshchat.addUser(Json.object().put("reference_id", "r").build());
    }

    @AfterEach
    void close() {
        client.close();
        freshchat.close();
    }

    private static String sample(String name) throws IOException {
        try (InputStream in = DocumentedSamplesTest.class.getResourceAsStream("/" + name + ".json")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** A sample about the things of this account. */
    private String ours(String name) throws IOException {
        return sample("freshchat/" + name)
                .replace(SAMPLE_USER, user)
                .replace(SAMPLE_TOPIC, topic)
                .replace(SAMPLE_AGENT, freshchat.agent().id());
    }

    @Test
    void freshchatTakesTheDocumentedUsers() throws Exception {
        assertThat(client.post("/users", ours("user_create_request")).status()).isEqualTo(200);
        assertThat(client.put("/users/" + user, ours("user_update_request")).status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"conversation_create_request", "conversation_create_request_minimal"})
    void freshchatTakesTheDocumentedConversations(String name) throws Exception {
        String body = ours(name).replace(SAMPLE_GROUP, freshchat.addGroup("Messaging desk"));

        Client.Got got = client.post("/conversations", body);

        assertThat(got.status()).isEqualTo(200);
        assertSameFields(got.json(), sample("freshchat/conversation_create_response"));
        Json shown = client.get(
                        "/conversations/" + got.json().get("conversation_id").text())
                .json();
        assertThat(shown.fields())
                .containsKeys(
                        Json.parse(sample("freshchat/conversation_get_minimal").getBytes(StandardCharsets.UTF_8))
                                .fields()
                                .keySet()
                                .toArray(String[]::new));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "message_send_request_text",
                "message_send_request_image",
                "message_send_request_file_url",
                "message_send_request_video",
                "message_send_request_private_note",
                "message_send_request_agent_quick_replies",
            })
    void freshchatTakesTheDocumentedMessages(String name) throws Exception {
        String conversation = freshchat.addConversation(user, topic);

        Client.Got got = client.post("/conversations/" + conversation + "/messages", ours(name));

        assertThat(got.status()).isEqualTo(200);
        assertThat(got.json().fields())
                .containsKeys(
                        Json.parse(sample("freshchat/message_send_response").getBytes(StandardCharsets.UTF_8))
                                .fields()
                                .keySet()
                                .toArray(String[]::new));
    }

    @Test
    void freshchatTellsInTheDocumentedShapes() throws Exception {
        String conversation = freshchat.addConversation(user, topic);
        try (WebhookCatcher catcher = new WebhookCatcher()) {
            freshchat.connectWebhook(catcher.url());
            freshchat.agent().says(conversation, "Hello");
            freshchat.agent().resolves(conversation);
            freshchat.agent().reopens(conversation);

            Json told = Json.parse(catcher.requests().get(0).getBody().toByteArray());
            Json message = Json.parse(
                            sample("freshchat/webhook_message_create_agent").getBytes(StandardCharsets.UTF_8))
                    .get("data")
                    .get("message");
            assertThat(new TreeSet<>(told.get("data").get("message").fields().keySet()))
                    // Only some accounts know agents of an organisation.
                    .isEqualTo(without(message, "org_actor_id"));
            Json resolved = Json.parse(catcher.requests().get(1).getBody().toByteArray());
            assertSameFields(resolved.get("data"), sampleData("webhook_conversation_resolution"));
            Json reopened = Json.parse(catcher.requests().get(2).getBody().toByteArray());
            assertSameFields(
                    reopened.get("data").get("reopen"),
                    sampleData("webhook_conversation_reopen").get("reopen"));
        }
    }

    private static Set<String> without(Json object, String field) {
        Set<String> fields = new TreeSet<>(object.fields().keySet());
        fields.remove(field);
        return fields;
    }

    private static Json sampleData(String name) throws IOException {
        return Json.parse(sample("freshchat/" + name).getBytes(StandardCharsets.UTF_8))
                .get("data");
    }

    private static void assertSameFields(Json got, String sample) {
        assertSameFields(got, Json.parse(sample.getBytes(StandardCharsets.UTF_8)));
    }

    private static void assertSameFields(Json got, Json sample) {
        assertThat(new TreeSet<>(got.fields().keySet()))
                .isEqualTo(new TreeSet<>(sample.fields().keySet()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "contact",
                "file",
                "keyboard_only",
                "location",
                "picture_empty_text",
                "picture",
                "rich_media",
                "sticker",
                "text_keyboard",
                "text",
                "text_unicode",
                "url",
                "video",
            })
    void viberTakesTheDocumentedMessages(String name) throws Exception {
        try (FakeViber viber = new FakeViber();
                WebhookCatcher catcher = new WebhookCatcher();
                Client bot = new Client(viber.url(), Map.of("X-Viber-Auth-Token", viber.token()))) {
            viber.connectWebhook(catcher.url());
            ViberCustomer customer = viber.customer("dyN4Ob6OXfag+Atd/1SifA==", "Sample Person");
            customer.says("Hello");
            byte[] body = sample("viber/send_message_" + name + "_request").getBytes(StandardCharsets.UTF_8);

            Json got = bot.post("/send_message", body, "application/json").json();

            assertThat(got.get("status").number()).isZero();
            assertThat(customer.received().get(0).json()).isEqualTo(Json.parse(body));
        }
    }

    @Test
    void viberShowsTheDocumentedWelcome() throws Exception {
        try (FakeViber viber = new FakeViber();
                WebhookCatcher catcher = new WebhookCatcher()) {
            viber.connectWebhook(catcher.url());
            catcher.body(sample("viber/welcome_message_body"));
            ViberCustomer customer = viber.customer("dyN4Ob6OXfag+Atd/1SifA==", "Sample Person");

            customer.opensConversation("");

            assertThat(customer.receivedTexts()).containsExactly("Welcome! Write to us here.");
        }
    }
}
