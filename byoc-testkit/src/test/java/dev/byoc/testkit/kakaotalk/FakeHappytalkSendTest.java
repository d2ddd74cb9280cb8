package dev.byoc.testkit.kakaotalk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.json.Json;
import dev.byoc.testkit.Client;
import dev.byoc.testkit.SettableClock;
import dev.byoc.testkit.WebhookCatcher;
import dev.byoc.testkit.server.Fault;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import javax.imageio.ImageIO;
import okhttp3.MultipartBody;
import okhttp3.RequestBody;
import okio.Buffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FakeHappytalkSendTest {
    private static final String KEY = "Qw7xT2pLr9Ab";

    private final SettableClock clock = new SettableClock(Instant.parse("2026-10-05T01:00:00Z"));
    private final FakeHappytalk happytalk = new FakeHappytalk(clock, FakeHappytalk.SENDER_KEY);
    private final Client client = new Client(
            happytalk.url(),
            Map.of("HT-Client-Id", happytalk.clientId(), "HT-Client-Secret", happytalk.clientSecret()));
    private final KakaoCustomer minji = happytalk.customer(KEY);
    private WebhookCatcher catcher;
    private int sent;

    @BeforeEach
    void setUp() throws Exception {
        catcher = new WebhookCatcher();
        happytalk.connectWebhook(catcher.url());
        minji.says("안녕하세요");
    }

    @AfterEach
    void close() {
        client.close();
        happytalk.close();
        catcher.close();
    }

    private static String both(String fields) {
        return "{'user_key':'" + KEY + "','sender_key':'" + FakeHappytalk.SENDER_KEY + "'" + fields + "}";
    }

    private Json call(String path, String body) throws Exception {
        Client.Got got = client.post(path, body);
        assertThat(got.status()).isEqualTo(200);
        return got.json();
    }

    private Json send(String fields) throws Exception {
        sent++;
        return call("/v1/chat/write", both(",'serial_number':'s" + sent + "'," + fields));
    }

    private long code(String fields) throws Exception {
        Json got = send(fields);
        assertThat(got.get("code").isString()).isFalse();
        return got.get("code").numberOr(Long.MIN_VALUE);
    }

    private Json upload(String what, String name, byte[] bytes, String... more) throws Exception {
        MultipartBody.Builder form = new MultipartBody.Builder()
                .setType(MultipartBody.FORM)
                .addFormDataPart("sender_key", FakeHappytalk.SENDER_KEY)
                .addFormDataPart(what, name, RequestBody.create(bytes));
        for (int i = 0; i < more.length; i += 2) {
            form.addFormDataPart(more[i], more[i + 1]);
        }
        MultipartBody body = form.build();
        Buffer buffer = new Buffer();
        body.writeTo(buffer);
        return client.post(
                        "/v1/" + what + "/upload",
                        buffer.readByteArray(),
                        body.contentType().toString())
                .json();
    }

    @Test
    void deliversATextAndAnswersWhenItWasMade() throws Exception {
        Json got = send("'message_type':'TX','message':'내일 도착해요 😊\\n감사합니다'");

        assertThat(KakaoSamples.shape(got)).isEqualTo("{code=number, createdAt=string}");
        assertThat(got.get("code").number()).isZero();
        assertThat(got.get("createdAt").text()).isEqualTo("2026-10-05T10:00:00.000");
        assertThat(minji.receivedTexts()).containsExactly("내일 도착해요 😊\n감사합니다");
        assertThat(minji.received().get(0).key()).isEqualTo("s1");
    }

    @Test
    void takesTheDocumentedMessages() throws Exception {
        String image =
                upload("image", "a.png", KakaoSamples.png(64)).get("image").text();
        String file = upload("file", "이용안내.pdf", new byte[48_213]).get("file").text();
        for (String name : new String[] {"text", "image", "file", "link-buttons"}) {
            String body = KakaoSamples.text("happytalk/send-" + name + "-request")
                    .replaceAll("http://dn-m[^\"]*", image)
                    .replaceAll("http://mud-kage[^\"]*", file);

            assertThat(call("/v1/chat/write", body).get("code").number())
                    .as(name)
                    .isZero();
        }

        assertThat(minji.received()).extracting(KakaoMessage::type).containsExactly("TX", "IM", "FI", "LI");
        assertThat(minji.received().get(1).bytes()).isEqualTo(KakaoSamples.png(64));
        assertThat(minji.received().get(2).bytes()).hasSize(48_213);
        assertThat(minji.received().get(2).fileName()).isEqualTo("이용안내.pdf");
        assertThat(minji.received().get(2).fileSize()).isEqualTo(48_213);
        assertThat(minji.received().get(3).buttons())
                .containsExactly(
                        new KakaoButton("WL", "주문 조회", "https://shop.example.com/m/orders", ""),
                        new KakaoButton("BK", "상담 계속", "", "continue_chat"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'message_type':'LI','message':'?','links':[{'name':'a','type':'AL','scheme_ios':'a://','scheme_android':'a://'}]",
                "'message_type':'LI','message':'?','links':[{'name':'a','type':'MD'},{'name':'b','type':'BT'}],'auto_answer':'S1'",
                "'message_type':'LI','message':'?','supplement':{'quick_reply':[{'name':'a','type':'BK'}]}",
            })
    void takesSuchAMessage(String fields) throws Exception {
        assertThat(code(fields)).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "-510|'message':'a'",
                "-510|'message_type':'AU','message':'a'",
                "-510|'message_type':'TX'",
                "-510|'message_type':'TX','message':''",
                "-510|'message_type':'TX','message':7",
                "-510|'message_type':'TX','message':null",
                "-505|'message_type':'IM'",
                "-505|'message_type':'IM','image_url':'https://m.example/a.png'",
                "-510|'message_type':'FI','file_url':'https://m.example/a.pdf','file_name':'a.pdf','file_size':1",
                "-510|'message_type':'LI','message':'?'",
                "-510|'message_type':'LI','links':[{'name':'a','type':'BK'}]",
                "-505|'message_type':'LI','message':'?','image_url':'https://m.example/a','links':[{'name':'a','type':'BK'}]",
                "-510|'message_type':'LI','message':'?','links':[{'name':'a','type':'XX'}]",
                "-510|'message_type':'LI','message':'?','links':[{'type':'BK'}]",
                "-510|'message_type':'LI','message':'?','links':[{'name':'29 characters are one too many','type':'BK'}]",
                "-510|'message_type':'LI','message':'?','links':[{'name':'a','type':'WL','url_pc':'https://m.example/'}]",
                "-510|'message_type':'LI','message':'?','links':[{'name':'a','type':'WL','url_mobile':'m.example'}]",
                "-510|'message_type':'LI','message':'?','links':[{'name':'a','type':'AL','scheme_ios':'a://'}]",
                "-510|'message_type':'LI','message':'?','links':[{'name':'a','type':'BK','extra':'with blank'}]",
                "-510|'message_type':'LI','message':'?','auto_answer':'S5','links':[{'name':'a','type':'BK'}]",
                "-510|'message_type':'LI','message':'?','supplement':{'quick_reply':[{'name':'fifteen letters','type':'BK'}]}",
            })
    void refusesSuchAMessage(int code, String fields) throws Exception {
        assertThat(code(fields)).isEqualTo(code);
        assertThat(minji.received()).isEmpty();
    }

    @Test
    void takesTextsOf1000UnitsAndNotOneMore() throws Exception {
        assertThat(code("'message_type':'TX','message':'" + "가".repeat(1_000) + "'"))
                .isZero();
        assertThat(code("'message_type':'TX','message':'" + "😊".repeat(500) + "'"))
                .isZero();
        assertThat(code("'message_type':'TX','message':'" + "😊".repeat(500) + "a'"))
                .isEqualTo(-506);
    }

    @Test
    void takesTextsAboveButtonsUpToTheLimitThatIsSet() throws Exception {
        String buttons = "'message_type':'LI','links':[{'name':'a','type':'BK'}],'message':'" + "x".repeat(61) + "'";

        assertThat(code(buttons)).isEqualTo(-506);
        happytalk.buttonTextLimit(1_000);
        assertThat(code(buttons)).isZero();
    }

    @Test
    void takesFiveButtonsAndNotOneMore() throws Exception {
        String button = "{'name':'a','type':'BK'}";
        String fields = "'message_type':'LI','message':'?','links':[" + button + ("," + button).repeat(4);

        assertThat(code(fields + "]")).isZero();
        assertThat(code(fields + "," + button + "]")).isEqualTo(-510);
    }

    @Test
    void refusesASerialNumberASecondTimeWhateverTheMessage() throws Exception {
        String first = both(",'serial_number':'one','message_type':'TX','message':'a'");
        String second = both(",'serial_number':'one','message_type':'TX','message':'b'");

        assertThat(call("/v1/chat/write", first).get("code").number()).isZero();
        Json again = call("/v1/chat/write", second);

        assertThat(again.get("code").number()).isEqualTo(-504);
        assertThat(again.get("message").text()).isEqualTo("DuplicateSerialNumberException");
        assertThat(minji.receivedTexts()).containsExactly("a");
    }

    @ParameterizedTest
    @CsvSource({"true,-504", "false,0"})
    void aRefusedMessageUsesUpItsSerialNumberIfSoSet(boolean uses, int then) throws Exception {
        happytalk.refusedUsesSerial(uses);
        String body = both(",'serial_number':'one','message_type':'TX','message':'a'");
        minji.leaves();
        assertThat(call("/v1/chat/write", body).get("code").number()).isEqualTo(-502);
        minji.says("돌아왔어요");

        assertThat(call("/v1/chat/write", body).get("code").number()).isEqualTo(then);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "'serial_number':'',",
                "'serial_number':7,",
                "'serial_number':'x234567890123456789012345678901',"
            })
    void wantsASerialNumberOf30CharactersAtMost(String serial) throws Exception {
        String body = both("," + serial + "'message_type':'TX','message':'a'");

        assertThat(call("/v1/chat/write", body).get("code").number()).isEqualTo(-510);
    }

    @Test
    void refusesWithoutAnOpenSession() throws Exception {
        happytalk.customer("nB4_kZ8sVd-1");
        String silent =
                both(",'serial_number':'x','message_type':'TX','message':'a'").replace(KEY, "nB4_kZ8sVd-1");

        assertThat(call("/v1/chat/write", silent).get("code").number()).isEqualTo(-502);
        minji.leaves();
        assertThat(code("'message_type':'TX','message':'a'")).isEqualTo(-502);
        assertThat(minji.received()).isEmpty();
    }

    @Test
    void theSessionEnds30DaysAfterTheLastWord() throws Exception {
        clock.advance(Duration.ofDays(30));
        assertThat(code("'message_type':'TX','message':'a'")).isZero();
        minji.says("다시");
        clock.advance(Duration.ofDays(30).plusSeconds(1));

        assertThat(code("'message_type':'TX','message':'a'")).isEqualTo(-502);
        happytalk.webhooks().awaitDelivered();
        assertThat(catcher.last().getTarget()).isEqualTo("/hook/expired_session");
    }

    @Test
    void tellsCustomersApartByTheCaseOfTheirKeys() throws Exception {
        String body = both(",'serial_number':'x','message_type':'TX','message':'a'");

        assertThat(call("/v1/chat/write", body.replace(KEY, "QW7XT2PLR9AB"))
                        .get("code")
                        .number())
                .isEqualTo(-503);
        assertThat(call("/v1/chat/write", body.replace(KEY, "x".repeat(21)))
                        .get("code")
                        .number())
                .isEqualTo(-503);
    }

    @Test
    void refusesAnotherSenderKeyAndAnInactiveChannel() throws Exception {
        String other = both(",'serial_number':'x','message_type':'TX','message':'a'")
                .replace(FakeHappytalk.SENDER_KEY, "a".repeat(40));

        assertThat(call("/v1/chat/write", other).get("code").number()).isEqualTo(-501);
        happytalk.profile("bizchat", false);
        assertThat(code("'message_type':'TX','message':'a'")).isEqualTo(-501);
    }

    @Test
    void refusesToWriteToABlockedUserUntilUnblocked() throws Exception {
        assertThat(call("/v1/profile/user/block", both("")).get("code").number())
                .isZero();
        assertThat(minji.inSession()).isFalse();
        minji.says("여보세요?");
        assertThat(code("'message_type':'TX','message':'a'")).isEqualTo(-511);

        call("/v1/profile/user/unblock", both(""));
        assertThat(code("'message_type':'TX','message':'a'")).isZero();
        minji.blocks();
        assertThat(code("'message_type':'TX','message':'a'")).isEqualTo(-511);
    }

    @Test
    void refusesWhileTheChatRoomIsOff() throws Exception {
        call("/v1/profile/chat/deactivate", both(""));
        assertThat(code("'message_type':'TX','message':'a'")).isEqualTo(-508);
        call("/v1/profile/chat/activate", both(""));
        assertThat(code("'message_type':'TX','message':'a'")).isZero();
    }

    @Test
    void refusesCallsWithoutTheRightHeaders() throws Exception {
        for (Client wrong : new Client[] {
            client.without("HT-Client-Id"),
            client.header("HT-Client-Secret", "other"),
            client.without("HT-Client-Secret")
        }) {
            Json got = wrong.post("/v1/chat/write", both("")).json();
            assertThat(got.get("code").number()).isEqualTo(-500);
            assertThat(got.get("message").text()).isEqualTo("UnauthorizedException");
        }
    }

    @Test
    void refusesBodiesThatAreNoJsonObjects() throws Exception {
        byte[] cut = "{\"user_key\":".getBytes(StandardCharsets.UTF_8);

        assertThat(client.post("/v1/chat/write", cut, "application/json")
                        .json()
                        .get("code")
                        .number())
                .isEqualTo(-509);
        assertThat(call("/v1/chat/write", "[]").get("code").number()).isEqualTo(-509);
        assertThat(client.post(
                                "/v1/chat/write",
                                both("").replace('\'', '"').getBytes(StandardCharsets.UTF_8),
                                "text/plain")
                        .json()
                        .get("code")
                        .number())
                .isEqualTo(-509);
    }

    @Test
    void answersUploadsInTheDocumentedShapeAndServesThem() throws Exception {
        Json image = upload("image", "사진.png", KakaoSamples.png(64));
        Json file = upload("file", "안내.pdf", new byte[] {1, 2, 3});

        assertThat(KakaoSamples.shape(image))
                .isEqualTo(KakaoSamples.shape(KakaoSamples.json("happytalk/upload-image-response")));
        assertThat(KakaoSamples.shape(file))
                .isEqualTo(KakaoSamples.shape(KakaoSamples.json("happytalk/upload-file-response")));
        assertThat(image.get("code").text()).isEqualTo("0000");
        assertThat(file.get("name").text()).isEqualTo("안내.pdf");
        assertThat(file.get("size").number()).isEqualTo(3);
        String path = file.get("file").text().replace(happytalk.url().toString(), "");
        assertThat(client.get(path).body()).containsExactly(1, 2, 3);
        assertThat(client.get("/talkm/other").status()).isEqualTo(404);
    }

    @Test
    void anUploadedFileIsNoImageAndACustomersPhotoIsNoUpload() throws Exception {
        String file = upload("file", "a.png", KakaoSamples.png(64)).get("file").text();
        String photo =
                happytalk.host("a.png", "image/png", KakaoSamples.png(64)).toString();

        assertThat(code("'message_type':'IM','image_url':'" + file + "'")).isEqualTo(-505);
        assertThat(code("'message_type':'IM','image_url':'" + photo + "'")).isEqualTo(-505);
    }

    @ParameterizedTest
    @ValueSource(strings = {"'file_size':'3'", "'file_size':0", "'file_name':''"})
    void wantsAFilesNameAndItsSizeAsANumber(String wrong) throws Exception {
        String url = upload("file", "a.pdf", new byte[] {1, 2, 3}).get("file").text();
        String right = "'message_type':'FI','file_url':'" + url + "','file_name':'a.pdf','file_size':3";

        assertThat(code(right)).isZero();
        assertThat(code(right + "," + wrong)).isEqualTo(-510);
    }

    @Test
    void refusesUploadsThatAreNoImagesOrTooLarge() throws Exception {
        int most = 5 * 1024 * 1024;

        assertThat(upload("image", "a.png", new byte[64]).get("code").number()).isEqualTo(-505);
        assertThat(upload("image", "a.png", KakaoSamples.png(most)).get("code").text())
                .isEqualTo("0000");
        assertThat(upload("image", "a.png", KakaoSamples.png(most + 1))
                        .get("code")
                        .number())
                .isEqualTo(-505);
        assertThat(upload("file", "a.pdf", new byte[20 * 1024 * 1024 + 1])
                        .get("code")
                        .number())
                .isEqualTo(-510);
        assertThat(upload("file", "a.pdf", new byte[0]).get("code").number()).isEqualTo(-510);
        assertThat(call("/v1/image/upload", both("")).get("code").number()).isEqualTo(-510);
    }

    @ParameterizedTest
    @CsvSource({"500,250,0", "720,720,0", "499,400,-505", "501,250,-505", "600,801,-505"})
    void wantsImagesAboveButtonsWideEnoughAndInShape(int width, int height, int code) throws Exception {
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY), "png", png);

        Json got = upload("image", "a.png", png.toByteArray(), "image_type", "link");

        assertThat(got.get("code").number()).isEqualTo(code);
        if (code == 0) {
            assertThat(code("'message_type':'LI','message':'?','links':[{'name':'a','type':'BK'}],'image_url':'"
                            + got.get("image").text() + "'"))
                    .isZero();
            assertThat(code("'message_type':'IM','image_url':'"
                            + got.get("image").text() + "'"))
                    .isEqualTo(-505);
        }
    }

    @Test
    void endingASessionNamesItAndTellsItsEnd() throws Exception {
        String session = minji.session();

        Json got = call("/v1/chat/end", KakaoSamples.text("happytalk/end-request"));

        assertThat(got.get("code").number()).isZero();
        assertThat(got.get("sessionId").text()).isEqualTo(session);
        happytalk.webhooks().awaitDelivered();
        Json told = Json.parse(catcher.last().getBody().toByteArray());
        assertThat(catcher.last().getTarget()).isEqualTo("/hook/expired_session");
        assertThat(told.get("session_id").text()).isEqualTo(session);
        assertThat(minji.inSession()).isFalse();
    }

    @Test
    void endingWithABotRunsItsEvent() throws Exception {
        String session = minji.session();
        String body = KakaoSamples.text("happytalk/end-with-bot-request");

        assertThat(call("/kakaoWebhook/v3/bzc/chat/endWithBot", body.replace("survey_block", "x".repeat(101)))
                        .get("code")
                        .number())
                .isEqualTo(-510);
        assertThat(call("/kakaoWebhook/v3/bzc/chat/endWithBot", body)
                        .get("session_id")
                        .text())
                .isEqualTo(session);
    }

    @Test
    void endingNothingIsAnsweredWithoutASessionOrRefused() throws Exception {
        minji.leaves();

        assertThat(KakaoSamples.shape(call("/v1/chat/end", both("")))).isEqualTo("{code=number}");
        happytalk.endOfNothingRefused(true);
        assertThat(call("/v1/chat/end", both("")).get("code").number()).isEqualTo(-502);
        assertThat(catcher.requests()).hasSize(2);
    }

    @Test
    void answersUnknownPathsAndMethodsWithHttpErrors() throws Exception {
        assertThat(client.post("/v1/chat/read", "{}").status()).isEqualTo(404);
        assertThat(client.get("/v1/chat/write").status()).isEqualTo(405);
    }

    @Test
    void aSpoiltCallIsAnsweredSoAndNothingIsSent() throws Exception {
        happytalk
                .faults()
                .next(
                        "POST /v1/chat/write",
                        Fault.answer(200, Json.object().put("code", -600).build()));

        assertThat(code("'message_type':'TX','message':'a'")).isEqualTo(-600);
        assertThat(minji.received()).isEmpty();
        assertThat(happytalk.calls("POST /v1/chat/write")).isEqualTo(1);
    }
}
