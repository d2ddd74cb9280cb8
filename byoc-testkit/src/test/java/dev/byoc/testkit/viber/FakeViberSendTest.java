package dev.byoc.testkit.viber;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.json.Json;
import dev.byoc.testkit.Client;
import dev.byoc.testkit.WebhookCatcher;
import dev.byoc.testkit.server.Delivery;
import dev.byoc.testkit.server.Fault;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FakeViberSendTest {
    private static final String ID = "dyN4Ob6OXfag+Atd/1SifA==";

    private final FakeViber viber = new FakeViber();
    private final Client client = new Client(viber.url(), Map.of("X-Viber-Auth-Token", viber.token()));
    private final ViberCustomer ines = viber.customer(ID, "Ines");
    private WebhookCatcher catcher;

    @BeforeEach
    void setUp() throws Exception {
        catcher = new WebhookCatcher();
        viber.connectWebhook(catcher.url());
        ines.says("Hello");
    }

    @AfterEach
    void close() {
        client.close();
        viber.close();
        catcher.close();
    }

    private Json send(String fields) throws Exception {
        Client.Got got =
                client.post("/send_message", "{'receiver':'" + ID + "','sender':{'name':'Shop'}," + fields + "}");
        assertThat(got.status()).isEqualTo(200);
        return got.json();
    }

    private static String buttons(String fields) {
        return "'keyboard':{'Type':'keyboard','Buttons':[{'ActionBody':'A','Text':'Yes'" + fields + "}]}";
    }

    @Test
    void deliversATextAndAnswersARisingTokenBeyondTheDoubles() throws Exception {
        Json first = send("'type':'text','text':'Hi 😊'");
        Json second = send("'type':'text','text':'Ho'");

        assertThat(first.get("status").number()).isZero();
        assertThat(first.get("status_message").text()).isEqualTo("ok");
        assertThat(first.get("message_token").number()).isGreaterThan(1L << 53);
        assertThat(second.get("message_token").number())
                .isGreaterThan(first.get("message_token").number());
        assertThat(ines.receivedTexts()).containsExactly("Hi 😊", "Ho");
        assertThat(ines.received().get(0).token())
                .isEqualTo(first.get("message_token").number());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'type':'text','text':'a','tracking_data':'t','min_api_version':1",
                "'type':'picture','text':'','media':'https://m.example/a.jpg'",
                "'type':'picture','text':'a','media':'https://m.example/a.PNG?b=c','thumbnail':'https://m.example/t.jpg'",
                "'type':'video','media':'https://m.example/a.mp4','size':27262976,'duration':180",
                "'type':'file','media':'https://m.example/a.pdf','size':52428800,'file_name':'a.pdf'",
                "'type':'contact','contact':{'name':'Ada','phone_number':'+12025550143'}",
                "'type':'location','location':{'lat':-90,'lon':180}",
                "'type':'location','location':{'lat':0,'lon':0}",
                "'type':'url','media':'https://m.example/'",
                "'type':'sticker','sticker_id':40100",
                "'keyboard':{'Type':'keyboard','Buttons':[{'ActionBody':'A','Text':'Yes'}]}",
                "'type':'rich_media','min_api_version':2,'rich_media':{'Type':'rich_media','ButtonsGroupColumns':6,"
                        + "'ButtonsGroupRows':7,'Buttons':[{'Columns':6,'Rows':7,'ActionBody':'A','Text':'Yes'}]}",
            })
    void takesSuchAMessage(String fields) throws Exception {
        assertThat(send(fields).get("status").number()).isZero();
        assertThat(ines.received()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "4|'text':'a'",
                "3|'type':'poll','text':'a'",
                "4|'type':'text'",
                "4|'type':'text','text':''",
                "3|'type':'text','text':7",
                "3|'type':'text','text':'a','tracking_data':null",
                "3|'type':'text','text':'a','min_api_version':'1'",
                "3|'type':'text','text':'a','min_api_version':0",
                "4|'type':'picture','media':'https://m.example/a.jpg'",
                "4|'type':'picture','text':'a'",
                "3|'type':'picture','text':'a','media':'https://m.example/a'",
                "3|'type':'picture','text':'a','media':'https://m.example/a.webp'",
                "3|'type':'picture','text':'a','media':'a.jpg'",
                "4|'type':'video','media':'https://m.example/a.mp4'",
                "3|'type':'video','media':'https://m.example/a.mov','size':1",
                "3|'type':'video','media':'https://m.example/a.mp4','size':27262977",
                "3|'type':'video','media':'https://m.example/a.mp4','size':1,'duration':181",
                "3|'type':'video','media':'https://m.example/a.mp4','size':1,'duration':'18'",
                "3|'type':'video','media':'https://m.example/a.mp4','size':1,'duration':1.5",
                "3|'type':'video','media':'https://m.example/a.mp4','size':1,'thumbnail':'https://m.example/t.png'",
                "3|'type':'picture','text':'a','media':'https://m.example/a.png','thumbnail':'t.jpg'",
                "4|'type':'file','media':'https://m.example/a.pdf','file_name':'a.pdf'",
                "4|'type':'file','media':'https://m.example/a.pdf','size':1",
                "3|'type':'file','media':'https://m.example/a.pdf','size':0,'file_name':'a.pdf'",
                "3|'type':'file','media':'https://m.example/a.pdf','size':52428801,'file_name':'a.pdf'",
                "3|'type':'file','media':'https://m.example/a','size':1,'file_name':'a.pdf'",
                "3|'type':'file','media':'https://m.example/a.exe','size':1,'file_name':'a.exe'",
                "3|'type':'file','media':'https://m.example/a.pdf','size':1,'file_name':'a'",
                "4|'type':'contact','contact':{'name':'Ada'}",
                "3|'type':'contact','contact':{'name':'Ada','phone_number':'202-555'}",
                "3|'type':'contact','contact':{'name':'A name of twenty-nine letters','phone_number':'1'}",
                "4|'type':'location','location':{'lat':1}",
                "3|'type':'location','location':{'lat':90.1,'lon':1}",
                "4|'type':'url'",
                "3|'type':'url','media':'not an address'",
                "4|'type':'sticker'",
                "4|'type':'text','text':'a','keyboard':{'Type':'keyboard','Buttons':[]}",
                "3|'type':'text','text':'a','keyboard':{'Buttons':[{'ActionBody':'A','Text':'Yes'}]}",
                "4|'keyboard':{'Type':'keyboard','Buttons':[{'Text':'Yes'}]}",
                "4|'keyboard':{'Type':'keyboard','Buttons':[{'ActionBody':'A'}]}",
                "3|'keyboard':{'Type':'keyboard','Buttons':[{'ActionBody':'A','Text':'Yes','Columns':7}]}",
                "3|'keyboard':{'Type':'keyboard','Buttons':[{'ActionBody':'A','Text':'Yes','Rows':3}]}",
                "3|'keyboard':{'Type':'keyboard','Buttons':[{'ActionBody':'A','Text':'Yes','ActionType':'dial'}]}",
                "3|'keyboard':{'Type':'keyboard','Buttons':[{'ActionBody':'A','Text':'Yes','ActionType':'open-url'}]}",
                "14|'type':'rich_media','rich_media':{'Type':'rich_media','Buttons':[{'ActionBody':'A','Text':'Yes'}]}",
            })
    void refusesSuchAMessage(int status, String fields) throws Exception {
        assertThat(send(fields).get("status").number()).isEqualTo(status);
        assertThat(ines.received()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "3|,'ActionType':'share-phone'",
                "3|,'ActionType':'location-picker'",
                "4|,'TextPaddings':[1,1,1,1]",
                "6|,'TextShouldFit':true",
                "3|,'InternalBrowser':{'Mode':'fullscreen'}",
            })
    void wantsTheVersionThatAButtonNeedsAtTheRoot(int needed, String field) throws Exception {
        String nested = "," + "'min_api_version':" + needed;

        assertThat(send(buttons(field)).get("status").number()).isEqualTo(14);
        assertThat(send(buttons(field + nested)).get("status").number()).isEqualTo(14);
        assertThat(send(buttons(field) + ",'min_api_version':" + (needed - 1))
                        .get("status")
                        .number())
                .isEqualTo(14);
        assertThat(send(buttons(field) + ",'min_api_version':" + needed)
                        .get("status")
                        .number())
                .isZero();
    }

    @Test
    void wantsVersion4ForAnInputFieldState() throws Exception {
        String keyboard =
                "'keyboard':{'Type':'keyboard','InputFieldState':'hidden','Buttons':[{'ActionBody':'A','Text':'Yes'}]}";

        assertThat(send(keyboard + ",'min_api_version':3").get("status").number())
                .isEqualTo(14);
        assertThat(send(keyboard + ",'min_api_version':4").get("status").number())
                .isZero();
    }

    @Test
    void refusesAVersionAboveTheCustomersPhone() throws Exception {
        ines.apiVersion(2);

        Json got = send("'type':'text','text':'a','min_api_version':3");

        assertThat(got.get("status").number()).isEqualTo(13);
        assertThat(got.get("status_message").text()).isEqualTo("apiVersionNotSupported");
    }

    @Test
    void takesTextsOf7000CharactersAndNotOneMore() throws Exception {
        assertThat(send("'type':'text','text':'" + "x".repeat(7_000) + "'")
                        .get("status")
                        .number())
                .isZero();
        assertThat(send("'type':'text','text':'" + "x".repeat(7_001) + "'")
                        .get("status")
                        .number())
                .isEqualTo(3);
    }

    @Test
    void takesCaptionsUpToTheLimitThatIsSet() throws Exception {
        String picture = "'type':'picture','media':'https://m.example/a.jpg','text':'" + "x".repeat(513) + "'";

        assertThat(send(picture).get("status").number()).isEqualTo(3);
        viber.captionLimit(768);
        assertThat(send(picture).get("status").number()).isZero();
    }

    @Test
    void refusesASenderWithoutNameOrWithALongOne() throws Exception {
        String rest = "'receiver':'" + ID + "','type':'text','text':'a'}";

        assertThat(status("{" + rest)).isEqualTo(4);
        assertThat(status("{'sender':{'name':' '}," + rest)).isEqualTo(4);
        assertThat(status("{'sender':{'name':'" + "x".repeat(28) + "'}," + rest))
                .isZero();
        assertThat(status("{'sender':{'name':'" + "x".repeat(29) + "'}," + rest))
                .isEqualTo(3);
    }

    private long status(String body) throws Exception {
        return client.post("/send_message", body).json().get("status").numberOr(-1);
    }

    @Test
    void refusesReceiversThatAreMissingMalformedUnknownOrNotSubscribed() throws Exception {
        String rest = ",'sender':{'name':'Shop'},'type':'text','text':'a'}";
        viber.customer("AAAAAAAAAAAAAAAAAAAAAA==", "Silent");

        assertThat(status("{'silent':false" + rest)).isEqualTo(4);
        assertThat(status("{'receiver':null" + rest)).isEqualTo(3);
        assertThat(status("{'receiver':'+12025550143'" + rest)).isEqualTo(999);
        assertThat(status("{'receiver':'BBBBBBBBBBBBBBBBBBBBBB=='" + rest)).isEqualTo(5);
        assertThat(status("{'receiver':'AAAAAAAAAAAAAAAAAAAAAA=='" + rest)).isEqualTo(6);
        ines.unsubscribes();
        assertThat(status("{'receiver':'" + ID + "'" + rest)).isEqualTo(6);
    }

    @Test
    void tellsIdsApartThatDifferInCaseAlone() throws Exception {
        assertThat(status("{'receiver':'" + ID.toLowerCase(java.util.Locale.ROOT)
                        + "','sender':{'name':'Shop'},'type':'text','text':'a'}"))
                .isEqualTo(5);
    }

    @Test
    void refusesACallWithoutTokenOrWithAnotherOne() throws Exception {
        Json without = client.without("X-Viber-Auth-Token")
                .post("/get_account_info", "{}")
                .json();
        Json other = client.header("X-Viber-Auth-Token", "other")
                .post("/get_account_info", "{}")
                .json();

        assertThat(without.get("status").number()).isEqualTo(2);
        assertThat(without.get("status_message").text()).isEqualTo("missing_auth_token");
        assertThat(other.get("status_message").text()).isEqualTo("invalidAuthToken");
    }

    @Test
    void refusesBodiesThatAreNotJsonInUtf8OrTooLarge() throws Exception {
        byte[] latin1 = "{\"receiver\":\"\u00e9\"}".getBytes(StandardCharsets.ISO_8859_1);
        byte[] cut = "{\"receiver\":".getBytes(StandardCharsets.UTF_8);

        assertThat(client.post("/send_message", latin1, "application/json")
                        .json()
                        .get("status")
                        .number())
                .isEqualTo(3);
        assertThat(client.post("/send_message", cut, "application/json")
                        .json()
                        .get("status")
                        .number())
                .isEqualTo(3);
        assertThat(client.post("/send_message", cut, "text/plain")
                        .json()
                        .get("status")
                        .number())
                .isEqualTo(3);
        assertThat(status("{'receiver':'" + ID + "','sender':{'name':'Shop'},'type':'text','text':'"
                        + "\u20ac".repeat(7_000) + "','tracking_data':'" + "\u20ac".repeat(3_500) + "'}"))
                .isEqualTo(3);
    }

    @Test
    void refusesToSendWithoutWebhook() throws Exception {
        viber.connectWebhook(null);

        assertThat(send("'type':'text','text':'a'").get("status").number()).isEqualTo(10);
    }

    @Test
    void refusesTheHundredAndFirstMessageUntilTheCustomerReplies() throws Exception {
        for (int i = 0; i < 100; i++) {
            assertThat(send("'type':'text','text':'a'").get("status").number()).isZero();
        }
        assertThat(send("'type':'text','text':'a'").get("status").number()).isEqualTo(12);

        ines.says("I am here");

        assertThat(send("'type':'text','text':'a'").get("status").number()).isZero();
    }

    @Test
    void answersUnknownPathsAndMethodsWithHttpErrors() throws Exception {
        assertThat(client.post("/post", "{}").status()).isEqualTo(404);
        assertThat(client.get("/get_account_info").status()).isEqualTo(405);
        try (Client root = new Client(URI.create(viber.url().toString().replace("/pa", "")), Map.of())) {
            assertThat(root.get("/").status()).isEqualTo(404);
        }
    }

    @Test
    void showsProfilesTwiceOnly() throws Exception {
        String body = "{'id':'" + ID + "'}";

        assertThat(client.post("/get_user_details", body)
                        .json()
                        .get("user")
                        .get("name")
                        .text())
                .isEqualTo("Ines");
        client.post("/get_user_details", body);
        assertThat(client.post("/get_user_details", body).json().get("status").number())
                .isEqualTo(12);
    }

    @Test
    void reportsDeliveredByEachDeviceAndSeen() throws Exception {
        viber.receipts(true);
        ines.devices(2);

        Json got = send("'type':'text','text':'a'");
        viber.webhooks().awaitDelivered();

        List<Delivery> receipts = viber.webhooks().deliveries();
        assertThat(receipts).extracting(Delivery::event).containsExactly("message", "delivered", "delivered", "seen");
        assertThat(Json.parse(receipts.get(1).body()).get("message_token")).isEqualTo(got.get("message_token"));
    }

    @Test
    void misbehavesAsFreshchatDoes() throws Exception {
        viber.faults().next("POST /send_message", Fault.answer(503)).next("POST /send_message", Fault.status(500));

        assertThat(client.post("/send_message", "{}").status()).isEqualTo(503);
        assertThat(client.post(
                                "/send_message",
                                "{'receiver':'" + ID + "','sender':{'name':'Shop'},'type':'text','text':'a'}")
                        .status())
                .isEqualTo(500);
        assertThat(ines.received()).hasSize(1);
        assertThat(viber.calls("POST /send_message")).isEqualTo(2);
    }
}
