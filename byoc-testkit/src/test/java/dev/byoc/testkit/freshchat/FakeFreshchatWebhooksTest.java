package dev.byoc.testkit.freshchat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.json.Json;
import dev.byoc.testkit.Client;
import dev.byoc.testkit.WebhookCatcher;
import dev.byoc.testkit.server.Delivery;
import dev.byoc.testkit.server.Webhooks;
import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FakeFreshchatWebhooksTest {
    private final FakeFreshchat freshchat = new FakeFreshchat();
    private final Client client = Client.of(freshchat);
    private WebhookCatcher catcher;
    private String user = "";
    private String conversation = "";

    @BeforeEach
    void setUp() throws Exception {
        catcher = new WebhookCatcher();
        freshchat.connectWebhook(catcher.url());
        user = freshchat.addUser(Json.object().put("reference_id", "r").build());
        conversation = freshchat.addConversation(user, freshchat.addTopic("Support"));
    }

    @AfterEach
    void close() {
        client.close();
        freshchat.close();
        catcher.close();
    }

    private static Json json(RecordedRequest request) {
        return Json.parse(request.getBody().toByteArray());
    }

    private List<String> texts() {
        return catcher.requests().stream()
                .map(request -> json(request)
                        .get("data")
                        .get("message")
                        .get("message_parts")
                        .at(0)
                        .get("text")
                        .get("content")
                        .text())
                .toList();
    }

    private boolean signed(RecordedRequest request) throws Exception {
        byte[] der = Base64.getDecoder()
                .decode(freshchat
                        .publicKeyPem()
                        .replaceAll("-----[A-Z ]+-----", "")
                        .replaceAll("\\s", ""));
        Signature rsa = Signature.getInstance("SHA256withRSA");
        rsa.initVerify(KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(der)));
        rsa.update(request.getBody().toByteArray());
        return rsa.verify(Base64.getDecoder().decode(request.getHeaders().get("X-Freshchat-Signature")));
    }

    @Test
    void tellsOfAnAgentsReplyInTheDocumentedShape() throws Exception {
        assertThat(freshchat.agent().says(conversation, "Hello 😊", "more")).isEqualTo(200);

        RecordedRequest request = catcher.last();
        Json event = json(request);
        Json message = event.get("data").get("message");
        assertThat(request.getMethod()).isEqualTo("POST");
        assertThat(request.getHeaders().get("Content-Type")).isEqualTo("application/json");
        assertThat(request.getHeaders().get("X-Retry-Count")).isEqualTo("0");
        assertThat(request.getHeaders().get("X-Freshchat-Payload-Version")).isNotNull();
        assertThat(signed(request)).isTrue();
        assertThat(event.get("action").text()).isEqualTo("message_create");
        assertThat(event.get("actor").get("actor_type").text()).isEqualTo("agent");
        assertThat(event.get("actor").get("actor_id").text())
                .isEqualTo(freshchat.agent().id());
        assertThat(message.get("conversation_id").text()).isEqualTo(conversation);
        assertThat(message.get("message_type").text()).isEqualTo("normal");
        assertThat(message.get("user_id").text()).isEqualTo(user);
        assertThat(message.get("message_parts").items()).hasSize(2);
        assertThat(message.get("message_parts").at(0).get("text").get("content").text())
                .isEqualTo("Hello 😊");
    }

    @Test
    void signsWithANewKeyAfterARotation() throws Exception {
        String before = freshchat.publicKeyPem();
        freshchat.newKey();
        freshchat.agent().says(conversation, "Hello");

        assertThat(freshchat.publicKeyPem()).isNotEqualTo(before);
        assertThat(signed(catcher.last())).isTrue();
    }

    @Test
    void tellsNotesBotsAndSystemLinesApart() {
        freshchat.agent().writesNote(conversation, "note");
        freshchat.bot().says(conversation, "bot");
        freshchat.bot().writesNote(conversation, "bot note");
        freshchat.system().says(conversation, "line");

        assertThat(catcher.requests())
                .extracting(request -> {
                    Json message = json(request).get("data").get("message");
                    return message.get("actor_type").text() + " "
                            + message.get("message_type").text() + " "
                            + message.get("botsPrivateNote").isTrue();
                })
                .containsExactly("agent private false", "bot normal false", "bot normal true", "system normal false");
    }

    @Test
    void echoesWhatTheApiPostedAsItsActor() throws Exception {
        client.post(
                "/conversations/" + conversation + "/messages",
                "{'message_parts':[{'text':{'content':'Hi'}}],'actor_type':'user','actor_id':'" + user + "'}");
        freshchat.webhooks().awaitDelivered();

        assertThat(json(catcher.last()).get("actor").get("actor_type").text()).isEqualTo("user");
        assertThat(json(catcher.last()).get("data").get("message").get("id").text())
                .isEqualTo(freshchat.posted().get(0).id());
    }

    @Test
    void keepsQuietOfApiPostsWhenSetSo() throws Exception {
        freshchat.behaviour().echo(false);
        client.post(
                "/conversations/" + conversation + "/messages",
                "{'message_parts':[{'text':{'content':'Hi'}}],'actor_type':'user','actor_id':'" + user + "'}");
        freshchat.webhooks().awaitDelivered();

        assertThat(catcher.requests()).isEmpty();
    }

    @Test
    void tellsOfResolvingReopeningAndAssigning() throws Exception {
        String group = freshchat.addGroup("Billing");
        freshchat.agent().resolves(conversation);
        freshchat.agent().reopens(conversation);
        client.put("/conversations/" + conversation, "{'assigned_group_id':'" + group + "'}");
        freshchat.webhooks().awaitDelivered();

        Json resolved = json(catcher.requests().get(0));
        Json reopened = json(catcher.requests().get(1));
        Json assigned = json(catcher.requests().get(2));
        assertThat(resolved.get("action").text()).isEqualTo("conversation_resolution");
        assertThat(resolved.get("data")
                        .get("resolve")
                        .get("conversation")
                        .get("status")
                        .text())
                .isEqualTo("resolved");
        assertThat(resolved.get("data")
                        .get("resolve")
                        .get("user")
                        .get("reference_id")
                        .text())
                .isEqualTo("r");
        assertThat(reopened.get("action").text()).isEqualTo("conversation_reopen");
        assertThat(reopened.get("data")
                        .get("reopen")
                        .get("conversation")
                        .get("status")
                        .text())
                .isEqualTo("reopened");
        assertThat(assigned.get("action").text()).isEqualTo("conversation_assignment");
        assertThat(assigned.get("data").get("assignment").get("to_group_id").text())
                .isEqualTo(group);
        assertThat(assigned.get("data").get("assignment").get("from_group_id").text())
                .isEmpty();
    }

    @Test
    void tellsOfTheReopeningBeforeTheMessageThatCausedIt() throws Exception {
        freshchat.agent().resolves(conversation);
        client.post(
                "/conversations/" + conversation + "/messages",
                "{'message_parts':[{'text':{'content':'Hi'}}],'actor_type':'user','actor_id':'" + user + "'}");
        freshchat.webhooks().awaitDelivered();

        assertThat(catcher.requests())
                .extracting(request -> json(request).get("action").text())
                .containsExactly("conversation_resolution", "conversation_reopen", "message_create");
        assertThat(json(catcher.requests().get(1))
                        .get("data")
                        .get("reopen")
                        .get("reopener")
                        .text())
                .isEqualTo("user");
    }

    @Test
    void triesAgainWithTheSameBytesUntilItIsTaken() {
        catcher.willAnswer(500, 0, 202);

        assertThat(freshchat.agent().says(conversation, "Hello")).isEqualTo(202);
        assertThat(catcher.requests())
                .extracting(request -> request.getHeaders().get("X-Retry-Count"))
                .containsExactly("0", "1", "2");
        assertThat(catcher.requests())
                .extracting(request -> request.getBody())
                .containsOnly(catcher.last().getBody());
        assertThat(freshchat.webhooks().deliveries())
                .extracting(Delivery::status)
                .containsExactly(500, 0, 202);
    }

    @Test
    void givesUpAfterTheAttemptsThatAreSet() {
        freshchat.webhooks().attempts(2);
        catcher.willAnswer(503, 503, 503);

        assertThat(freshchat.agent().says(conversation, "Hello")).isEqualTo(503);
        assertThat(catcher.requests()).hasSize(2);
    }

    @Test
    void deliversCopiesWhenSetSo() {
        freshchat.webhooks().copies(3);
        freshchat.agent().says(conversation, "Hello");

        assertThat(texts()).containsExactly("Hello", "Hello", "Hello");
    }

    @Test
    void deliversAnOldEventAgain() {
        freshchat.agent().says(conversation, "one");
        freshchat.agent().says(conversation, "two");

        assertThat(freshchat.webhooks().again(freshchat.webhooks().deliveries().get(0)))
                .isEqualTo(200);
        assertThat(texts()).containsExactly("one", "two", "one");
    }

    @Test
    void deliversInReverseWhatWasHeldBack() {
        freshchat.webhooks().hold();
        assertThat(freshchat.agent().says(conversation, "one")).isEqualTo(Webhooks.HELD);
        freshchat.agent().says(conversation, "two");
        assertThat(catcher.requests()).isEmpty();

        freshchat.webhooks().releaseReversed();
        freshchat.webhooks().awaitDelivered();

        assertThat(texts()).containsExactly("two", "one");
    }

    @Test
    void answers0WhereNobodyListens() {
        catcher.close();

        assertThat(freshchat.agent().says(conversation, "Hello")).isZero();
    }

    @Test
    void sendsAFileWhoseAddressShowsOnlyAfterSomeReadings() throws Exception {
        byte[] bytes = "prices".getBytes(StandardCharsets.UTF_8);
        freshchat.agent().sendsFileWithoutUrl(conversation, "prices.pdf", "application/pdf", bytes, 1);

        Json told = json(catcher.last())
                .get("data")
                .get("message")
                .get("message_parts")
                .at(0)
                .get("file");
        Json first = firstFile();
        Json second = firstFile();

        assertThat(told.get("url").isPresent()).isFalse();
        assertThat(first.get("url").isPresent()).isFalse();
        assertThat(second.get("url").text()).startsWith("http");
    }

    private Json firstFile() throws Exception {
        return client.get("/conversations/" + conversation + "/messages")
                .json()
                .get("messages")
                .at(0)
                .get("message_parts")
                .at(0)
                .get("file");
    }
}
