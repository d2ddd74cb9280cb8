package dev.byoc.freshchat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.byoc.freshchat.FreshchatEvent.Assigned;
import dev.byoc.freshchat.FreshchatEvent.Ignored;
import dev.byoc.freshchat.FreshchatEvent.MessageCreated;
import dev.byoc.freshchat.FreshchatEvent.Reopened;
import dev.byoc.freshchat.FreshchatEvent.Resolved;
import dev.byoc.freshchat.FreshchatMessage.Voice;
import dev.byoc.http.HttpOutcome;
import dev.byoc.json.Json;
import dev.byoc.message.Button;
import dev.byoc.message.Content;
import dev.byoc.message.Media;
import dev.byoc.wording.Wording;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** A row for each sample of Freshchat's wire, with all that is made of it. */
class FreshchatSamplesTest {
    private static final String CONVERSATION = "35e9250f-569e-5a7b-b394-34652fde1b21";
    private static final String RESOLVED = "5f213168-b531-5d64-8400-19e07446ef52";
    private static final String TOPIC = "17b8e156-63db-568f-8fda-753976ec7190";
    private static final String KAKAO_TOPIC = "0c05eb2c-801c-5a70-8095-985af619d676";
    private static final String WHATSAPP_TOPIC = "c34727f7-0cfe-5cc6-9853-7d10de08a13d";
    private static final String USER = "1900be35-9c51-51a3-9bd4-609326f75462";
    private static final String AGENT = "a2d04460-8999-5aba-9ce0-38ef51699fc0";
    private static final String BOT = "4f9c241e-ee27-5b44-8ea1-6af805d1542b";
    private static final String SYSTEM = "a292666a-f988-5fd1-b0e7-750db5fca1c5";
    private static final String GROUP = "087f8436-779a-5443-99be-22eecd77e338";
    private static final String BILLING = "7c08e7fd-0ca7-5146-8786-2db3d8f0105a";
    private static final String REFERENCE = "viber:qF3x7Zk+Lw2/Vr9TbHs0Aw==";
    private static final List<String> BOTH = List.of(CONVERSATION, "500100200");
    private static final List<String> TOPICS = List.of(TOPIC, "700300");

    private final Map<String, Consumer<String>> table = new LinkedHashMap<>();

    FreshchatSamplesTest() {
        users();
        conversations();
        directory();
        errors();
        webhooks();
        productEvents();
    }

    @TestFactory
    Stream<DynamicTest> everySampleGivesWhatItsRowSays() {
        return Samples.names("freshchat").stream()
                .map(file -> DynamicTest.dynamicTest(file, () -> {
                    assertThat(table).as("a row for each sample").containsKey(file);
                    table.get(file).accept(file);
                }));
    }

    @Test
    void everyRowHasItsSample() {
        assertThat(Samples.names("freshchat")).containsExactlyInAnyOrderElementsOf(table.keySet());
    }

    // Answers and requests

    private void answer(String file, Function<FreshchatClient, ?> call, Object expected) {
        table.put(file, name -> {
            try (FreshchatServer server = new FreshchatServer()) {
                server.answersSample(name);
                assertThat((Object) call.apply(server.client)).isEqualTo(expected);
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
    }

    private void request(String file, String line, String answer, Consumer<FreshchatClient> call) {
        table.put(file, name -> {
            try (FreshchatServer server = new FreshchatServer()) {
                server.answersSample(answer);
                call.accept(server.client);
                var sent = server.request();
                assertThat(FreshchatServer.line(sent)).isEqualTo(line);
                assertThat(FreshchatServer.body(sent)).isEqualTo(Samples.json("freshchat/" + name));
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
    }

    private static FreshchatUser ines(String id, String created) {
        return new FreshchatUser(
                id,
                REFERENCE,
                "Ines",
                "Example",
                "ines@example.com",
                "+15550100001",
                Instant.parse(created),
                Map.of("byoc_channel", "viber", "byoc_user_id", "qF3x7Zk+Lw2/Vr9TbHs0Aw=="));
    }

    private void users() {
        FreshchatUser ines = ines(USER, "2026-08-01T09:15:02.114Z");
        answer("user.json", client -> client.user(USER), ines);
        answer(
                "user_minimal.json",
                client -> client.user(USER),
                new FreshchatUser(
                        USER, null, "Ines", null, null, null, Instant.parse("2026-08-01T09:15:02.114Z"), Map.of()));
        answer("users_by_reference_id_one.json", client -> client.usersByReference(REFERENCE), List.of(ines));
        answer("users_by_reference_id_none.json", client -> client.usersByReference(REFERENCE), List.of());
        answer("users_filter_ignored.json", client -> client.usersByReference(REFERENCE), List.of());
        answer(
                "users_by_reference_id_duplicates.json",
                client -> client.usersByReference(REFERENCE),
                List.of(ines, ines("19f553a8-73b8-5545-bd2f-0713b717c917", "2026-08-01T09:15:02.390Z")));
        table.put("users_page_1.json", name -> {
            try (FreshchatServer server = new FreshchatServer()) {
                server.answersSample(name).answersSample("users_by_reference_id_none.json");
                assertThat(server.client.usersByReference(REFERENCE)).containsExactly(ines);
                server.request();
                assertThat(FreshchatServer.line(server.request())).endsWith("&page=2");
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
        answer("user_conversations.json", client -> client.conversationsOf(USER), List.of(CONVERSATION, RESOLVED));
        answer("user_conversations_none.json", client -> client.conversationsOf(USER), List.of());
        request(
                "user_create_request.json",
                "POST /v2/users",
                "user.json",
                client -> client.createUser(UserDraft.builder()
                        .referenceId(REFERENCE)
                        .firstName("Ines")
                        .lastName("Example")
                        .email(null)
                        .phone("+15550100001")
                        .avatarUrl("https://media.example.com/avatars/ines.png")
                        .properties(Map.of("byoc_channel", "viber"))
                        .build()));
        table.put("user_update_request.json", name -> {
            try (FreshchatServer server = new FreshchatServer()) {
                server.answers(200, "{\"id\":\"u\",\"properties\":[{\"name\":\"byoc_channel\",\"value\":\"viber\"}]}")
                        .answers(200, "");
                server.client.updateUser(
                        USER,
                        UserDraft.builder()
                                .firstName("Ines")
                                .lastName("Exemplar")
                                .properties(Map.of("byoc_last_seen", "2026-08-02T10:00:00.000Z"))
                                .build());
                assertThat(FreshchatServer.line(server.request())).isEqualTo("GET /v2/users/" + USER);
                assertThat(FreshchatServer.body(server.request())).isEqualTo(Samples.json("freshchat/" + name));
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
    }

    private static FreshchatConversation conversation(
            List<String> ids,
            String status,
            @Nullable String user,
            @Nullable String agent,
            @Nullable String group,
            Map<String, String> properties) {
        return new FreshchatConversation(ids, status, List.of(TOPIC), user, agent, group, properties, null);
    }

    private void conversations() {
        answer(
                "conversation_get_minimal.json",
                client -> client.conversation(CONVERSATION),
                conversation(List.of(CONVERSATION), "new", null, null, null, Map.of()));
        answer(
                "conversation_get_resolved.json",
                client -> client.conversation(RESOLVED),
                conversation(List.of(RESOLVED), "resolved", null, AGENT, GROUP, Map.of()));
        answer(
                "conversation_get_full.json",
                client -> client.conversation(CONVERSATION),
                conversation(BOTH, "assigned", USER, AGENT, GROUP, Map.of("priority", "Low", "cf_source", "viber")));
        answer(
                "conversation_create_response.json",
                client -> client.createConversation(draft("Hello", null, Map.of())),
                new FreshchatConversation(
                        BOTH,
                        "new",
                        TOPICS,
                        USER,
                        null,
                        null,
                        Map.of("priority", "Low"),
                        "d2e2cdf1-277a-5572-b628-2eb6b941533b"));
        request(
                "conversation_create_request.json",
                "POST /v2/conversations",
                "conversation_create_response.json",
                client ->
                        client.createConversation(draft("Hello, is anyone there?", GROUP, Map.of("priority", "Low"))));
        table.put("conversation_create_request_minimal.json", name -> {
            // The smallest body that works; ours adds a status and spells out what is the default.
            Json sent = draft("Hello", null, Map.of()).body();
            Json smallest = Samples.json("freshchat/" + name);
            for (String field : smallest.fields().keySet()) {
                if (!field.equals("messages")) {
                    assertThat(sent.get(field)).isEqualTo(smallest.get(field));
                }
            }
            Json message = sent.get("messages").at(0);
            smallest.get("messages")
                    .at(0)
                    .fields()
                    .forEach((field, value) -> assertThat(message.get(field)).isEqualTo(value));
        });
        request(
                "conversation_update_request_resolve.json",
                "PUT /v2/conversations/" + CONVERSATION,
                "conversation_get_resolved.json",
                client -> client.updateStatus(CONVERSATION, "resolved"));
        table.put("conversation_update_request_reopen.json", name -> {
            try (FreshchatServer server = new FreshchatServer()) {
                server.answers(200, "");
                server.client.updateStatus(CONVERSATION, "new");
                assertThat(FreshchatServer.body(server.request()).get("status"))
                        .isEqualTo(Samples.json("freshchat/" + name).get("status"));
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
        String line = "POST /v2/conversations/" + CONVERSATION + "/messages";
        request(
                "message_send_request_text.json",
                line,
                "message_send_response.json",
                client -> client.post(
                        CONVERSATION,
                        USER,
                        new Voice.Customer(),
                        List.of(new Content.Text("Hello again")),
                        Wording.ENGLISH));
        table.put("message_send_request_image.json", name -> {
            Content picture = new Content.Image(Media.at("https://media.example.com/in/3f2a.jpg"), null);
            assertThat(PartWriter.message(new Voice.Customer(), USER, List.of(picture), Wording.ENGLISH)
                            .build())
                    .isEqualTo(Samples.json("freshchat/" + name));
        });
        request(
                "message_send_request_private_note.json",
                line,
                "message_send_response.json",
                client -> client.postNote(CONVERSATION, "Viber delivery failed: user unsubscribed (code 6).", null));
        answer(
                "message_send_response.json",
                client -> client.post(
                        CONVERSATION,
                        USER,
                        new Voice.Customer(),
                        List.of(new Content.Text("Hello again")),
                        Wording.ENGLISH),
                "8a26c71a-395b-5881-b819-bb00918e0ad0");
        FreshchatMessage sure = said(
                "36a37302-66f6-5071-a5f4-5ef1e81b3d77",
                "agent",
                AGENT,
                "normal",
                "2026-08-01T09:16:40.500Z",
                new Content.Text("Sure, one moment please."));
        answer(
                "messages_page_1.json",
                client -> client.messages(CONVERSATION, null),
                new MessagePage(
                        List.of(
                                sure,
                                said(
                                        "16bad668-0e13-59d1-85a7-89f59c09e54c",
                                        "system",
                                        SYSTEM,
                                        "system",
                                        "2026-08-01T09:15:04.100Z",
                                        new Content.Text("Welcome! Your conversation has been queued."))),
                        "/v2/conversations/" + CONVERSATION
                                + "/messages?page=1&items_per_page=2&from_time=2026-08-01T09:15:04.100Z",
                        List.of()));
        answer(
                "messages_page_2_last.json",
                client -> client.messages(CONVERSATION, "/v2/conversations/" + CONVERSATION + "/messages?page=1"),
                new MessagePage(
                        List.of(said(
                                "d2e2cdf1-277a-5572-b628-2eb6b941533b",
                                "user",
                                USER,
                                "normal",
                                "2026-08-01T09:15:03.021Z",
                                new Content.Text("Hello, is anyone there?"))),
                        null,
                        List.of()));
        answer(
                "messages_with_resolve_marker.json",
                client -> client.messages(CONVERSATION, null),
                new MessagePage(
                        List.of(
                                resolves(said(
                                        "5847ec9f-d54a-5885-88a6-b3c5e8a487dd",
                                        "system",
                                        SYSTEM,
                                        "normal",
                                        "2026-08-01T09:40:00Z",
                                        new Content.Text("Conversation was resolved by Ada"))),
                                sure),
                        null,
                        List.of()));
    }

    private static ConversationDraft draft(String text, @Nullable String group, Map<String, String> properties) {
        return new ConversationDraft(
                TOPIC, USER, new Voice.Customer(), List.of(new Content.Text(text)), Wording.ENGLISH, group, properties);
    }

    private void directory() {
        answer(
                "channels.json",
                FreshchatClient::topics,
                List.of(
                        new Topic(TOPIC, "Viber", true, "FRESHCHAT"),
                        new Topic(KAKAO_TOPIC, "KakaoTalk", true, "FRESHCHAT"),
                        new Topic(WHATSAPP_TOPIC, "WhatsApp desk", true, "WHATSAPP")));
        answer(
                "agent.json",
                client -> client.agent(AGENT),
                new Agent(
                        AGENT,
                        "Ada Agent",
                        "ada.agent@example.com",
                        "https://media.example.com/avatars/ada.png",
                        true));
        answer(
                "account_configuration.json",
                FreshchatClient::account,
                new AccountInfo(
                        "204081632640512",
                        "59e5f3aa-711d-522d-9017-bcd361f5c785",
                        "acme-demo.freshchat.com",
                        "GROWTH",
                        "US"));
    }

    // Failures

    private record Failure(
            HttpOutcome outcome,
            int status,
            String code,
            @Nullable Duration retryAfter,
            List<String> predicates) {
        static Failure of(FreshchatException e) {
            Map<String, Boolean> all = new LinkedHashMap<>();
            all.put("notLatest", e.isNotLatestConversation());
            all.put("image", e.isImageRefused());
            all.put("part", e.isPartRefused());
            all.put("notFound", e.isNotFound());
            all.put("throttled", e.isThrottled());
            all.put("auth", e.isAuth());
            all.put("wrongHost", e.isWrongHost());
            return new Failure(
                    e.outcome(),
                    e.status(),
                    e.code(),
                    e.retryAfter(),
                    all.keySet().stream().filter(name -> all.get(name)).toList());
        }
    }

    /** The sample as the body of an answer to a post, and what the exception tells. */
    private void error(String file, int status, String code, String... predicates) {
        table.put(file, name -> {
            HttpOutcome outcome = status == 200 ? HttpOutcome.REFUSED : HttpOutcome.of(status);
            Failure failure = failure(status, Samples.bytes("freshchat/" + name));
            assertThat(failure).isEqualTo(new Failure(outcome, status, code, null, List.of(predicates)));
        });
    }

    private static Failure failure(int status, byte[] body, String... headers) {
        try (FreshchatServer server = new FreshchatServer()) {
            server.answers(status, body, headers);
            FreshchatException e = catchThrowableOfType(
                    FreshchatException.class,
                    () -> server.client.post(
                            CONVERSATION,
                            USER,
                            new Voice.Customer(),
                            List.of(new Content.Text("words of a customer")),
                            Wording.ENGLISH));
            // What Freshchat says in words stays out; a body without any proves it for the customer's.
            String words = jsonOrEmpty(body).get("message").textOr("words of a customer");
            assertThat(e)
                    .hasMessageStartingWith("POST /conversations/{id}/messages answered " + status)
                    .hasMessageNotContaining(words)
                    .hasMessageNotContaining(USER)
                    .hasMessageNotContaining(FreshchatServer.TOKEN);
            return Failure.of(e);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static Json jsonOrEmpty(byte[] body) {
        try {
            return Json.parse(body);
        } catch (dev.byoc.json.JsonException e) {
            return Json.ABSENT;
        }
    }

    /** A sample that holds status, headers and body of a whole answer. */
    private void wholeAnswer(String file, Failure expected) {
        table.put(file, name -> {
            Json sample = Samples.json("freshchat/" + name);
            Json body = sample.get("body");
            byte[] bytes = body.isString()
                    ? String.valueOf(body.text()).getBytes(java.nio.charset.StandardCharsets.UTF_8)
                    : body.isPresent() ? body.bytes() : new byte[0];
            String[] headers = sample.get("headers").fields().entrySet().stream()
                    .flatMap(header ->
                            Stream.of(header.getKey(), header.getValue().textOr("")))
                    .toArray(String[]::new);
            assertThat(failure((int) sample.get("status").numberOr(0), bytes, headers))
                    .isEqualTo(expected);
        });
    }

    private void errors() {
        error("error_400_conversation_payload.json", 400, "INVALID_VALUE");
        error("error_400_fragment_not_supported.json", 400, "INVALID_VALUE", "part");
        error("error_400_image_empty_content.json", 400, "INVALID_VALUE", "image");
        error("error_400_no_message.json", 400, "INVALID_VALUE");
        error("error_400_not_latest_conversation.json", 400, "INVALID_VALUE", "notLatest");
        error("error_401.json", 401, "UNAUTHENTICATED", "auth");
        error("error_403.json", 403, "FORBIDDEN", "auth");
        error("error_404_agent.json", 404, "AGENT_NOT_FOUND", "notFound");
        error("error_404_conversation.json", 404, "CONVERSATION_NOT_FOUND", "notFound");
        error("error_404_user.json", 404, "USER_NOT_FOUND", "notFound");
        error("error_409_user.json", 409, "USER_ALREADY_EXISTS");
        error("error_429.json", 429, "TOO_MANY_REQUESTS", "throttled");
        // The body alone says that it failed, behind a 200.
        error("error_outbound_style.json", 200, "400");
        table.put("conversation_create_response_message_failed.json", name -> {
            try (FreshchatServer server = new FreshchatServer()) {
                server.answersSample(name);
                FreshchatException e = catchThrowableOfType(
                        FreshchatException.class,
                        () -> server.client.createConversation(draft("Hello", null, Map.of())));
                assertThat(Failure.of(e)).isEqualTo(new Failure(HttpOutcome.REFUSED, 200, "400", null, List.of()));
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
        table.put("error_202_accepted.json", name -> {
            try (FreshchatServer server = new FreshchatServer()) {
                server.answers(202, Samples.bytes("freshchat/" + name));
                server.client.updateStatus(CONVERSATION, "resolved");
                assertThat(FreshchatServer.line(server.request())).startsWith("PUT ");
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
        wholeAnswer(
                "http_200_html_wrong_host.json",
                new Failure(HttpOutcome.ELSEWHERE, 200, "", null, List.of("wrongHost")));
        wholeAnswer(
                "http_429_response.json",
                new Failure(
                        HttpOutcome.THROTTLED, 429, "TOO_MANY_REQUESTS", Duration.ofSeconds(20), List.of("throttled")));
        wholeAnswer(
                "http_429_response_no_retry_after.json",
                new Failure(HttpOutcome.THROTTLED, 429, "", null, List.of("throttled")));
        wholeAnswer("http_503_response_html.json", new Failure(HttpOutcome.UNAVAILABLE, 503, "", null, List.of()));
    }

    // Events

    private void event(String file, FreshchatEvent... expected) {
        table.put(file, name -> {
            try {
                FreshchatWebhook webhook =
                        new FreshchatWebhook(WebhookKey.parse(Samples.text("cases/bc17-key-spki.txt")));
                assertThat(webhook.parse(Samples.bytes("freshchat/" + name))).containsExactly(expected);
            } catch (GeneralSecurityException e) {
                throw new AssertionError(e);
            }
        });
    }

    private static FreshchatMessage said(
            String id, String actor, String actorId, String type, String at, Content... contents) {
        return message(BOTH, TOPICS, id, USER, actor, actorId, type, false, at, contents);
    }

    private static FreshchatMessage resolves(FreshchatMessage line) {
        return new FreshchatMessage(
                line.id(),
                line.conversationIds(),
                line.channelIds(),
                line.userIds(),
                line.references(),
                line.actorType(),
                line.actorId(),
                line.messageType(),
                line.botsPrivateNote(),
                line.failed(),
                true,
                line.reopens(),
                line.createdTime(),
                line.contents(),
                line.skipped());
    }

    private static FreshchatMessage message(
            List<String> conversations,
            List<String> topics,
            String id,
            String user,
            String actor,
            @Nullable String actorId,
            @Nullable String type,
            boolean note,
            String at,
            Content... contents) {
        return new FreshchatMessage(
                id,
                conversations,
                topics,
                List.of(user),
                List.of(),
                actor,
                actorId,
                type,
                note,
                false,
                false,
                false,
                Instant.parse(at),
                List.of(contents),
                List.of());
    }

    private void webhooks() {
        event(
                "webhook_message_create_user.json",
                new MessageCreated(said(
                        "60aa5f74-35ff-5802-97ca-f2a741c82e3d",
                        "user",
                        USER,
                        "normal",
                        "2026-08-01T09:15:03.021Z",
                        new Content.Text("Hello, is anyone there?"))));
        event(
                "webhook_message_create_agent.json",
                new MessageCreated(said(
                        "c403d5d1-8350-5a58-ac7e-f22195639fad",
                        "agent",
                        AGENT,
                        "normal",
                        "2026-08-01T09:16:40.500Z",
                        new Content.Text("Sure, one moment please. 😊"))));
        event(
                "webhook_message_create_agent_no_message_type.json",
                new MessageCreated(message(
                        List.of(CONVERSATION),
                        List.of(TOPIC),
                        "1b481b16-97fe-5d53-a0fc-065207356bcc",
                        USER,
                        "agent",
                        AGENT,
                        null,
                        false,
                        "2026-08-01T09:16:41Z",
                        new Content.Text("안녕하세요, 무엇을 도와드릴까요?"))));
        event(
                "webhook_message_create_agent_image.json",
                new MessageCreated(said(
                        "f0286045-5288-568e-b64a-2d27b3f597c5",
                        "agent",
                        AGENT,
                        "normal",
                        "2026-08-01T09:18:40.500Z",
                        new Content.Image(Media.at("https://cdn.example.com/pics/u_7a9/img_1785578500.png"), null))));
        event(
                "webhook_message_create_agent_file.json",
                new MessageCreated(said(
                        "0411ffd5-1d19-5e5a-8769-62932cd3d8cf",
                        "agent",
                        AGENT,
                        "normal",
                        "2026-08-01T09:19:40.500Z",
                        new Content.File(
                                Media.of(
                                        "https://cdn.example.com/files/price-list.pdf",
                                        "price-list.pdf",
                                        "application/pdf",
                                        91234),
                                null))));
        event(
                "webhook_message_create_agent_file_without_url.json",
                new MessageCreated(said(
                        "a059aebe-b835-5e0a-9b72-b0985c8d688f",
                        "agent",
                        AGENT,
                        "normal",
                        "2026-08-01T09:19:41.500Z",
                        new Content.File(
                                Media.of("freshchat-file:ffeedd001122demo", "price-list.pdf", "application/pdf", 91234),
                                null))));
        event(
                "webhook_message_create_bot.json",
                new MessageCreated(said(
                        "9380272a-02d8-5a4b-99e8-f59e6b6d6903",
                        "bot",
                        BOT,
                        "normal",
                        "2026-08-01T09:15:05Z",
                        new Content.Buttons(
                                "I am the assistant. Please choose:",
                                List.of(new Button.Reply("Sales", "Sales"), new Button.Reply("Support", "Support"))))));
        event(
                "webhook_message_create_bots_private_note.json",
                new MessageCreated(message(
                        BOTH,
                        TOPICS,
                        "bbaff345-5443-5d97-889c-8e66a0a7bcff",
                        USER,
                        "bot",
                        BOT,
                        "normal",
                        true,
                        "2026-08-01T09:17:05Z",
                        new Content.Text("Bot summary for the agent"))));
        event(
                "webhook_message_create_private.json",
                new MessageCreated(said(
                        "e3adec9d-e340-590f-ba66-6aaf15f84136",
                        "agent",
                        AGENT,
                        "private",
                        "2026-08-01T09:17:00Z",
                        new Content.Text("Customer is on the old tariff."))));
        event(
                "webhook_message_create_system_welcome.json",
                new MessageCreated(said(
                        "591cf99a-8e8e-5a1c-85df-db93771d8afa",
                        "system",
                        SYSTEM,
                        "normal",
                        "2026-08-01T09:15:04.100Z",
                        new Content.Text("."))));
        event(
                "webhook_message_create_other_channel.json",
                new MessageCreated(message(
                        List.of("fae4a549-3235-50cc-8cdd-3a6be33c3c58", "500100200"),
                        List.of(WHATSAPP_TOPIC, "700300"),
                        "22ef861f-b390-5c5d-8414-35bc2c0157f4",
                        USER,
                        "agent",
                        AGENT,
                        "normal",
                        false,
                        "2026-08-01T09:20:00Z",
                        new Content.Text("A reply on WhatsApp"))));
        event(
                "webhook_message_create_opaque_ids.json",
                new MessageCreated(message(
                        List.of("ce5f02f301018ab60c4921d6654a75cd"),
                        List.of(TOPIC),
                        "42da9f1c-9693-5eb3-b20f-fcdf3336032a",
                        "Ines_aliase559744627cceb9d06579d548b57bc01",
                        "agent",
                        AGENT,
                        "normal",
                        false,
                        "2026-08-01T09:21:00.003Z",
                        new Content.Text("hello"))));
        event(
                "webhook_message_create_legacy_2018.json",
                new MessageCreated(message(
                        List.of("59e5f3aa-711d-522d-9017-bcd361f5c785_" + USER + "_feedback"),
                        List.of(TOPIC),
                        "00f8807c-ba6d-5f1b-b2e3-dbf1939571d6",
                        USER,
                        "user",
                        USER,
                        "normal",
                        false,
                        "2026-08-01T09:15:03.021Z",
                        new Content.Text("Hello from the old format"))));
        List<String> one = List.of(CONVERSATION);
        event(
                "webhook_conversation_assignment_agent.json",
                new Assigned(one, Instant.parse("2026-08-01T09:16:10Z"), AGENT, GROUP));
        event(
                "webhook_conversation_assignment_group.json",
                new Assigned(one, Instant.parse("2026-08-01T09:15:04.200Z"), null, GROUP));
        event(
                "webhook_conversation_reassignment_agent.json",
                new Assigned(
                        one, Instant.parse("2026-08-01T09:25:10Z"), "ea917fbe-cdb8-54c8-b0d2-e4c3153b0464", BILLING));
        event(
                "webhook_conversation_resolution.json",
                new Resolved(one, Instant.parse("2026-08-01T09:40:00.207Z"), "204081632640512-1785578412345"));
        event("webhook_conversation_reopen.json", new Reopened(one, Instant.parse("2026-08-02T10:03:20.053Z")));
        event("webhook_unknown_action.json", new Ignored("conversation_something_new"));
        table.put(
                "webhook_request_headers.json",
                name -> assertThat(Samples.json("freshchat/" + name).fields())
                        .containsKey(FreshchatWebhook.SIGNATURE_HEADER));
        table.put("webhook_signature_vector.json", name -> {
            Json vector = Samples.json("freshchat/" + name);
            byte[] body = vector.get("body").textOr("").getBytes(java.nio.charset.StandardCharsets.UTF_8);
            try {
                FreshchatWebhook webhook = new FreshchatWebhook(
                        WebhookKey.parse(vector.get("public_key_spki_pem").textOr("")));
                assertThat(webhook.isSigned(body, vector.get("signature").textOr("")))
                        .isTrue();
            } catch (GeneralSecurityException e) {
                throw new AssertionError(e);
            }
        });
    }

    private static MessageCreated inEvent(String id, String actor, String actorId, String type, Content content) {
        return new MessageCreated(new FreshchatMessage(
                id,
                List.of(CONVERSATION),
                List.of(TOPIC),
                List.of(USER),
                List.of("viber:qF3x7Zk+Lw2/Vr9TbHs0Aw=="),
                actor,
                actorId,
                type,
                false,
                false,
                false,
                false,
                Instant.parse("2026-08-01T09:16:40.500Z"),
                List.of(content),
                List.of()));
    }

    private void productEvents() {
        event(
                "product_event_onMessageCreate_agent.json",
                inEvent(
                        "fd999553-d959-5f02-96ed-99822c526fb8",
                        "agent",
                        AGENT,
                        "normal",
                        new Content.Text("Sure, one moment please.")));
        event(
                "product_event_onMessageCreate_bot.json",
                inEvent(
                        "22a6f0a2-7d95-50dd-bb8b-85e30b8712d6",
                        "bot",
                        BOT,
                        "normal",
                        new Content.Text("I am the assistant.")));
        event(
                "product_event_onMessageCreate_null_parts.json",
                inEvent(
                        "e54e2b03-0606-56b7-b79e-36bb97b20af7",
                        "agent",
                        AGENT,
                        "normal",
                        new Content.Image(Media.at("https://cdn.example.com/pics/a.png"), null)));
        event(
                "product_event_onMessageCreate_private.json",
                inEvent(
                        "33c624a4-32da-52c1-9d1d-2fc496b0dab4",
                        "agent",
                        AGENT,
                        "private",
                        new Content.Text("Internal remark")));
        event(
                "product_event_onMessageCreate_user.json",
                inEvent(
                        "7fad6944-296c-5dfd-b3ed-e1e5c28960c3",
                        "user",
                        USER,
                        "normal",
                        new Content.Text("Hello, is anyone there?")));
        List<String> one = List.of(CONVERSATION);
        event(
                "product_event_onConversationUpdate_resolved.json",
                new Resolved(one, Instant.parse("2026-08-01T09:40:00Z"), null));
        event(
                "product_event_onConversationUpdate_assigned.json",
                new Assigned(one, Instant.ofEpochMilli(1785578203533L), AGENT, GROUP));
        event("product_event_onConversationCreate.json", new Ignored("onConversationCreate"));
        event("product_event_onUserCreate.json", new Ignored("onUserCreate"));
        event("product_event_onAppInstall.json", new Ignored("onAppInstall"));
        event("product_event_onExternalEvent.json", new Ignored("onExternalEvent"));
    }
}
