package dev.byoc.freshchat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.byoc.freshchat.FreshchatMessage.Voice;
import dev.byoc.http.Http;
import dev.byoc.http.HttpOutcome;
import dev.byoc.http.HttpResult;
import dev.byoc.json.Json;
import dev.byoc.message.Content;
import dev.byoc.wording.Wording;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FreshchatClientTest {
    private static final List<Content> HELLO = List.of(new Content.Text("hello"));

    private final FreshchatServer server;
    private final FreshchatClient client;

    FreshchatClientTest() throws IOException {
        server = new FreshchatServer();
        client = server.client;
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private FreshchatException failureOf(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        return catchThrowableOfType(FreshchatException.class, call);
    }

    @Test
    void everyCallCarriesTheTokenAndAsksForJson() {
        server.answersSample("message_send_response.json");

        client.post("c", "u", new Voice.Customer(), HELLO, Wording.ENGLISH);

        RecordedRequest request = server.request();
        assertThat(request.getHeaders().get("Authorization")).isEqualTo("Bearer " + FreshchatServer.TOKEN);
        assertThat(request.getHeaders().get("Accept")).isEqualTo("application/json");
        assertThat(request.getHeaders().get("Content-Type")).isEqualTo("application/json");
    }

    @ParameterizedTest
    @CsvSource({
        "viber:a+b/c==, viber%3Aa%2Bb%2Fc%3D%3D",
        "a b&c=d?e#f, a%20b%26c%3Dd%3Fe%23f",
        "100%25, 100%2525",
        "한, %ED%95%9C",
        "😀, %F0%9F%98%80"
    })
    void idsAreEncodedExactlyOnceInQueriesAndPaths(String id, String encoded) {
        server.answersSample("users_by_reference_id_none.json").answersSample("user.json");

        client.usersByReference(id);
        client.user(id);

        assertThat(FreshchatServer.line(server.request())).isEqualTo("GET /v2/users?reference_id=" + encoded);
        assertThat(FreshchatServer.line(server.request())).isEqualTo("GET /v2/users/" + encoded);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", ".", ".."})
    void anIdThatWouldNameAnotherPathIsNotSent(String id) {
        assertThat(failureOf(() -> client.post(id, "u", new Voice.Customer(), HELLO, Wording.ENGLISH))
                        .outcome())
                .isEqualTo(HttpOutcome.UNSENDABLE);
        assertThat(failureOf(() -> client.user(id)).outcome()).isEqualTo(HttpOutcome.UNSENDABLE);
        assertThat(server.http.getRequestCount()).isZero();
    }

    @Test
    void aBlankReferenceNamesNoUser() {
        assertThat(client.usersByReference(" ")).isEmpty();
        assertThat(server.http.getRequestCount()).isZero();
    }

    @Test
    void ofSeveralUsersTheOldestComesFirst() {
        server.answers(200, Samples.bytes("cases/bc04-freshchat-user-search-two.json"));

        assertThat(client.usersByReference("viber:TmV3LXVzZXItMDQ="))
                .extracting(FreshchatUser::id)
                .containsExactly("5f0c1c7e-0000-4000-8000-00000000f0b1", "5f0c1c7e-0000-4000-8000-00000000f0b2");
    }

    @Test
    void ofEquallyOldUsersTheSmallestIdComesFirstAndUndatedOnesLast() {
        String time = "\"created_time\":\"2026-01-10T00:00:00Z\"";
        server.answers(
                200,
                "{\"users\":[{\"id\":\"0\",\"reference_id\":\"r\"},{\"id\":\"b\",\"reference_id\":\"r\"," + time
                        + "},{\"id\":\"a\",\"reference_id\":\"r\"," + time + "},{\"reference_id\":\"r\"},"
                        + "{\"id\":\"c\",\"reference_id\":\"R\"}]}");

        assertThat(client.usersByReference("r")).extracting(FreshchatUser::id).containsExactly("a", "b", "0");
    }

    @Test
    void aServerThatIgnoresTheFilterIsNotReadForEver() {
        for (int i = 0; i < 9; i++) {
            server.answers(
                    200,
                    "{\"users\":[{\"id\":\"x\",\"reference_id\":\"other\"}],\"pagination\":{\"total_pages\":900}}");
        }

        assertThat(client.usersByReference("r")).isEmpty();
        assertThat(server.http.getRequestCount()).isEqualTo(5);
    }

    @Test
    void topicsAreReadPageByPage() {
        server.answers(
                        200,
                        "{\"channels\":[{\"id\":\"1\",\"name\":\"A\",\"enabled\":false}],"
                                + "\"links\":{\"next_page\":{\"href\":\"/v2/channels?page=2\"}}}")
                .answers(
                        200,
                        "{\"channels\":[{\"id\":\"2\",\"name\":\"나\",\"enabled\":true,\"source\":\"FRESHCHAT\"}]}");

        assertThat(client.topics())
                .containsExactly(new Topic("1", "A", false, ""), new Topic("2", "나", true, "FRESHCHAT"));
        assertThat(FreshchatServer.line(server.request())).isEqualTo("GET /v2/channels?page=1&items_per_page=50");
        assertThat(FreshchatServer.line(server.request())).isEqualTo("GET /v2/channels?page=2&items_per_page=50");
    }

    @Test
    void aServerThatRepeatsAPageOfTopicsIsNotReadForEver() {
        for (int i = 0; i < 4; i++) {
            server.answers(200, "{\"channels\":[{\"id\":\"1\"}],\"pagination\":{\"total_pages\":900}}");
        }

        assertThat(client.topics()).hasSize(1);
        assertThat(server.http.getRequestCount()).isEqualTo(2);
    }

    @Test
    void accountMayBeWrapped() {
        server.answers(200, "{\"configuration\":{\"app_id\":\"a\",\"account_id\":12345678901234567890}}");

        assertThat(client.account()).isEqualTo(new AccountInfo("12345678901234567890", "a", null, null, null));
    }

    @Test
    void missingThingsAreNull() {
        for (int i = 0; i < 3; i++) {
            server.answers(404, Samples.bytes("freshchat/error_404_agent.json"));
        }

        assertThat(client.user("u")).isNull();
        assertThat(client.conversation("c")).isNull();
        assertThat(client.agent("a")).isNull();
    }

    @Test
    void aWebPageThatSays404DoesNotMeanThatAUserIsMissing() {
        server.answers(404, "<html>no such page</html>", "Content-Type", "text/html");

        assertThat(failureOf(() -> client.user("u")).isWrongHost()).isTrue();
    }

    @Test
    void changesWithoutPropertiesAreOneCall() {
        server.answers(200, "");

        client.updateUser("u", UserDraft.builder().firstName("이름").build());

        RecordedRequest request = server.request();
        assertThat(FreshchatServer.line(request)).isEqualTo("PUT /v2/users/u");
        assertThat(FreshchatServer.body(request)).isEqualTo(Json.of(Map.of("first_name", "이름")));
        assertThat(server.http.getRequestCount()).isEqualTo(1);
    }

    @Test
    void propertiesAreMergedByNameAndSentWhole() {
        server.answers(
                        200,
                        "{\"id\":\"u\",\"properties\":[{\"name\":\"keep\",\"value\":\"1\"},{\"name\":\"change\",\"value\":\"2\"}]}")
                .answers(200, "");

        client.updateUser(
                "u", UserDraft.builder().properties(Map.of("change", "3")).build());

        server.request();
        assertThat(FreshchatServer.body(server.request()).get("properties"))
                .isEqualTo(
                        Json.of(List.of(Map.of("name", "keep", "value", "1"), Map.of("name", "change", "value", "3"))));
    }

    @Test
    void propertiesMayComeAsAListToo() {
        server.answers(
                200,
                "{\"conversation_id\":\"c\",\"properties\":[{\"name\":\"priority\",\"value\":\"Low\"},{\"value\":\"x\"}]}");

        FreshchatConversation conversation = client.conversation("c");

        assertThat(conversation).isNotNull();
        assertThat(conversation.properties()).isEqualTo(Map.of("priority", "Low"));
    }

    @Test
    void noteIsWrittenAsTheAgent() {
        server.answersSample("message_send_response.json");

        client.postNote("c", "note", "agent-7");

        Json sent = FreshchatServer.body(server.request());
        assertThat(sent.get("message_type").text()).isEqualTo("private");
        assertThat(sent.get("actor_type").text()).isEqualTo("agent");
        assertThat(sent.get("actor_id").text()).isEqualTo("agent-7");
    }

    @Test
    void groupsAndAgentsAreReadPageByPage() {
        String next = "\"links\":{\"next_page\":{\"href\":\"/v2/x?page=2\"}}";
        server.answers(200, "{\"groups\":[{\"id\":\"g1\",\"name\":\"A\"},{\"name\":\"no id\"}]," + next + "}")
                .answers(200, "{\"groups\":[{\"id\":\"g2\"}]}")
                .answers(
                        200,
                        "{\"agents\":[{\"id\":\"a1\",\"first_name\":\"Ada\",\"email\":\"ada@x\",\"is_deactivated\":true}],"
                                + next + "}")
                .answers(
                        200,
                        "{\"agents\":[{\"id\":\"a2\",\"last_name\":\"B\",\"avatar\":{\"url\":\"https://x/b.png\"}}]}");

        assertThat(client.groups()).containsExactly(new Agent.Group("g1", "A"), new Agent.Group("g2", ""));
        assertThat(client.agents())
                .containsExactly(
                        new Agent("a1", "Ada", "ada@x", null, false),
                        new Agent("a2", "B", null, "https://x/b.png", true));
        assertThat(FreshchatServer.line(server.request())).isEqualTo("GET /v2/groups?page=1&items_per_page=50");
        assertThat(FreshchatServer.line(server.request())).isEqualTo("GET /v2/groups?page=2&items_per_page=50");
        assertThat(FreshchatServer.line(server.request())).isEqualTo("GET /v2/agents?page=1&items_per_page=50");
        assertThat(FreshchatServer.line(server.request())).isEqualTo("GET /v2/agents?page=2&items_per_page=50");
    }

    /** Whatever they are; status, agent and group are what they were. */
    @Test
    void propertiesOfAConversationAreSentWholeWithItsStatusAgentAndGroup() {
        server.answers(
                        200,
                        "{\"conversation_id\":\"c\",\"status\":\"assigned\",\"assigned_agent_id\":\"a\","
                                + "\"assigned_group_id\":\"g\",\"properties\":{\"cf_n\":7,\"cf_a\":\"old\"}}")
                .answers(200, "");

        assertThat(client.updateConversationProperties("c", Map.of("cf_a", "new")))
                .isTrue();

        server.request();
        assertThat(FreshchatServer.body(server.request()))
                .isEqualTo(Json.parse(
                        "{\"status\":\"assigned\",\"assigned_agent_id\":\"a\",\"assigned_group_id\":\"g\",\"properties\":{\"cf_n\":7,\"cf_a\":\"new\"}}"
                                .getBytes(java.nio.charset.StandardCharsets.UTF_8)));
    }

    @Test
    void propertiesOfAConversationThatAreAListAreSentAsAnObject() {
        server.answers(
                        200,
                        "{\"conversation_id\":\"c\",\"status\":\"new\",\"properties\":[{\"name\":\"cf_b\",\"value\":\"1\"}]}")
                .answers(200, "");

        client.updateConversationProperties("c", Map.of("cf_a", "new"));

        server.request();
        assertThat(FreshchatServer.body(server.request()).get("properties"))
                .isEqualTo(Json.of(Map.of("cf_b", "1", "cf_a", "new")));
    }

    @Test
    void messageOfAnAgentIsOpenAndNamesTheAgentAlone() {
        server.answersSample("message_send_response.json");

        client.post("c", "u", new Voice.Agent("agent-9"), HELLO, Wording.ENGLISH);

        Json sent = FreshchatServer.body(server.request());
        assertThat(sent.get("message_type").text()).isEqualTo("normal");
        assertThat(sent.get("actor_type").text()).isEqualTo("agent");
        assertThat(sent.get("actor_id").text()).isEqualTo("agent-9");
        assertThat(sent.get("user_id").isPresent()).isFalse();
    }

    @Test
    void conversationMayBeginWithANoteOfAnAgent() {
        server.answersSample("conversation_create_response.json");

        client.createConversation(
                new ConversationDraft("t", "u", new Voice.Note("agent-7"), HELLO, Wording.ENGLISH, null, Map.of()));

        Json sent = FreshchatServer.body(server.request());
        assertThat(sent.get("users").at(0).get("id").text()).isEqualTo("u");
        Json first = sent.get("messages").at(0);
        assertThat(first.get("message_type").text()).isEqualTo("private");
        assertThat(first.get("actor_id").text()).isEqualTo("agent-7");
    }

    @Test
    void wordsOfAnyScriptArriveAsTheyWere() {
        server.answersSample("message_send_response.json");

        client.post(
                "c",
                "u",
                new Voice.Customer(),
                List.of(new Content.Text("아ㄴ녕 😀 Cześć \u0000\u2028 \"")),
                Wording.ENGLISH);

        byte[] sent =
                java.util.Objects.requireNonNull(server.request().getBody()).toByteArray();
        assertThat(Json.parse(sent)
                        .get("message_parts")
                        .at(0)
                        .get("text")
                        .get("content")
                        .text())
                .isEqualTo("아ㄴ녕 😀 Cześć \u2028 \"");
        assertThat(new String(sent, StandardCharsets.UTF_8)).contains("아ㄴ녕 😀 Cześć");
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 201, 202, 203})
    void every2xxWithAnIdIsASuccess(int status) {
        server.answers(status, "{\"id\":\"m\"}");

        assertThat(client.post("c", "u", new Voice.Customer(), HELLO, Wording.ENGLISH))
                .isEqualTo("m");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "{\"id\":null}", "{\"id\":\" \"}", "[]", "\"ok\"", "ok", "null", "{\"id\":\"m\""})
    void a2xxWithoutAnIdMayHaveBeenDone(String body) {
        server.answers(200, body);

        FreshchatException e = failureOf(() -> client.post("c", "u", new Voice.Customer(), HELLO, Wording.ENGLISH));

        assertThat(e.outcome()).isEqualTo(HttpOutcome.UNREADABLE);
        assertThat(e.status()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"id\":\"m\",\"status\":\"Failed\"}|REFUSED|Failed",
                "{\"id\":\"m\",\"error_message\":\"no\"}|REFUSED|''",
                "{\"id\":\"m\",\"error_code\":503,\"error_message\":\"no\"}|UNAVAILABLE|503",
                "{\"id\":\"m\",\"error_code\":\"BLOCKED\"}|REFUSED|BLOCKED",
                "{\"success\":false}|REFUSED|''",
                "{\"error\":\"denied\"}|REFUSED|denied",
                "{\"code\":400,\"status\":\"INVALID_VALUE\"}|REFUSED|INVALID_VALUE"
            })
    void a2xxThatSaysItFailedIsAFailure(String body, HttpOutcome outcome, String code) {
        server.answers(200, body);

        FreshchatException e = failureOf(() -> client.post("c", "u", new Voice.Customer(), HELLO, Wording.ENGLISH));

        assertThat(e.outcome()).isEqualTo(outcome);
        assertThat(e.code()).isEqualTo(code);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "{\"users\":null}", "{\"code\":202,\"status\":\"ACCEPTED\"}"})
    void anAnswerWithoutTheListIsNoEmptyList(String body) {
        for (int i = 0; i < 4; i++) {
            server.answers(200, body);
        }

        assertThat(failureOf(() -> client.usersByReference("r")).outcome()).isEqualTo(HttpOutcome.UNREADABLE);
        assertThat(failureOf(() -> client.conversationsOf("u")).outcome()).isEqualTo(HttpOutcome.UNREADABLE);
        assertThat(failureOf(() -> client.messages("c", null)).outcome()).isEqualTo(HttpOutcome.UNREADABLE);
        assertThat(failureOf(() -> client.topics()).outcome()).isEqualTo(HttpOutcome.UNREADABLE);
    }

    @Test
    void propertiesAreNotOverwrittenWhenTheUserCannotBeRead() {
        server.answers(200, "{}");

        UserDraft changes = UserDraft.builder().properties(Map.of("a", "1")).build();

        assertThat(failureOf(() -> client.updateUser("u", changes)).outcome()).isEqualTo(HttpOutcome.UNREADABLE);
        assertThat(server.http.getRequestCount()).isEqualTo(1);
    }

    @Test
    void aFailedMessageInAListIsMarkedNotThrown() {
        server.answers(200, "{\"messages\":[{\"id\":\"m\",\"status\":\"Failed\",\"error_message\":\"x\"}]}");

        assertThat(client.messages("c", null).messages())
                .extracting(FreshchatMessage::id, FreshchatMessage::failed)
                .containsExactly(org.assertj.core.groups.Tuple.tuple("m", true));
    }

    @Test
    void a2xxThatSaysThrottledIsThrottled() {
        server.answers(200, "{\"error_code\":429,\"error_message\":\"slow\"}");

        assertThat(failureOf(() -> client.post("c", "u", new Voice.Customer(), HELLO, Wording.ENGLISH))
                        .isThrottled())
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "3, 3",
        "99999999, 99999999",
        "-1,",
        "abc,",
        "'',",
        "'Thu, 15 Jan 2026 09:00:04 GMT', 4",
        "'Thu, 15 Jan 2026 08:00:00 GMT',"
    })
    void retryAfterIsReadOrIgnored(String header, @org.jspecify.annotations.Nullable Long seconds) {
        server.answers(429, "", "Retry-After", header);

        assertThat(failureOf(() -> client.user("u")).retryAfter())
                .isEqualTo(seconds == null ? null : Duration.ofSeconds(seconds));
    }

    @Test
    void theFreeTextOfAnErrorIsNeverQuoted() {
        server.answers(
                400,
                "{\"code\":400,\"status\":\"text not allowed: my card is 4111\",\"message\":\"my card is 4111\","
                        + "\"error\":\"my card is 4111\"}",
                "X-Trace-ID",
                "trace-1");

        FreshchatException e =
                failureOf(() -> client.post("c-secret", "u", new Voice.Customer(), HELLO, Wording.ENGLISH));

        assertThat(e).hasMessage("POST /conversations/{id}/messages answered 400 (trace trace-1)");
        assertThat(e.traceId()).isEqualTo("trace-1");
        assertThat(e.code()).isEmpty();
    }

    @Test
    void theCodeIsCleanedAndCut() {
        server.answers(400, "{\"status\":\"BAD\\u0007_\\nVALUE" + "X".repeat(500) + "\"}");

        assertThat(failureOf(() -> client.user("u")).code())
                .startsWith("BAD_VALUEX")
                .hasSize(64);
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 307, 308})
    void aRedirectIsNotFollowedAndMayHaveComeAfterThePost(int status) throws IOException {
        try (MockWebServer elsewhere = new MockWebServer()) {
            elsewhere.start();
            server.answers(
                    status,
                    "",
                    "Location",
                    elsewhere.url("/v2/conversations/c/messages").toString());

            FreshchatException e = failureOf(() -> client.post("c", "u", new Voice.Customer(), HELLO, Wording.ENGLISH));

            assertThat(e.outcome()).isEqualTo(HttpOutcome.REDIRECTED);
            assertThat(e.isWrongHost()).isTrue();
            assertThat(e.status()).isEqualTo(status);
            assertThat(elsewhere.getRequestCount()).isZero();
        }
    }

    @Test
    void olderMessagesAreReadThroughTheLinkOnTheSameHost() {
        server.answersSample("messages_page_1.json").answersSample("messages_page_2_last.json");

        MessagePage newest = client.messages("c", null);
        MessagePage oldest = client.messages("c", newest.older());

        assertThat(oldest.older()).isNull();
        assertThat(FreshchatServer.line(server.request()))
                .isEqualTo("GET /v2/conversations/c/messages?page=1&items_per_page=50");
        assertThat(FreshchatServer.line(server.request())).isEqualTo("GET " + newest.older());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://example.org/v2/messages",
                "//example.org/v2/messages",
                "http:example.org",
                "javascript:x",
                "ftp://localhost/x",
                "http://user@localhost/x",
                "not an address"
            })
    void aLinkToAnotherHostIsNotFollowed(String link) {
        assertThat(failureOf(() -> client.messages("c", link)).outcome()).isEqualTo(HttpOutcome.UNSENDABLE);
        assertThat(server.http.getRequestCount()).isZero();
    }

    @Test
    void messagesComeNewestFirstWhateverTheServerDoes() {
        server.answers(
                200,
                "{\"messages\":[{\"id\":\"1\",\"created_time\":\"2026-01-01T00:00:01Z\"},"
                        + "{\"id\":\"2\",\"created_time\":\"2026-01-01T00:00:02Z\"}]}");

        assertThat(client.messages("c", null).messages())
                .extracting(FreshchatMessage::id)
                .containsExactly("2", "1");
    }

    @Test
    void aCallThatCouldNotBeMadeIsSurelyNotDone() throws IOException {
        server.close();

        FreshchatException e = failureOf(() -> client.post("c", "u", new Voice.Customer(), HELLO, Wording.ENGLISH));

        assertThat(e.outcome()).isEqualTo(HttpOutcome.NOT_SENT);
        assertThat(e.status()).isZero();
        assertThat(e).hasMessageStartingWith("POST /conversations/{id}/messages was not sent: ");
    }

    @Test
    void aCallWithoutAnAnswerMayHaveBeenDone() {
        Http silent = call -> new HttpResult.NoAnswer("timeout");
        FreshchatSettings settings = FreshchatSettings.builder()
                .url("https://acme.freshchat.com")
                .token("t")
                .webhookKey(Samples.text("cases/bc17-key-spki.txt"))
                .build();

        assertThatThrownBy(() -> new FreshchatClient(settings, silent).postNote("c", "n", null))
                .isInstanceOfSatisfying(
                        FreshchatException.class, e -> assertThat(e.outcome()).isEqualTo(HttpOutcome.NO_ANSWER))
                .hasMessage("POST /conversations/{id}/messages got no answer: timeout");
    }

    @Test
    void aConversationStartsWithAMessage() {
        assertThatThrownBy(() -> new ConversationDraft(
                        "t", "u", new Voice.Customer(), List.of(), Wording.ENGLISH, null, Map.of()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void peopleAreNotPrinted() {
        server.answersSample("user.json");

        assertThat(String.valueOf(client.user("u"))).doesNotContain("Ines").doesNotContain("555");
        assertThat(UserDraft.builder().firstName("Ines").build().toString()).doesNotContain("Ines");
        assertThat(new ConversationDraft("t", "u", new Voice.Customer(), HELLO, Wording.ENGLISH, null, Map.of())
                        .toString())
                .doesNotContain("hello");
    }
}
