package dev.byoc.freshchat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.byoc.freshchat.FreshchatEvent.Ignored;
import dev.byoc.freshchat.FreshchatEvent.MessageCreated;
import dev.byoc.freshchat.FreshchatEvent.Reopened;
import dev.byoc.freshchat.FreshchatEvent.Resolved;
import dev.byoc.json.Json;
import dev.byoc.json.JsonException;
import dev.byoc.message.Content;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FreshchatWebhookTest {
    private static final Json VECTOR = Samples.json("freshchat/webhook_signature_vector.json");
    private static final byte[] BODY = string("body").getBytes(StandardCharsets.UTF_8);

    /** Made with the private half of the keys in bc17-key-*.txt, which was not kept. */
    private static final String BC17_SIGNATURE =
            "B8xzicwaIhMVddaxKVdrWN8zGLdjvunkf1umOA1wSFxmsERXFNKA76ifapZ9fGj5JN7sTzkkTmwmu3Rx3nrcxOIYGpJN/vpbKiJNB4E9/eOckYsa"
                    + "TU9tTJAVMM7bxRVcsmrW95oN2F/sSVwvJtgod9BUovTSZymNOtNRZ92d7KqIXOBkUdOxcUdWq7/hf9Nn3thPn+n5E4v4oYXbNm/a"
                    + "dAcmzUMJaPkIXhhQdK0fqK/6YxD45OcrkDZVIGqmegHZn5ndSqfKXgp6Nory+8LMLPSgR0ImWh7uO+ubgfzIIdLix20F+/aeeFRK"
                    + "V1L5J3r01LSh+yz1ySDyND3XgeMz0Q==";

    private static String string(String name) {
        return String.valueOf(VECTOR.get(name).text());
    }

    private static FreshchatWebhook webhook(String keyText) {
        try {
            return new FreshchatWebhook(WebhookKey.parse(keyText));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private final FreshchatWebhook webhook = webhook(string("public_key_spki_pem"));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "public_key_spki_pem",
                "public_key_spki_labelled_rsa_one_line",
                "public_key_pkcs1_pem",
                "public_key_base64_der"
            })
    void theVectorVerifiesUnderEverySpellingOfItsKey(String spelling) {
        assertThat(webhook(string(spelling)).isSigned(BODY, string("signature")))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bare-base64",
                "crlf-indented",
                "escaped-newlines",
                "one-line-joined",
                "one-line-spaces",
                "pkcs1",
                "spki-under-rsa-label",
                "spki"
            })
    void koreanAndEmojiVerifyAsRawBytesUnderEveryShapeOfTheKey(String shape) {
        FreshchatWebhook bc17 = webhook(Samples.text("cases/bc17-key-" + shape + ".txt"));

        assertThat(bc17.isSigned(Samples.bytes("cases/bc17-freshchat-signed-body.json"), BC17_SIGNATURE))
                .isTrue();
    }

    @Test
    void oneByteMoreIsAnotherBody() {
        byte[] longer = java.util.Arrays.copyOf(BODY, BODY.length + 1);
        longer[BODY.length] = '\n';

        assertThat(webhook.isSigned(longer, string("signature"))).isFalse();
    }

    @Test
    void aSignatureOfAnotherKeyIsANo() {
        assertThat(webhook.isSigned(Samples.bytes("cases/bc17-freshchat-signed-body.json"), BC17_SIGNATURE))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "?", "AAAA", "서명", "iUA2isljgHhr=", "=====", "\u0000"})
    void garbageIsANoAndNeverAThrow(String signature) {
        assertThat(webhook.isSigned(BODY, signature)).isFalse();
        assertThat(webhook.isSigned(new byte[0], signature)).isFalse();
    }

    @Test
    void aSignatureOfAMegabyteIsANo() {
        assertThat(webhook.isSigned(BODY, "A".repeat(1 << 20))).isFalse();
    }

    private List<FreshchatEvent> parse(String json) {
        return webhook.parse(json.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "not json", "{}x", "{\"action\":}"})
    void whatIsNoJsonIsRefusedAsSuch(String body) {
        assertThatThrownBy(() -> parse(body)).isInstanceOf(JsonException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "[]",
                "7",
                "{}",
                "{\"action\":null}",
                "{\"action\":{}}",
                "{\"action\":\"message_create\"}",
                "{\"action\":\"message_create\",\"data\":[]}",
                "{\"event\":\"onMessageCreate\",\"data\":{\"message\":{\"messages\":{}}}}",
                "{\"event\":\"onConversationUpdate\",\"data\":{\"changes\":{\"model_changes\":{\"status\":\"resolved\"}}}}"
            })
    void jsonWithoutAnEventIsIgnored(String body) {
        assertThat(parse(body)).singleElement().isInstanceOf(Ignored.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"action\":\"message_create\",\"action_time\":\"2026-01-15T09:00:00Z\",\"data\":{\"message\":{}}}",
                "{\"event\":\"onMessageCreate\",\"timestamp\":1768467600000,\"data\":{\"message\":{\"messages\":[{}]}}}"
            })
    void messageWithoutATimeIsOfTheEventsTime(String body) {
        assertThat(parse(body))
                .singleElement()
                .satisfies(
                        event -> assertThat(((MessageCreated) event).message().createdTime())
                                .isEqualTo(Instant.parse("2026-01-15T09:00:00Z")));
    }

    @Test
    void theNameOfAnUnknownEventIsNeverAQuote() {
        assertThat(parse("{\"action\":\"my number is 555\"}"))
                .containsExactly(new Ignored("an event of an unknown name"));
    }

    @Test
    void missingFieldsAreAbsentNotFaults() {
        assertThat(parse("{\"action\":\"message_create\",\"data\":{\"message\":{}}}"))
                .containsExactly(new MessageCreated(new FreshchatMessage(
                        null, List.of(), List.of(), List.of(), List.of(), "", null, null, false, false, false, false,
                        null, List.of(), List.of())));
        assertThat(parse("{\"action\":\"conversation_resolution\",\"action_time\":\"soon\"}"))
                .containsExactly(new Resolved(List.of(), null, null));
    }

    @Test
    void idsAreTakenFromBesideTheMessageWhereItLacksThem() {
        assertThat(message("{\"action\":\"message_create\",\"data\":{\"conversation_id\":\"c\","
                        + "\"freshchat_conversation_id\":7,\"message\":{\"id\":9007199254740993}}}"))
                .satisfies(message -> {
                    assertThat(message.id()).isEqualTo("9007199254740993");
                    assertThat(message.conversationIds()).containsExactly("c", "7");
                });
    }

    @Test
    void whoCausedTheEventSpeaksOnlyInMessagesOfTheirOwn() {
        String actor = "\"actor\":{\"actor_type\":\"agent\",\"actor_id\":\"a\"}";
        String event = "{\"action\":\"message_create\"," + actor + ",\"data\":{\"message\":{\"id\":\"m\"%s}}}";

        assertThat(message(event.formatted("")).actorType()).isEqualTo("agent");
        assertThat(message(event.formatted("")).actorId()).isEqualTo("a");
        assertThat(message(event.formatted(",\"actor_id\":\"a\"")).actorType()).isEqualTo("agent");
        assertThat(message(event.formatted(",\"actor_id\":\"other\"")).actorType())
                .isEmpty();
    }

    @Test
    void aProductEventMayHoldSeveralMessages() {
        assertThat(parse(
                        "{\"event\":\"onMessageCreate\",\"data\":{\"message\":{\"conversation_id\":\"c\",\"messages\":["
                                + "{\"id\":\"1\",\"message_parts\":[{\"text\":{\"content\":\"one\"}}]},"
                                + "{\"id\":\"2\",\"message_parts\":[{\"text\":{\"content\":\"two\"}}]}]}}}"))
                .extracting(event -> ((MessageCreated) event).message())
                .extracting(FreshchatMessage::id, FreshchatMessage::conversationIds, FreshchatMessage::contents)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("1", List.of("c"), List.of(new Content.Text("one"))),
                        org.assertj.core.groups.Tuple.tuple("2", List.of("c"), List.of(new Content.Text("two"))));
    }

    @Test
    void aProductEventThatLeavesResolvedIsAReopening() {
        assertThat(parse("{\"event\":\"onConversationUpdate\",\"timestamp\":1785578203533,\"data\":{\"conversation\":"
                        + "{\"conversation_id\":\"c\",\"assigned_group_id\":\"g\"},\"changes\":{\"model_changes\":"
                        + "{\"status\":[\"resolved\",\"new\"],\"assigned_group_id\":[null,\"g\"]}}}}"))
                .containsExactly(
                        new Reopened(List.of("c"), Instant.ofEpochMilli(1785578203533L)),
                        new FreshchatEvent.Assigned(List.of("c"), Instant.ofEpochMilli(1785578203533L), null, "g"));
    }

    private FreshchatMessage message(String json) {
        return ((MessageCreated) parse(json).get(0)).message();
    }

    private FreshchatMessage of(String actorType, String moreFields) {
        return message("{\"action\":\"message_create\",\"data\":{\"message\":{\"id\":\"m\",\"actor_type\":\""
                + actorType + "\"" + moreFields + "}}}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "agent|",
                "bot|",
                "Agent|,\"message_type\":\"normal\"",
                "agent|,\"message_type\":\"NORMAL\"",
                "agent|,\"message_type\":null",
                "agent|,\"message_source\":\"web\"",
                "agent|,\"message_source\":null",
                "agent|,\"botsPrivateNote\":false",
                "agent|,\"botsPrivateNote\":null"
            })
    void whatAgentsAndBotsSayOpenlyPasses(String actor, String more) {
        assertThat(of(actor, more == null ? "" : more).whyNotRelayed(false)).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "agent|,\"message_type\":\"private\"|of type private",
                "agent|,\"message_type\":\"PRIVATE\"|of type PRIVATE",
                "agent|,\"message_type\":\" Private \"|of type Private",
                "agent|,\"messageType\":\"private\"|of type private",
                "agent|,\"message_type\":\"normal\",\"messageType\":\"private\"|of type private",
                "agent|,\"message_type\":\"whisper\"|of type whisper",
                "agent|,\"message_type\":\"\"|of type an unknown kind",
                "agent|,\"message_type\":[\"private\"]|of type unreadable",
                "agent|,\"message_type\":\"system\"|of type system",
                "bot|,\"botsPrivateNote\":true|a bot's private note",
                "bot|,\"botsPrivateNote\":\"True\"|a bot's private note",
                "bot|,\"botsPrivateNote\":1|a bot's private note",
                "bot|,\"botsPrivateNote\":{}|a bot's private note",
                "bot|,\"bots_private_note\":true|a bot's private note",
                "user||written by user",
                "system||written by system",
                "agent|,\"message_source\":\"system\",\"message_type\":\"normal\"|written by system",
                "bot|,\"message_source\":\" SYSTEM \"|written by system",
                "robot||written by robot",
                "''||written by an unknown kind"
            })
    void nothingElsePasses(String actor, String more, String why) {
        assertThat(of(actor, more == null ? "" : more).whyNotRelayed(false)).isEqualTo(why);
    }

    /** None of these names is documented; what they would mean is plain. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"private\":true",
                "\"private\":\"yes\"",
                "\"is_private\":1",
                "\"isPrivate\":\"TRUE\"",
                "\"IS-PRIVATE\":true",
                "\"private_note\":{}",
                "\"isInternal\":true",
                "\"visibility\":\"private\"",
                "\"visibility\":\" Internal \"",
                "\"audience\":\"agents_only\"",
                "\"kind\":\"note\"",
                "\"sub_type\":\"PRIVATE_NOTE\"",
                "\"labels\":[\"vip\",\"private\"]",
                "\"meta_data\":{\"isPrivate\":true}",
                "\"meta_data\":{\"scopes\":[{\"access\":\"confidential\"}]}",
                "\"public\":false",
                "\"is_public\":\"no\"",
                "\"visible_to_customer\":0",
                "\"bots-private-note\":true",
                "\"BotsPrivateNote\":true",
                "\"MESSAGE_TYPE\":\"private\"",
                "\"message-type\":\"Whisper\"",
                "\"MessageType\":{\"name\":\"private\"}",
                "\"message_parts\":[{\"text\":{\"content\":\"hm\"},\"private\":true}]"
            })
    void whateverElseMarksAMessageAsPrivateKeepsItBack(String field) {
        assertThat(of("agent", ",\"message_type\":\"normal\"," + field).whyNotRelayed(false))
                .isNotNull();
        assertThat(of("bot", "," + field).whyNotRelayed(true)).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"private\":false",
                "\"is_private\":\"False\"",
                "\"isPrivate\":0",
                "\"private\":null",
                "\"visibility\":\"public\"",
                "\"public\":true",
                "\"conversation_internal_id\":12",
                "\"meta_data\":{\"isResolved\":true}",
                "\"restrictResponse\":true",
                "\"message_parts\":[{\"text\":{\"content\":\"private\"}},{\"file\":{\"url\":\"https://x.example/private\"}}]",
                "\"status\":\"sent\"",
                "\"error_message\":\"\""
            })
    void whatSaysNothingOfTheKindKeepsNoAnswerBack(String field) {
        assertThat(of("agent", ",\"message_type\":\"normal\"," + field).whyNotRelayed(false))
                .isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"private\":true", "\"visibility\":\"private\"", "\"message_type\":\"private\""})
    void aMarkBesideTheMessageCountsToo(String field) {
        String message = "\"message\":{\"id\":\"m\",\"actor_type\":\"agent\",\"message_type\":\"normal\"}";

        assertThat(message("{\"action\":\"message_create\",\"data\":{" + field + "," + message + "}}")
                        .whyNotRelayed(false))
                .isEqualTo("of type private");
    }

    /** In another spelling "normal" is no word of Freshchat's: it is asked, as where there is no type. */
    @Test
    void onlyTheKnownSpellingsSayThatAMessageIsOpen() {
        assertThat(of("agent", ",\"MESSAGE-TYPE\":\"normal\"").messageType()).isNull();
        assertThat(of("agent", ",\"messageType\":\"normal\"").messageType()).isEqualTo("normal");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"status\":\"Failed\"",
                "\"status\":\"FAILED\"",
                "\"status\":\" failed \"",
                "\"Status\":\"Failure\"",
                "\"message_status\":\"failed\"",
                "\"error_message\":\"could not be stored\"",
                "\"errorMessage\":\"could not be stored\""
            })
    void aMessageThatFreshchatMarksAsFailedDoesNotPass(String field) {
        assertThat(of("agent", ",\"message_type\":\"normal\"," + field).whyNotRelayed(false))
                .isEqualTo("marked as failed");
    }

    @Test
    void aMarkInAProductEventCountsAsInAWebhook() {
        String event = "{\"event\":\"onMessageCreate\",\"data\":{\"message\":{\"conversation_id\":\"c\",\"messages\":["
                + "{\"id\":\"m\",\"actor_type\":\"agent\",\"message_type\":\"normal\",\"isPrivate\":true}]}}}";

        assertThat(message(event).whyNotRelayed(false)).isEqualTo("of type private");
    }

    @Test
    void idsThatContradictEachOtherAreAllKept() {
        FreshchatMessage message = message("{\"action\":\"message_create\",\"data\":{\"conversation_id\":\"c2\","
                + "\"user_id\":\"u2\",\"user\":{\"id\":\"u3\",\"reference_id\":\"r\"},"
                + "\"message\":{\"id\":\"m\",\"conversation_id\":\"c1\",\"freshchat_conversation_id\":7,"
                + "\"user_id\":\"u1\"}}}");

        assertThat(message.conversationIds()).containsExactly("c1", "7", "c2");
        assertThat(message.userIds()).containsExactly("u1", "u2", "u3");
        assertThat(message.references()).containsExactly("r");
    }

    @Test
    void systemLinesPassOnlyByOption() {
        assertThat(of("system", "").whyNotRelayed(true)).isNull();
        assertThat(of("system", ",\"message_type\":\"private\"").whyNotRelayed(true))
                .isNotNull();
        assertThat(of("user", "").whyNotRelayed(true)).isNotNull();
    }

    @Test
    void aMessageWithoutAnIdDoesNotPass() {
        assertThat(message("{\"action\":\"message_create\",\"data\":{\"message\":{\"actor_type\":\"agent\"}}}")
                        .whyNotRelayed(false))
                .isEqualTo("without an id");
    }

    @Test
    void whatWasSaidIsNotPrinted() {
        assertThat(parse(Samples.text("freshchat/webhook_message_create_agent.json"))
                        .toString())
                .doesNotContain("one moment");
    }
}
