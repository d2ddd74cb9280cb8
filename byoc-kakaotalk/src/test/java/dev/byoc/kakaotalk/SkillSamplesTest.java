package dev.byoc.kakaotalk;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.channel.Inbound;
import dev.byoc.channel.OutboundMessage;
import dev.byoc.channel.Received;
import dev.byoc.channel.SendResult;
import dev.byoc.channel.SyncReplies;
import dev.byoc.json.Json;
import dev.byoc.message.Button;
import dev.byoc.message.Content;
import dev.byoc.message.Customer;
import dev.byoc.message.Media;
import dev.byoc.message.ReplyHandle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each sample of the chatbot's skill and of the Event API; {@link #everySampleHasARow} keeps the tables complete. */
final class SkillSamplesTest {
    private static final String SKILL = "chatbot-skill/";
    private static final String EVENT = "event-api/";
    private static final String PHOTO = "http://dn-m.talk.kakao.com/talkm/SAMPLE0401/notreal/i_chatbot.jpg";

    /** What a request says, how it may be answered later, and what is answered now. */
    private record Row(Content content, ReplyHandle handle, String answer) {}

    private static final Map<String, Row> REQUESTS = Map.of(
            "skill-request-text.json",
                    new Row(new Content.Text("영업시간이 어떻게 되나요?"), null, "skill-response-simple-text.json"),
            "skill-request-photo.json",
                    new Row(
                            new Content.Image(Media.of(PHOTO, "i_chatbot.jpg", null, -1), null),
                            null,
                            "skill-response-simple-text.json"),
            "skill-request-with-callback-url.json",
                    new Row(
                            new Content.Text("상담원에게 물어봐 주세요"),
                            new ReplyHandle(
                                    "https://bot-api.kakao.com/v1/callback/sample-one-time-token",
                                    true,
                                    Shop.RECEIVED.plusSeconds(60)),
                            "skill-response-use-callback.json"));

    private static final Map<String, String> ELSEWHERE = Map.ofEntries(
            entry("skill-response-simple-text.json", "the answer to a request"),
            entry("skill-response-use-callback.json", "the answer to a request with a callback address"),
            entry("skill-response-empty-outputs.json", "below"),
            entry("skill-response-text-image-quick-replies.json", "below"),
            entry("callback-post-request.json", "below"),
            entry("callback-post-response.json", "below"),
            entry("talk-request.json", "below"),
            entry("talk-response.json", "below"));

    private final Shop shop = Shop.skill("event-name", "agent_reply", "rest-api-key", "rest-api-key-0123456789");

    @AfterEach
    void close() {
        shop.close();
    }

    @Test
    void everySampleHasARow() throws IOException {
        try (Stream<Path> skill = Files.list(Path.of("src/test/resources", SKILL));
                Stream<Path> event = Files.list(Path.of("src/test/resources", EVENT))) {
            assertThat(Stream.of(REQUESTS, ELSEWHERE).flatMap(table -> table.keySet().stream()))
                    .containsExactlyInAnyOrderElementsOf(Stream.concat(skill, event)
                            .map(file -> file.getFileName().toString())
                            .toList());
        }
    }

    static Set<String> requests() {
        return REQUESTS.keySet();
    }

    @ParameterizedTest
    @MethodSource("requests")
    void readsAndAnswersTheWholeRequest(String file) {
        Row row = REQUESTS.get(file);
        try (Shop polite =
                row.handle() == null ? Shop.skill() : Shop.skill("acknowledgement", "확인 중입니다. 잠시만 기다려 주세요.")) {
            Received received = polite.receive(Shop.skillRequest(Shop.sample(SKILL + file)));

            assertThat(received.events()).singleElement().isInstanceOf(Inbound.MessageReceived.class);
            var message = (Inbound.MessageReceived) received.events().get(0);
            assertThat(message.eventId()).matches("request:[0-9a-f]{64}");
            assertThat(message)
                    .isEqualTo(Inbound.MessageReceived.builder(
                                    message.eventId(),
                                    Customer.builder(Shop.BOT_USER)
                                            .language("ko")
                                            .build(),
                                    Shop.RECEIVED)
                            .content(row.content())
                            .handle(row.handle())
                            .build());
            assertThat(received.answer().status()).isEqualTo(200);
            assertThat(received.answer().contentType()).isEqualTo("application/json");
            assertThat(Json.parse(received.answer().body())).isEqualTo(Shop.json(SKILL + row.answer()));
        }
    }

    @Test
    void saysNothingToARequestThatNamesNoCustomer() {
        String body = "{\"bot\":{\"id\":\"" + Shop.BOT + "\"},\"userRequest\":{\"utterance\":\"네\"}}";
        Received received = shop.receive(Shop.skillRequest(Shop.bytes(body)));

        assertThat(received.events()).containsExactly(new Inbound.Unreadable("a skill request without a user id"));
        assertThat(Json.parse(received.answer().body()))
                .isEqualTo(Shop.json(SKILL + "skill-response-empty-outputs.json"));
    }

    @Test
    void answersWithATextAPictureAndQuickReplies() {
        Media guide = Media.of("https://cdn.example.com/guide.png", "이용 안내 그림", "image/png", 90_000);
        var answer = ((SyncReplies) shop.channel)
                .answer(List.of(
                        new Content.Buttons("아래 안내를 봐 주세요.", List.of(new Button.Reply("처음으로", "처음으로"))),
                        new Content.Image(guide, null)));

        assertThat(Json.parse(answer.body()))
                .isEqualTo(Shop.json(SKILL + "skill-response-text-image-quick-replies.json"));
    }

    @Test
    void postsAnAnswerToTheCallbackAddress() {
        shop.answers(Shop.json(SKILL + "callback-post-response.json"));

        SendResult result = shop.channel.send(OutboundMessage.builder(
                        Shop.BOT_USER, List.of(new Content.Text("영업시간은 평일 9시부터 18시까지입니다.")), Shop.KEY)
                .handle(new ReplyHandle(shop.address() + "/v1/callback/once", true, Shop.RECEIVED.plusSeconds(60)))
                .build());

        assertThat(result).isEqualTo(new SendResult.Accepted(List.of("0a1b2c3d-0000-4000-8000-sample000001")));
        var request = shop.got();
        assertThat(request.getTarget()).isEqualTo("/v1/callback/once");
        assertThat(Json.parse(request.getBody().toByteArray()))
                .isEqualTo(Shop.json(SKILL + "callback-post-request.json"));
    }

    @Test
    void startsABlockByAnEventWhereThereIsNoCallbackAddress() {
        shop.answers(Shop.json(EVENT + "talk-response.json"));

        SendResult result = shop.channel.send(
                OutboundMessage.builder(Shop.BOT_USER, List.of(new Content.Text("상담원 답변이 도착했습니다.")), Shop.KEY)
                        .build());

        assertThat(result).isEqualTo(new SendResult.Accepted(List.of("0a1b2c3d-0000-4000-8000-sample000002")));
        var request = shop.got();
        assertThat(request.getTarget()).isEqualTo("/v2/bots/" + Shop.BOT + "/talk");
        assertThat(request.getHeaders().get("Authorization")).isEqualTo("KakaoAK rest-api-key-0123456789");
        Map<String, Json> expected =
                new LinkedHashMap<>(Shop.json(EVENT + "talk-request.json").fields());
        // Nothing more has to reach the block.
        expected.remove("params");
        assertThat(Json.parse(request.getBody().toByteArray()).fields()).isEqualTo(expected);
    }
}
