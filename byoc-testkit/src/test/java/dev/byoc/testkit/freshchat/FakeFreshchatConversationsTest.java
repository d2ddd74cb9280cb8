package dev.byoc.testkit.freshchat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.json.Json;
import dev.byoc.testkit.Client;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FakeFreshchatConversationsTest {
    // Even on a clock that stands still no two messages have one time.
    private final FakeFreshchat freshchat =
            new FakeFreshchat(Clock.fixed(Instant.parse("2026-08-01T09:15:03Z"), ZoneOffset.UTC));
    private final Client client = Client.of(freshchat);
    private String topic = "";
    private String user = "";

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

    private String words(String text) {
        return "{'message_parts':[{'text':{'content':'" + text + "'}}],'actor_type':'user','actor_id':'" + user + "'}";
    }

    private String conversation(String channel, String... messages) {
        return "{'channel_id':'" + channel + "','users':[{'id':'" + user + "'}],'messages':["
                + String.join(",", messages) + "]}";
    }

    private String started() throws Exception {
        return String.valueOf(client.post("/conversations", conversation(topic, words("Hello")))
                .json()
                .get("conversation_id")
                .text());
    }

    @Test
    void createsAConversationWithItsFirstMessage() throws Exception {
        Client.Got got = client.post("/conversations", conversation(topic, words("Hello")));

        assertThat(got.status()).isEqualTo(200);
        StoredConversation stored = freshchat.conversations().get(0);
        assertThat(got.json().get("conversation_id").text()).isEqualTo(stored.id());
        assertThat(got.json().get("freshchat_conversation_id").text()).isEqualTo(stored.numericId());
        assertThat(got.json().get("messages").at(0).get("id").text())
                .isEqualTo(freshchat.posted().get(0).id());
        assertThat(freshchat.posted()).extracting(StoredMessage::text).containsExactly("Hello");
        assertThat(freshchat.posted().get(0).userId()).isEqualTo(user);
    }

    @Test
    void greetsInANewConversation() throws Exception {
        freshchat
                .messages(started())
                .forEach(message -> assertThat(message.conversationId()).isNotBlank());

        assertThat(freshchat.messages()).extracting(StoredMessage::actorType).containsExactly("user", "system");
    }

    @Test
    void refusesAConversationOnAnUnknownOrForeignTopic() throws Exception {
        String foreign = freshchat.addForeignTopic("WhatsApp desk", "WHATSAPP");

        assertThat(client.post("/conversations", conversation("nowhere", words("Hello")))
                        .status())
                .isEqualTo(400);
        assertThat(client.post("/conversations", conversation(foreign, words("Hello")))
                        .status())
                .isEqualTo(400);
        assertThat(freshchat.conversations()).isEmpty();
    }

    @Test
    void refusesAConversationWithoutMessage() throws Exception {
        assertThat(client.post("/conversations", conversation(topic)).status()).isEqualTo(400);
    }

    @Test
    void refusesAConversationOfAnUnknownUser() throws Exception {
        Client.Got got = client.post(
                "/conversations", conversation(topic, words("Hello")).replace(user, "nobody"));

        assertThat(got.status()).isEqualTo(404);
        assertThat(got.json().get("status").text()).isEqualTo("USER_NOT_FOUND");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'properties':[{'name':'priority','value':'Low'}]",
                "'status':'open'",
                "'status':'assigned'",
                "'assigned_group_id':'nowhere'",
                "'assigned_agent_id':'nobody'",
            })
    void refusesAConversationWithSuchFields(String field) throws Exception {
        String body = conversation(topic, words("Hello")).replaceFirst("\\{", "{" + field + ",");

        assertThat(client.post("/conversations", body).status()).isEqualTo(400);
        assertThat(freshchat.conversations()).isEmpty();
    }

    @Test
    void listsAUsersConversationsByIdAlone() throws Exception {
        String id = started();

        Json list = client.get("/users/" + user + "/conversations").json().get("conversations");

        assertThat(list).isEqualTo(Json.of(java.util.List.of(java.util.Map.of("id", id))));
    }

    @Test
    void showsAConversationWithoutMessages() throws Exception {
        Json got = client.get("/conversations/" + started()).json();

        assertThat(got.get("status").text()).isEqualTo("new");
        assertThat(got.fields()).doesNotContainKey("messages");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'text':{'content':'Hello'}}",
                "{'text':{'content':'Hello'},'image':null}",
                "{'image':{'url':'https://media.example.com/a.jpg'}}",
                "{'video':{'url':'https://media.example.com/a.mp4','content_type':'video/mp4'}}",
                "{'file':{'name':'a.pdf','url':'https://media.example.com/a.pdf','content_type':'application/pdf'}}",
                "{'quick_reply_button':{'label':'Yes'}}",
            })
    void takesSuchAPart(String part) throws Exception {
        Client.Got got = client.post(
                "/conversations/" + started() + "/messages",
                "{'actor_type':'user','actor_id':'" + user + "','message_parts':[" + part + "]}");

        assertThat(got.status()).isEqualTo(200);
        assertThat(got.json().get("id").text())
                .isEqualTo(freshchat.posted().get(1).id());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "{'text':{'content':' '}}",
                "{'text':{}}",
                "{'text':{'content':7}}",
                "{'text':{'content':'a'},'image':{'url':'https://media.example.com/a.jpg'}}",
                "{'sticker':{'id':'1'}}",
                "{'image':{'url':'a.jpg'}}",
                "{'image':{'fileHash':'abc'}}",
                "{'video':{'url':'https://media.example.com/a.mp4'}}",
                "{'file':{'name':'','url':'https://media.example.com/a.pdf'}}",
                "{'file':{'name':'a.pdf'}}",
                "{'file':{'name':'a.pdf','fileHash':'not-uploaded'}}",
                "{'email':{'subject':'a','content':'b'}}",
                "{'collection':{'sub_parts':[]}}",
            })
    void refusesSuchAPart(String part) throws Exception {
        Client.Got got = client.post(
                "/conversations/" + started() + "/messages",
                "{'actor_type':'user','actor_id':'" + user + "','message_parts':[" + part + "]}");

        assertThat(got.status()).isEqualTo(400);
        assertThat(freshchat.posted()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'actor_id':'nobody','actor_type':'user'",
                "'actor_type':'user'",
                "'actor_type':'customer'",
                "'actor_id':'nobody','actor_type':'agent'",
                "'actor_type':'bot','message_type':'private_note'",
                "'actor_type':'bot','message_type':'system'",
                "'actor_type':'bot','user_id':'nobody'",
                "'message_type':'private'",
            })
    void refusesSuchAnActor(String fields) throws Exception {
        Client.Got got = client.post(
                "/conversations/" + started() + "/messages",
                "{" + fields + ",'message_parts':[{'text':{'content':'Hello'}}]}");

        assertThat(got.status()).isEqualTo(400);
    }

    @Test
    void takesAPrivateNoteOfTheBotAndOfAnAgent() throws Exception {
        String path = "/conversations/" + started() + "/messages";
        String note = "'message_type':'private','message_parts':[{'text':{'content':'Note'}}]}";

        assertThat(client.post(path, "{'actor_type':'bot'," + note).status()).isEqualTo(200);
        assertThat(client.post(
                                path,
                                "{'actor_type':'agent','actor_id':'"
                                        + freshchat.agent().id() + "'," + note)
                        .status())
                .isEqualTo(200);
        assertThat(freshchat.posted().subList(1, 3)).allMatch(StoredMessage::isPrivate);
    }

    @Test
    void answers404ForAnUnknownConversation() throws Exception {
        assertThat(client.get("/conversations/nowhere").json().get("status").text())
                .isEqualTo("CONVERSATION_NOT_FOUND");
        assertThat(client.post("/conversations/nowhere/messages", words("Hello"))
                        .status())
                .isEqualTo(404);
    }

    @Test
    void takesTheIdsOfTheFamilyThatIsSet() throws Exception {
        String uuid = started();
        String number = freshchat.conversation(uuid).numericId();

        assertThat(client.get("/conversations/" + number).status()).isEqualTo(404);
        freshchat.behaviour().ids(FreshchatBehaviour.Ids.NUMERIC);
        assertThat(client.get("/conversations/" + number).status()).isEqualTo(200);
        assertThat(client.get("/conversations/" + uuid).status()).isEqualTo(404);
        freshchat.behaviour().ids(FreshchatBehaviour.Ids.EITHER);
        assertThat(client.get("/conversations/" + uuid).status()).isEqualTo(200);
    }

    @Test
    void listsMessagesNewestFirstAndLinksBackInTime() throws Exception {
        freshchat.behaviour().welcome(false);
        String id = started();
        for (int i = 1; i < 5; i++) {
            client.post("/conversations/" + id + "/messages", words("word " + i));
        }

        Json first = client.get("/conversations/" + id + "/messages?items_per_page=3")
                .json();
        String next = String.valueOf(first.get("link").get("href").text()).substring("/v2".length());
        Json second = client.get(next).json();

        assertThat(first.get("messages").items())
                .extracting(m ->
                        m.get("message_parts").at(0).get("text").get("content").text())
                .containsExactly("word 4", "word 3", "word 2");
        assertThat(second.get("messages").items())
                .extracting(m ->
                        m.get("message_parts").at(0).get("text").get("content").text())
                .containsExactly("word 1", "Hello");
        assertThat(second.get("link").isPresent()).isFalse();
        assertThat(client.get("/conversations/" + id + "/messages?page=2&items_per_page=3")
                        .json()
                        .get("messages")
                        .items())
                .hasSize(2);
        assertThat(client.get("/conversations/" + id + "/messages?page=3&items_per_page=3")
                        .json()
                        .get("messages")
                        .items())
                .isEmpty();
    }

    @Test
    void reopensAResolvedConversationByDefault() throws Exception {
        String id = started();
        String before = freshchat.conversation(id).interactionId();
        freshchat.agent().resolves(id);
        assertThat(freshchat.conversation(id).isResolved()).isTrue();

        assertThat(client.post("/conversations/" + id + "/messages", words("Again"))
                        .status())
                .isEqualTo(200);
        assertThat(freshchat.conversation(id).status()).isEqualTo("new");
        assertThat(freshchat.conversation(id).interactionId()).isNotEqualTo(before);
    }

    @Test
    void refusesAResolvedConversationForGoodWhenSetSo() throws Exception {
        freshchat.behaviour().afterResolve(FreshchatBehaviour.AfterResolve.REFUSES);
        String id = started();
        freshchat.agent().resolves(id);

        Client.Got got = client.post("/conversations/" + id + "/messages", words("Again"));

        assertThat(got.status()).isEqualTo(400);
        assertThat(got.json().get("message").text()).contains("not the latest conversation");
        assertThat(client.put("/conversations/" + id, "{'status':'new'}").status())
                .isEqualTo(400);
        assertThat(started()).isNotEqualTo(id);
    }

    @Test
    void refusesAResolvedConversationUntilItsStatusIsNewWhenSetSo() throws Exception {
        freshchat.behaviour().afterResolve(FreshchatBehaviour.AfterResolve.NEEDS_STATUS_NEW);
        String id = started();
        freshchat.agent().resolves(id);
        String path = "/conversations/" + id + "/messages";

        assertThat(client.post(path, words("Again")).status()).isEqualTo(400);
        assertThat(client.put("/conversations/" + id, "{'status':'new'}").status())
                .isEqualTo(200);
        assertThat(client.post(path, words("Again")).status()).isEqualTo(200);
    }

    @Test
    void updatesStatusAssignmentAndProperties() throws Exception {
        String id = started();
        String group = freshchat.addGroup("Billing");

        Client.Got got = client.put(
                "/conversations/" + id,
                "{'status':'new','assigned_group_id':'" + group + "','properties':{'cf_a':'b'}}");

        assertThat(got.status()).isEqualTo(200);
        assertThat(freshchat.conversation(id).groupId()).isEqualTo(group);
        assertThat(freshchat.conversation(id).properties().get("cf_a").text()).isEqualTo("b");
        assertThat(client.put("/conversations/" + id, "{'properties':[]}").status())
                .isEqualTo(400);
    }

    @Test
    void answersARefusedMessageWithSuccessAndAnError() throws Exception {
        freshchat.behaviour().failMessages(1);

        Client.Got got = client.post("/conversations", conversation(topic, words("Hello")));

        assertThat(got.status()).isEqualTo(200);
        assertThat(got.json().get("messages").at(0).get("error_message").isPresent())
                .isTrue();
        assertThat(freshchat.posted()).isEmpty();
    }

    @Test
    void servesAnUploadedPictureWithoutToken() throws Exception {
        byte[] bytes = {1, 2, 3};

        Json got = client.upload("/images/upload", "image", "a.png", "image/png", bytes)
                .json();

        String url = String.valueOf(got.get("url").text());
        try (Client anybody = new Client(java.net.URI.create(url), java.util.Map.of())) {
            assertThat(anybody.get("").body()).isEqualTo(bytes);
        }
        assertThat(freshchat.files()).containsExactly(bytes);
        assertThat(client.post(
                                "/conversations/" + started() + "/messages",
                                words("a").replace("{'text':{'content':'a'}}", "{'image':{'url':'" + url + "'}}"))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void takesAMessageWithTheHashOfAnUploadedFile() throws Exception {
        byte[] bytes = "content".getBytes(StandardCharsets.UTF_8);

        Json got = client.upload("/files/upload", "file", "a.pdf", "application/pdf", bytes)
                .json();

        assertThat(got.get("file_size").number()).isEqualTo(7);
        assertThat(got.get("file_extension_type").text()).isEqualTo("pdf");
        String part =
                "{'file':{'name':'a.pdf','fileHash':'" + got.get("file_hash").text() + "'}}";
        assertThat(client.post(
                                "/conversations/" + started() + "/messages",
                                words("a").replace("{'text':{'content':'a'}}", part))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void refusesUploadsOfTheWrongFieldTypeOrName() throws Exception {
        byte[] bytes = {1};

        assertThat(client.upload("/images/upload", "file", "a.png", "image/png", bytes)
                        .status())
                .isEqualTo(400);
        assertThat(client.upload("/images/upload", "image", "a.pdf", "application/pdf", bytes)
                        .status())
                .isEqualTo(400);
        assertThat(client.upload("/files/upload", "file", "noextension", "application/pdf", bytes)
                        .status())
                .isEqualTo(400);
        assertThat(client.upload("/files/upload", "file", "a.pdf", "application/pdf", new byte[0])
                        .status())
                .isEqualTo(400);
        assertThat(client.post("/files/upload", bytes, "application/pdf").status())
                .isEqualTo(400);
        assertThat(freshchat.files()).isEmpty();
    }

    @Test
    void refusesAPictureOfItsOwnThatIsNotThere() throws Exception {
        String missing = freshchat.url().toString().replace("/v2", "/cdn/missing");

        Client.Got got = client.post(
                "/conversations/" + started() + "/messages",
                words("a").replace("{'text':{'content':'a'}}", "{'image':{'url':'" + missing + "'}}"));

        assertThat(got.json().get("message").text()).isEqualTo("IMAGE_EMPTY_CONTENT");
    }

    @Test
    void forgetsWhatIsRemoved() throws Exception {
        String id = started();

        freshchat.removeConversation(id);
        assertThat(client.post("/conversations/" + id + "/messages", words("a")).status())
                .isEqualTo(404);
        freshchat.removeUser(user);
        assertThat(client.get("/users/" + user).status()).isEqualTo(404);
        assertThat(client.get("/users?reference_id=r").json().get("users").items())
                .isEmpty();
    }
}
