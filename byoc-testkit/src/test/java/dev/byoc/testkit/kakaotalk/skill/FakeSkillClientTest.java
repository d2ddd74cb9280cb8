package dev.byoc.testkit.kakaotalk.skill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.byoc.json.Json;
import dev.byoc.testkit.Client;
import dev.byoc.testkit.SettableClock;
import dev.byoc.testkit.WebhookCatcher;
import dev.byoc.testkit.kakaotalk.FakeHappytalk;
import dev.byoc.testkit.kakaotalk.KakaoSamples;
import dev.byoc.testkit.server.Fault;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FakeSkillClientTest {
    private static final String KEY = "5d1f0c9e8b7a6655443322110ffeeddccbbaa99887766554433221100fedcba98ab";
    private static final String HELLO = text("안녕하세요");

    private final SettableClock clock = new SettableClock(Instant.parse("2026-10-05T01:00:00Z"));
    private final FakeSkillClient bot = new FakeSkillClient(clock);
    private final SkillCustomer minji = bot.customer(KEY);
    private WebhookCatcher skill;

    @BeforeEach
    void setUp() throws Exception {
        skill = new WebhookCatcher();
        bot.connect(skill.url());
        skill.body(HELLO);
    }

    @AfterEach
    void close() {
        bot.close();
        skill.close();
    }

    private static String quoted(String json) {
        return json.replace('\'', '"');
    }

    private static String text(String text) {
        return outputs("{'simpleText':{'text':'" + text + "'}}");
    }

    private static String outputs(String outputs) {
        return quoted("{'version':'2.0','template':{'outputs':[" + outputs + "]}}");
    }

    private Client.Got call(SkillTurn turn, String body) throws IOException {
        try (Client client = new Client(turn.callbackUrl(), Map.of())) {
            return client.post("", body.getBytes(StandardCharsets.UTF_8), "application/json");
        }
    }

    private SkillTurn turnWithCallback() throws IOException {
        bot.callback(true);
        skill.body(KakaoSamples.text("skill/skill-response-use-callback"));
        return minji.says("상담원에게 물어봐 주세요");
    }

    @Test
    void asksInTheDocumentedShape() throws Exception {
        minji.says("영업시간이 어떻게 되나요?");
        assertThat(KakaoSamples.shape(sent())).isEqualTo(shape("skill/skill-request-text"));
        assertThat(sent().get("userRequest").get("utterance").text()).isEqualTo("영업시간이 어떻게 되나요?");
        assertThat(sent().get("bot").get("id").text()).isEqualTo(FakeSkillClient.BOT_ID);
        minji.sendsPhoto("http://k.example/i.jpg");
        assertThat(KakaoSamples.shape(sent())).isEqualTo(shape("skill/skill-request-photo"));
        assertThat(sent().get("userRequest").get("utterance").text()).isEqualTo("http://k.example/i.jpg");
        turnWithCallback();
        assertThat(KakaoSamples.shape(sent())).isEqualTo(shape("skill/skill-request-with-callback-url"));
    }

    private static String shape(String sample) throws IOException {
        return KakaoSamples.shape(KakaoSamples.json(sample));
    }

    private Json sent() {
        return Json.parse(skill.last().getBody().toByteArray());
    }

    @Test
    void sendsTheHeadersThatAreSetAndARequestId() {
        bot.header("X-Skill-Secret", "s3cret").botId("other");

        SkillTurn turn = minji.says("a");
        assertThat(skill.last().getHeaders().get("X-Skill-Secret")).isEqualTo("s3cret");
        assertThat(skill.last().getHeaders().get("X-Request-Id")).isEqualTo(turn.requestId());
        assertThat(skill.last().getHeaders().get("Content-Type")).startsWith("application/json");
        assertThat(sent().get("bot").get("id").text()).isEqualTo("other");
        bot.header("X-Skill-Secret", null);
        assertThat(minji.says("b").requestId()).isNotEqualTo(turn.requestId());
        assertThat(skill.last().getHeaders().get("X-Skill-Secret")).isNull();
    }

    @Test
    void showsTheDocumentedAnswersAndKeepsThem() throws Exception {
        skill.body(KakaoSamples.text("skill/skill-response-text-image-quick-replies"));
        SkillTurn turn = minji.says("a");
        skill.body(KakaoSamples.text("skill/skill-response-empty-outputs"));
        minji.says("b");

        assertThat(turn.problem()).isEmpty();
        assertThat(turn.status()).isEqualTo(200);
        assertThat(turn.took()).isPositive();
        assertThat(minji.awaitShown(2)).containsExactly("아래 안내를 봐 주세요.", "이용 안내 그림");
        assertThat(bot.turns()).hasSize(2).allMatch(it -> it.problem().isEmpty());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'textCard':{'title':'t','description':'d','buttons':[{'label':'l','action':'webLink','webLinkUrl':'https://m.example/'}]}}",
                "{'basicCard':{'thumbnail':{'imageUrl':'https://m.example/a.png'},'buttons':[{'label':'l','action':'phone','phoneNumber':'1'}]}}",
                "{'commerceCard':{'thumbnails':[{'imageUrl':'https://m.example/a.png'}]}}",
                "{'listCard':{'header':{'title':'h'},'items':[{'title':'i'}],'buttons':[{'label':'l','action':'share'}]}}",
                "{'itemCard':{'itemList':[{'title':'t','description':'d'}]}}",
                "{'carousel':{'type':'textCard','items':[{'title':'t'}]}}",
            })
    void takesSuchAnOutput(String output) {
        skill.body(outputs(output));

        assertThat(minji.says("a").problem()).isEmpty();
        assertThat(minji.shown()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "OK",
                "{}",
                "[]",
                "{'version':'1.0','template':{'outputs':[]}}",
                "{'version':2.0,'template':{'outputs':[]}}",
                "{'template':{'outputs':[]}}",
                "{'version':'2.0'}",
                "{'version':'2.0','template':{}}",
                "{'version':'2.0','useCallback':true}",
                "{'version':'2.0','template':{'outputs':[{'voice':{}}]}}",
                "{'version':'2.0','template':{'outputs':[{}]}}",
                "{'version':'2.0','template':{'outputs':[{'simpleText':{'text':''}}]}}",
                "{'version':'2.0','template':{'outputs':[{'simpleText':{'text':null}}]}}",
                "{'version':'2.0','template':{'outputs':[{'simpleImage':{'imageUrl':null,'altText':'a'}}]}}",
                "{'version':'2.0','template':{'outputs':[{'simpleImage':{'imageUrl':'a.png','altText':'a'}}]}}",
                "{'version':'2.0','template':{'outputs':[{'simpleImage':{'imageUrl':'https://m.example/a.png'}}]}}",
                "{'version':'2.0','template':{'outputs':[{'textCard':{}}]}}",
                "{'version':'2.0','template':{'outputs':[{'textCard':{'title':'t','buttons':[{'label':'15 letters long','action':'share'}]}}]}}",
                "{'version':'2.0','template':{'outputs':[{'textCard':{'title':'t','buttons':[{'label':'l','action':'webLink'}]}}]}}",
                "{'version':'2.0','template':{'outputs':[{'basicCard':{'title':'t'}}]}}",
                "{'version':'2.0','template':{'outputs':[{'listCard':{'header':{'title':'h'},'items':[]}}]}}",
                "{'version':'2.0','template':{'outputs':[{'carousel':{'type':'other','items':[{'title':'t'}]}}]}}",
                "{'version':'2.0','template':{'outputs':[],'quickReplies':[{'label':'l','action':'webLink','webLinkUrl':'https://m.example/'}]}}",
                "{'version':'2.0','template':{'outputs':[],'quickReplies':[{'label':'l','action':'message'}]}}",
            })
    void showsNothingOfSuchAnAnswer(String answer) {
        skill.body(quoted(answer));

        assertThat(minji.says("a").problem()).isNotEmpty();
        assertThat(minji.shown()).isEmpty();
    }

    @Test
    void takesThreeOutputsTenQuickRepliesAnd1000CharactersAndNotOneMore() {
        String output = "{'simpleText':{'text':'" + "가".repeat(1_000) + "'}}";
        String quick = "{'label':'l','action':'message','messageText':'m'}";
        skill.body(outputs(output + ("," + output).repeat(2)));
        assertThat(minji.says("a").problem()).isEmpty();
        skill.body(outputs(output + ("," + output).repeat(3)));
        assertThat(minji.says("a").problem()).contains("outputs");
        skill.body(outputs(output.replace("가가", "가가가")));
        assertThat(minji.says("a").problem()).contains("simpleText");
        String withQuick = "{'version':'2.0','template':{'outputs':[],'quickReplies':[" + quick;
        skill.body(quoted(withQuick + ("," + quick).repeat(9) + "]}}"));
        assertThat(minji.says("a").problem()).isEmpty();
        skill.body(quoted(withQuick + ("," + quick).repeat(10) + "]}}"));
        assertThat(minji.says("a").problem()).contains("quickReplies");
    }

    @Test
    void takes30720BytesAndNotOneMore() {
        String start = "{\"version\":\"2.0\",\"template\":{\"outputs\":[]},\"data\":{\"x\":\"";
        String body = start + "x".repeat(30_720 - start.length() - 3) + "\"}}";

        skill.body(body);
        assertThat(minji.says("a").problem()).isEmpty();
        skill.body(body + " ");
        assertThat(minji.says("a").problem()).contains("30720");
    }

    @ParameterizedTest
    @CsvSource({"500,HTTP 500", "403,HTTP 403", "302,HTTP 302", "0,no answer in time"})
    void showsNothingOfAnAnswerThatFailed(int status, String problem) {
        skill.willAnswer(status);

        SkillTurn turn = minji.says("a");

        assertThat(turn.status()).isEqualTo(status);
        assertThat(turn.problem()).isEqualTo(problem);
        assertThat(minji.shown()).isEmpty();
    }

    @Test
    void givesUpWhenTheTimeIsOver() {
        bot.patience(Duration.ofMillis(50)).callback(true);
        try (FakeHappytalk silent = new FakeHappytalk()) {
            silent.faults().always("*", Fault.silence());
            bot.connect(silent.url());

            SkillTurn turn = minji.says("a");

            assertThat(turn.status()).isZero();
            assertThat(turn.problem()).isEqualTo("no answer in time");
            assertThat(turn.took()).isGreaterThanOrEqualTo(Duration.ofMillis(50));
        }
    }

    @Test
    void aCallbackIsShownOnceAndAnsweredAsDocumented() throws Exception {
        SkillTurn turn = turnWithCallback();
        assertThat(turn.problem()).isEmpty();
        assertThat(minji.shown()).isEmpty();
        String body = KakaoSamples.text("skill/callback-post-request");

        clock.advance(Duration.ofMinutes(1));
        Client.Got first = call(turn, body);
        Client.Got second = call(turn, body);

        assertThat(first.status()).isEqualTo(200);
        assertThat(first.json().get("status").text()).isEqualTo("SUCCESS");
        assertThat(KakaoSamples.shape(first.json())).isEqualTo(shape("skill/callback-post-response"));
        assertThat(second.status()).isEqualTo(400);
        assertThat(second.json().get("status").text()).isEqualTo("ERROR");
        assertThat(minji.shownTexts()).containsExactly("영업시간은 평일 9시부터 18시까지입니다.");
        assertThat(bot.awaitCallbacks(2)).extracting(SkillCallback::problem).containsExactly("", "used before");
    }

    @Test
    void aCallbackAfterItsMinuteIsRefused() throws Exception {
        SkillTurn turn = turnWithCallback();
        bot.refusalStatus(200);
        clock.advance(Duration.ofMinutes(1).plusMillis(1));

        Client.Got got = call(turn, HELLO);

        assertThat(got.status()).isEqualTo(200);
        assertThat(got.json().get("status").text()).isEqualTo("ERROR");
        assertThat(minji.shown()).isEmpty();
        assertThat(bot.callbacks().get(0).at()).isEqualTo(clock.instant());
    }

    @Test
    void aCallbackThatTheSkillDidNotAskForIsRefused() throws Exception {
        bot.callback(true);
        SkillTurn turn = minji.says("a");

        assertThat(call(turn, HELLO).status()).isEqualTo(400);
        assertThat(minji.shown()).hasSize(1);
        assertThat(bot.callbacks().get(0).problem()).contains("useCallback");
    }

    @Test
    void anInvalidCallbackUsesTheUrlUp() throws Exception {
        SkillTurn turn = turnWithCallback();

        assertThat(call(turn, "{}").status()).isEqualTo(400);
        assertThat(call(turn, HELLO).status()).isEqualTo(400);
        assertThat(minji.shown()).isEmpty();
    }

    @Test
    void anUnknownCallbackUrlIsRefused() throws Exception {
        try (Client client = new Client(bot.url(), Map.of())) {
            assertThat(client.post("/v1/callback/guessed", HELLO).status()).isEqualTo(400);
            assertThat(client.get("/v1/callback/guessed").status()).isEqualTo(405);
        }
    }

    @Test
    void aCallbackCanFailBeforeOrAfterItIsShown() throws Exception {
        SkillTurn turn = turnWithCallback();
        bot.faults()
                .next("POST /v1/callback/{token}", Fault.answer(500))
                .next("POST /v1/callback/{token}", Fault.cut().afterWork());

        assertThat(call(turn, HELLO).status()).isEqualTo(500);
        assertThat(minji.shown()).isEmpty();
        assertThatThrownBy(() -> call(turn, HELLO)).isInstanceOf(IOException.class);
        assertThat(minji.shownTexts()).containsExactly("안녕하세요");
    }

    @Test
    void sendsAnyBodyAsItIs() {
        assertThat(bot.sends(new byte[] {'{'})).isEqualTo(200);
        assertThat(skill.last().getBody().utf8()).isEqualTo("{");
    }
}
