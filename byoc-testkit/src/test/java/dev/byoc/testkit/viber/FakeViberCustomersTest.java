package dev.byoc.testkit.viber;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.byoc.Secret;
import dev.byoc.json.Json;
import dev.byoc.support.Signatures;
import dev.byoc.testkit.Client;
import dev.byoc.testkit.WebhookCatcher;
import dev.byoc.testkit.server.Delivery;
import java.util.List;
import java.util.Map;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FakeViberCustomersTest {
    private static final String ID = "dyN4Ob6OXfag+Atd/1SifA==";

    private final FakeViber viber = new FakeViber();
    private final Client client = new Client(viber.url(), Map.of("X-Viber-Auth-Token", viber.token()));
    private final ViberCustomer ines = viber.customer(ID, "Ines Ж");
    private WebhookCatcher catcher;

    @BeforeEach
    void setUp() throws Exception {
        catcher = new WebhookCatcher();
        viber.connectWebhook(catcher.url());
    }

    @AfterEach
    void close() {
        client.close();
        viber.close();
        catcher.close();
    }

    private Json last() {
        return Json.parse(catcher.last().getBody().toByteArray());
    }

    private Json send(String fields) throws Exception {
        return client.post("/send_message", "{'receiver':'" + ID + "','sender':{'name':'Shop'}," + fields + "}")
                .json();
    }

    private boolean signedWith(RecordedRequest request, String signature) {
        return Signatures.isHmacSha256Hex(
                List.of(Secret.of(viber.token())), request.getBody().toByteArray(), signature);
    }

    @Test
    void aTextComesAsASignedEvent() {
        assertThat(ines.says("Hi 😊")).isEqualTo(200);

        RecordedRequest request = catcher.last();
        Json event = last();
        String signature = request.getHeaders().get("X-Viber-Content-Signature");
        assertThat(signedWith(request, signature)).isTrue();
        assertThat(request.getUrl().queryParameter("sig")).isEqualTo(signature);
        assertThat(event.get("event").text()).isEqualTo("message");
        assertThat(event.get("message").get("type").text()).isEqualTo("text");
        assertThat(event.get("message").get("text").text()).isEqualTo("Hi 😊");
        assertThat(event.get("sender").get("id").text()).isEqualTo(ID);
        assertThat(event.get("sender").get("name").text()).isEqualTo("Ines Ж");
        assertThat(event.get("message_token").number()).isGreaterThan(1L << 53);
        assertThat(event.get("silent").isPresent()).isTrue();
    }

    @Test
    void everythingBeyondAsciiIsEscapedInUpperCase() {
        ines.says("Жé");

        assertThat(catcher.last().getBody().utf8()).contains("\\u0416\\u00E9");
    }

    @Test
    void theSignatureStandsWhereItIsSet() {
        viber.signatureIn(SignatureIn.QUERY);
        ines.says("a");
        assertThat(catcher.last().getHeaders().get("X-Viber-Content-Signature")).isNull();
        assertThat(signedWith(catcher.last(), catcher.last().getUrl().queryParameter("sig")))
                .isTrue();

        viber.signatureIn(SignatureIn.HEADER);
        ines.says("a");
        assertThat(catcher.last().getTarget()).isEqualTo("/hook");
    }

    @Test
    void theFirstMessageSubscribesWithoutAnEvent() {
        ines.says("Hello");

        assertThat(ines.isSubscribed()).isTrue();
        assertThat(catcher.requests()).hasSize(1);
    }

    @Test
    void everyKindOfMessageHasItsFields() {
        ines.sendsPicture("https://m.example/a.jpg", "caption");
        assertThat(last().get("message").get("media").text()).isEqualTo("https://m.example/a.jpg");
        assertThat(last().get("message").get("text").text()).isEqualTo("caption");
        ines.sendsVideo("https://m.example/a.mp4", 7, 2400);
        assertThat(last().get("message").get("duration").number()).isEqualTo(2400);
        ines.sendsFile("https://m.example/a.pdf", "a.pdf", 7);
        assertThat(last().get("message").get("file_name").text()).isEqualTo("a.pdf");
        ines.sendsLocation(42.6977082, 23.3218675);
        assertThat(last().get("message").get("location").get("lat").decimal()).isEqualTo(42.6977082);
        ines.sendsSticker(40100);
        assertThat(last().get("message").get("sticker_id").number()).isEqualTo(40100);
        assertThat(last().get("message").get("media").text()).endsWith("/40100/00040100.png");
        ines.sendsContact("Ada", "+12025550143");
        assertThat(last().get("message").get("contact").get("phone_number").text())
                .isEqualTo("+12025550143");
    }

    @Test
    void subscribingAndLeavingAreTold() {
        ines.subscribes();
        assertThat(last().get("event").text()).isEqualTo("subscribed");
        assertThat(last().get("user").get("id").text()).isEqualTo(ID);
        ines.unsubscribes();
        assertThat(last().get("event").text()).isEqualTo("unsubscribed");
        assertThat(last().get("user_id").text()).isEqualTo(ID);
        assertThat(last().get("user").isPresent()).isFalse();
    }

    @Test
    void theAnswerToAnOpenedConversationIsReceivedAsWelcome() {
        catcher.body("{\"sender\":{\"name\":\"Shop\"},\"type\":\"text\",\"text\":\"Welcome!\"}");

        ines.opensConversation("campaign=spring");

        assertThat(last().get("context").text()).isEqualTo("campaign=spring");
        assertThat(last().get("subscribed").isTrue()).isFalse();
        assertThat(ines.receivedTexts()).containsExactly("Welcome!");
        assertThat(ines.isSubscribed()).isFalse();
    }

    @Test
    void aWelcomeThatIsNotWellFormedIsNotShown() {
        catcher.body("OK");
        ines.opensConversation("");
        catcher.body(
                "{\"receiver\":\"" + ID + "\",\"sender\":{\"name\":\"Shop\"},\"type\":\"text\",\"text\":\"Welcome!\"}");
        ines.opensConversation("");

        assertThat(last().get("context").isPresent()).isFalse();
        assertThat(ines.received()).isEmpty();
    }

    @Test
    void aTapSendsTheActionBodyOfTheLastKeyboard() throws Exception {
        ines.says("Hello");
        send("'type':'text','text':'?','tracking_data':'menu-1','keyboard':{'Type':'keyboard','Buttons':["
                + "{'ActionBody':'ORDER','Text':'<b>Order</b>','Silent':true},"
                + "{'ActionBody':'https://m.example/','ActionType':'open-url','Text':'Help'}]}");

        ines.taps("Order");
        assertThat(last().get("message").get("text").text()).isEqualTo("ORDER");
        assertThat(last().get("message").get("tracking_data").text()).isEqualTo("menu-1");
        assertThat(last().get("silent").isTrue()).isTrue();
        ines.taps("Help");
        assertThat(last().get("message").get("text").text()).isEqualTo("https://m.example/");
        assertThatThrownBy(() -> ines.taps("Other")).isInstanceOf(AssertionError.class);
    }

    @Test
    void aTapOnSharePhoneSendsAContact() throws Exception {
        ines.says("Hello");
        send("'min_api_version':3,'keyboard':{'Type':'keyboard','Buttons':["
                + "{'ActionBody':'a','ActionType':'share-phone','Text':'Call me'}]}");

        ines.taps("Call me");

        assertThat(last().get("message").get("type").text()).isEqualTo("contact");
    }

    @Test
    void anEventThatIsNotAnswered200ComesAgainWithItsToken() {
        catcher.willAnswer(201, 0);

        assertThat(ines.says("Hello")).isEqualTo(200);
        assertThat(catcher.requests()).hasSize(3);
        assertThat(catcher.requests())
                .extracting(RecordedRequest::getBody)
                .containsOnly(catcher.last().getBody());
        assertThat(viber.webhooks().deliveries()).extracting(Delivery::status).containsExactly(201, 0, 200);
    }

    @Test
    void receiptsOfOneMessageCarryItsToken() throws Exception {
        ines.says("Hello");
        send("'type':'text','text':'a'");
        ReceivedMessage message = ines.awaitReceived(1).get(0);

        ines.reads(message);
        assertThat(last().get("event").text()).isEqualTo("seen");
        assertThat(last().get("message_token").number()).isEqualTo(message.token());
        ines.failsToShow(message, "message validation failed");
        assertThat(last().get("event").text()).isEqualTo("failed");
        assertThat(last().get("desc").text()).isEqualTo("message validation failed");
    }

    @Test
    void anIdThatCannotBeVibersIsRefused() {
        assertThatThrownBy(() -> viber.customer("ines@example.com", "Ines"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> viber.customer("12025550143", "Ines")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void registeringCallsTheAddressBackWhileTheCallWaits() throws Exception {
        viber.connectWebhook(null);

        Json got = client.post("/set_webhook", "{'url':'" + catcher.url() + "','send_name':true}")
                .json();

        assertThat(got.get("status").number()).isZero();
        assertThat(got.get("event_types").items()).extracting(Json::text).contains("message", "seen", "failed");
        assertThat(last().get("event").text()).isEqualTo("webhook");
        assertThat(viber.webhook()).isEqualTo(catcher.url());
        Json info = client.post("/get_account_info", "{}").json();
        assertThat(info.get("webhook").text()).isEqualTo(catcher.url().toString());
        assertThat(info.get("id").text()).startsWith("pa:");
    }

    @Test
    void registeringFailsWithADumpUnlessTheCallBackIsAnswered200() throws Exception {
        viber.connectWebhook(null);
        catcher.willAnswer(419);
        String body = "{'url':'" + catcher.url() + "'}";

        Json got = client.post("/set_webhook", body).json();
        assertThat(got.get("status").number()).isEqualTo(1);
        assertThat(got.get("status_message").text()).contains("POST /hook HTTP/1.1", "HTTP/1.1 419");
        assertThat(viber.webhook()).isNull();

        catcher.close();
        assertThat(client.post("/set_webhook", body)
                        .json()
                        .get("status_message")
                        .text())
                .contains("Connection refused");
    }

    @Test
    void registeringRefusesAddressesThatAreNoneOrNotHttps() throws Exception {
        assertThat(client.post("/set_webhook", "{'url':'http://shop.example/'}")
                        .json()
                        .get("status")
                        .number())
                .isEqualTo(1);
        assertThat(client.post("/set_webhook", "{'url':'shop'}")
                        .json()
                        .get("status")
                        .number())
                .isEqualTo(1);
        assertThat(client.post("/set_webhook", "{}").json().get("status").number())
                .isEqualTo(4);
    }

    @Test
    void anEmptyAddressRemovesTheWebhook() throws Exception {
        assertThat(client.post("/set_webhook", "{'url':''}")
                        .json()
                        .get("status")
                        .number())
                .isZero();
        assertThat(viber.webhook()).isNull();
        assertThat(ines.says("Hello")).isZero();
    }

    @Test
    void onlyTheEventsThatWereAskedForCome() throws Exception {
        client.post("/set_webhook", "{'url':'" + catcher.url() + "','event_types':[]}");
        int before = catcher.requests().size();

        ines.opensConversation("");
        assertThat(catcher.requests()).hasSize(before);
        ines.says("Hello");
        assertThat(catcher.requests()).hasSize(before + 1);
    }

    @Test
    void namesArePlaceholdersUnlessTheyWereAskedFor() throws Exception {
        client.post("/set_webhook", "{'url':'" + catcher.url() + "'}");
        ines.says("Hello");

        assertThat(last().get("sender").get("name").text()).isEqualTo("Subscriber");
        assertThat(last().get("sender").get("avatar").text()).startsWith("http://");
    }
}
