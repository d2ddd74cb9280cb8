package dev.byoc.freshchat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.freshchat.FreshchatEvent.MessageCreated;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Hardly one of these names and words is documented. What they would mean is plain, and a note must not reach a customer. */
class PrivacyMarksTest {
    private static final String OPEN = "\"id\":\"m\",\"actor_type\":\"agent\",\"message_type\":\"normal\"";

    private static FreshchatMessage read(String event) {
        String key = Samples.json("freshchat/webhook_signature_vector.json")
                .get("public_key_spki_pem")
                .textOr("");
        try {
            FreshchatWebhook webhook = new FreshchatWebhook(WebhookKey.parse(key));
            return ((MessageCreated) webhook.parse(event.getBytes(StandardCharsets.UTF_8))
                            .get(0))
                    .message();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static FreshchatMessage with(String field) {
        return read("{\"action\":\"message_create\",\"data\":{\"message\":{" + OPEN + "," + field + "}}}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // Known names where they are not expected.
                "\"meta_data\":{\"botsPrivateNote\":true}",
                "\"meta_data\":{\"bots_private_note\":\"Yes\"}",
                "\"flags\":[{\"botsPrivateNote\":1}]",
                "\"meta_data\":{\"message_type\":\"private\"}",
                "\"meta_data\":{\"messageType\":\"whatever\"}",
                "\"details\":[[{\"message-type\":\"PRIVATE\"}]]",
                "\"botsPrivateNote\":[true]",
                "\"botsPrivateNote\":\" TRUE \"",
                "\"botsPrivateNote\":2",
                "\"message_type \":\"private\"",
                "\"Message Type\":\"private\"",
                // Other names of a flag.
                "\"privacy\":true",
                "\"privacy\":\"high\"",
                "\"PRIVACY_LEVEL\":\"1\"",
                "\"isAgentNote\":true",
                "\"bots-note\":\"on\"",
                "\"is_staff_note\":1",
                "\"is_internal_message\":true",
                "\"internalComment\":\"TRUE\"",
                "\"for_agents_only\":true",
                "\"teamOnly\":\"y\"",
                "\"hidden_from_customer\":true",
                "\"hideFromUser\":1",
                "\"invisible\":true",
                "\"not_public\":true",
                "\"isPrivate\":[true]",
                "\"isPrivate\":{\"value\":true}",
                // Flags that say that it is open.
                "\"publicly_visible\":false",
                "\"is_visible_to_customer\":\"False\"",
                "\"showToCustomer\":false",
                "\"send-to-user\":0",
                "\"external\":false",
                "\"public\":\"\"",
                "\"isPublic\":\"never\"",
                // Words.
                "\"visibility\":\"agents\"",
                "\"visibility\":[\"team\"]",
                "\"Visibility\":{\"level\":\"staff\"}",
                "\"audience\":\"agent\"",
                "\"kind\":\"agent_note\"",
                "\"category\":\"PRIVATE-COMMENT\"",
                "\"type\":\"botsPrivateNote\"",
                "\"sub_type\":\"internalComment\"",
                "\"labels\":[[\"internal_only\"]]",
                "\"message_parts\":[{\"text\":{\"content\":\"hm\"},\"visibility\":\"private\"}]",
                "\"message_parts\":[{\"text\":{\"content\":\"hm\"},\"message_type\":\"private\"}]",
                "\"message_parts\":[{\"collection\":{\"sub_parts\":[{\"isInternal\":\"true\"}]}}]",
                "\"reply_parts\":[{\"botsPrivateNote\":true}]"
            })
    void markInAnySpellingKeepsAMessageBack(String field) {
        assertThat(with(field).whyNotRelayed(false)).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"botsPrivateNote\":true",
                "\"bots_private_note\":\"1\"",
                "\"flags\":{\"private\":true}",
                "\"tags\":[\"private\"]",
                "\"meta_data\":{\"messageType\":\"private\"}",
                "\"message_type\":[\"private\"]",
                "\"isInternal\":[1]"
            })
    void markAroundTheMessageKeepsItBack(String field) {
        String message = "\"message\":{" + OPEN + "}";

        assertThat(read("{\"action\":\"message_create\",\"data\":{" + field + "," + message + "}}")
                        .whyNotRelayed(false))
                .as("in the data")
                .isNotNull();
        assertThat(read("{\"action\":\"message_create\"," + field + ",\"data\":{" + message + "}}")
                        .whyNotRelayed(false))
                .as("in the event")
                .isNotNull();
        String conversation = "\"message\":{\"conversation_id\":\"c\"," + field + ",\"messages\":[{" + OPEN + "}]}";
        assertThat(read("{\"event\":\"onMessageCreate\",\"data\":{" + conversation + "}}")
                        .whyNotRelayed(false))
                .as("in the conversation of a product event")
                .isNotNull();
        assertThat(read("{\"event\":\"onMessageCreate\"," + field + ",\"data\":{\"message\":{\"messages\":[{" + OPEN
                                + "}]}}}")
                        .whyNotRelayed(false))
                .as("in a product event")
                .isNotNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"botsPrivateNote\":\" False \"",
                "\"bots_private_note\":0",
                "\"meta_data\":{\"botsPrivateNote\":false,\"message_type\":\"normal\"}",
                "\"isBotsInput\":true",
                "\"restrictResponse\":true",
                "\"conversation_internal_id\":1",
                "\"private_id\":null",
                "\"visibility\":\" Everyone\"",
                "\"visibility\":null",
                "\"privacy\":\"none\"",
                "\"privacy\":false",
                "\"isInternal\":\"no\"",
                "\"invisible\":false",
                "\"is_agent_note\":false",
                "\"isVisible\":\"yes\"",
                "\"external\":true",
                "\"external_id\":0",
                "\"in_reply_to\":{\"message_id\":\"private\"}",
                "\"status\":\"waiting_on_internal_team\"",
                "\"interaction_id\":\"0\",\"message_source\":\"web\",\"org_actor_id\":\"1\"",
                "\"message_parts\":[{\"text\":{\"content\":\"internal_note\"}},{\"image\":{\"url\":\"https://x.example/a\",\"name\":\"private\"}}]",
                "\"message_parts\":[{\"quick_reply_button\":{\"label\":\"Private\",\"custom_reply_text\":\"hidden\",\"payload\":\"note\"}}]",
                "\"message_parts\":[{\"template_content\":{\"type\":\"carousel\",\"sections\":[{\"name\":\"private\",\"parts\":[]}]}}]"
            })
    void ordinaryAnswerPasses(String field) {
        assertThat(with(field).whyNotRelayed(false)).isNull();
    }

    private static FreshchatMessage fromAccount(String domain) {
        String sample = Samples.text("freshchat/product_event_onMessageCreate_agent.json");
        String event = sample.replace("\"acme-demo.freshchat.com\"", domain);
        assertThat(event).isNotEqualTo(sample);
        return read(event);
    }

    /** The envelope's {@code domain} is the name that a business has, and says nothing of a message. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "privatebank.freshchat.com",
                "whisper-audio.freshchat.com",
                "my-private-label.freshchat.com",
                "private.freshchat.com",
                "confidential-papers",
                "footnote"
            })
    void nameOfTheAccountMakesNoMessagePrivate(String domain) {
        assertThat(fromAccount("\"" + domain + "\"").whyNotRelayed(false)).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // A word and no name.
                "\"private\"",
                "\" Internal Note \"",
                // More than a name.
                "{\"private\":true}",
                "[\"whisper-note\"]",
                // Other fields, of whatever value.
                "\"acme\",\"domain_visibility\":\"privatebank.freshchat.com\"",
                "\"acme\",\"kind\":\"private-comment\"",
                "\"acme\",\"is_private\":true",
                "\"acme\",\"Domain\":\"private-comment\""
            })
    void markOfPrivacyInTheEnvelopeCountsBesideTheNameOfTheAccount(String domain) {
        assertThat(fromAccount(domain).whyNotRelayed(false)).isNotNull();
    }

    @Test
    void nameOfAnAccountHidesNoPrivateNote() {
        String event = Samples.text("freshchat/product_event_onMessageCreate_agent.json")
                .replace("acme-demo.freshchat.com", "privatebank.freshchat.com");

        assertThat(read(event.replace(
                                "\"message_source\": \"web\",\n          \"message_type\": \"normal\"",
                                "\"message_type\": \"private\""))
                        .whyNotRelayed(false))
                .isNotNull();
        assertThat(read(event.replace("\"message_source\": \"web\"", "\"domain\": \"private-comment\""))
                        .whyNotRelayed(false))
                .as("inside the message")
                .isNotNull();
    }

    /** What is known to stand beside a message, and speaks of something else. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"conversation\":{\"status\":\"waiting on internal team\",\"properties\":{\"cf_internal_note\":\"true\"}}",
                "\"associations\":{\"channel\":{\"public\":false},\"user\":{\"properties\":[{\"name\":\"kind\",\"value\":\"private\"}]}}",
                "\"user\":{\"first_name\":\"Private\",\"properties\":[{\"name\":\"is_private\",\"value\":true}]}",
                "\"properties\":{\"private\":true}",
                "\"changes\":{\"model_changes\":{\"private\":[false,true]}}",
                "\"messages\":[{\"id\":\"other\",\"message_type\":\"private\"}]"
            })
    void marksOfOthersThanTheMessageKeepNoAnswerBack(String field) {
        assertThat(
                        read("{\"action\":\"message_create\",\"actor\":{\"actor_type\":\"agent\",\"first_name\":\"Private\"},"
                                        + "\"data\":{" + field + ",\"message\":{" + OPEN + "}}}")
                                .whyNotRelayed(false))
                .isNull();
    }
}
