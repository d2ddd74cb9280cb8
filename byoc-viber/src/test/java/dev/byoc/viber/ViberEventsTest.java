package dev.byoc.viber;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.channel.Inbound;
import dev.byoc.channel.Received;
import dev.byoc.json.Json;
import dev.byoc.message.Content;
import dev.byoc.message.Customer;
import dev.byoc.message.Media;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ViberEventsTest {
    private static final String AVATAR = "https://media.example.net/a/1.jpg";

    private final Bot bot = new Bot();

    @AfterEach
    void close() {
        bot.close();
    }

    @Test
    void keepsEveryDigitOfAToken() {
        assertThat(eventId("bc18-viber-token-a.json")).isEqualTo("message:5741311803571721087");
        assertThat(eventId("bc18-viber-token-b.json")).isEqualTo("message:5741311803571721088");
        assertThat(eventId("bc18-viber-token-string.json")).isEqualTo(eventId("bc18-viber-token-a.json"));
        assertThat(eventId("bc18-viber-token-beyond-long.json")).isEqualTo("message:18446744073709551615");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e999999999", "1.5", "\"\"", "\"abc\"", "-", "\"1 OR 1=1\"", "1e3"})
    void refusesATokenThatIsNoWholeNumber(String token) {
        byte[] body = withToken(token);

        assertThat(event(body)).isInstanceOfAny(Inbound.Ignored.class, Inbound.Unreadable.class);
    }

    @Test
    void refusesATokenOfAMillionDigits() {
        assertThat(event(withToken("9".repeat(1_000_000))))
                .isEqualTo(new Inbound.Unreadable("message event whose message_token is no whole number"));
    }

    /** Viber signed it: a customer's words or a failed answer, which an operator has to look at. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'event':'message','message_token':1.5,'sender':{'id':'QQ=='},'message':{'type':'text','text':'hi'}}",
                "{'event':'message','message_token':'abc','sender':{'id':'QQ=='},'message':{'type':'text','text':'hi'}}",
                "{'event':'message','message_token':1e18,'sender':{'id':'QQ=='},'message':{'type':'text','text':'hi'}}",
                "{'event':'message','message_token':1,'message':{'type':'text','text':'hi'}}",
                "{'event':'message','message_token':1,'sender':{'name':'A'},'message':{'type':'text','text':'hi'}}",
                "{'event':'message','message_token':1,'sender':{'id':''},'message':{'type':'text','text':'hi'}}",
                "{'event':'message','message_token':1,'sender':'QQ==','message':{'type':'text','text':'hi'}}",
                "{'event':'message','message_token':1,'user':{'id':'QQ=='}}",
                "{'message_token':1,'sender':{'id':'QQ=='},'message':{'type':'text','text':'hi'}}",
                "{'event':'','message_token':1,'sender':{'id':'QQ=='},'message':{'type':'text','text':'hi'}}",
                "{'event':'message_edited','message_token':1,'sender':{'id':'QQ=='},'message':{'type':'text','text':'hi'}}",
                "{'event':'reply','message_token':1,'sender':{'id':'QQ=='},'message':'hi'}",
                "{'event':'failed','message_token':'abc','user_id':'QQ==','desc':'no such user'}",
                "{'event':'failed','user_id':'QQ==','desc':'no such user'}",
                "[{'event':'message','message_token':1,'sender':{'id':'QQ=='},'message':{'type':'text','text':'hi'}}]",
                "'hi'"
            })
    void keepsWhatACustomerMayHaveSaidAndCannotBeRelayed(String body) {
        assertThat(event(json(body)))
                .isInstanceOfSatisfying(
                        Inbound.Unreadable.class, kept -> assertThat(kept.why()).doesNotContain("hi"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "{}",
                "{'event':'seen','message_token':'abc','user_id':'QQ=='}",
                "{'event':'delivered','user_id':'QQ=='}",
                "{'event':'subscribed','message_token':1.5,'user':{'id':'QQ=='}}",
                "{'event':'conversation_started','message_token':1,'user':{}}",
                "{'event':'unsubscribed','message_token':1}",
                "{'event':'reaction','message_token':1,'user_id':'QQ=='}"
            })
    void ignoresWhatSaysNothingThatCouldBeLost(String body) {
        assertThat(event(json(body))).isInstanceOf(Inbound.Ignored.class);
    }

    @Test
    void relaysAMessageWithoutATokenAlthoughARepeatCannotBeRecognised() {
        assertThat(message("{'event':'message','sender':{'id':'QQ=='},'message':{'type':'text','text':'hi'}}"))
                .isEqualTo(Inbound.MessageReceived.builder(null, Customer.of("QQ=="), Bot.RECEIVED)
                        .content(new Content.Text("hi"))
                        .build());
    }

    @ParameterizedTest
    @CsvSource({
        "bc19-viber-client-status.json, 'Ignored[why=client_status event: payments are not relayed]'",
        "bc19-viber-unknown-future.json, 'Ignored[why=unknown event reaction_v9]'",
        "bc19-viber-webhook.json, 'Ignored[why=Viber tried the webhook]'",
        "bc19-viber-unsubscribed.json,"
                + " 'CustomerLeft[eventId=unsubscribed:5741311803571721307, customerId=QmluZ28tdXNlci0wMDE=,"
                + " at=2026-01-15T09:00:00Z]'",
        "bc19-viber-delivered.json, 'Receipt[eventId=delivered:5741311803571721303:QmluZ28tdXNlci0wMDE=,"
                + " messageId=5741311803571721303, at=2026-01-15T09:00:00Z, status=DELIVERED, andEarlier=false, detail=]'",
        "bc19-viber-seen.json, 'Receipt[eventId=seen:5741311803571721304:QmluZ28tdXNlci0wMDE=,"
                + " messageId=5741311803571721304, at=2026-01-15T09:00:00Z, status=SEEN, andEarlier=true, detail=]'",
        "bc19-viber-failed.json, 'Receipt[eventId=failed:5741311803571721305:QmluZ28tdXNlci0wMDE=,"
                + " messageId=5741311803571721305, at=2026-01-15T09:00:00Z, status=FAILED, andEarlier=false,"
                + " detail=failure description]'",
        "bc19-viber-conversation-started.json, 'CustomerJoined[eventId=conversation_started:5741311803571721306,"
                + " customer=Customer[QmluZ28tdXNlci0wMDI=], at=2026-01-15T09:00:00Z, context=campaign=1, handle=null]'"
    })
    void readsEventsThatAreNoMessages(String file, String expected) {
        assertThat(event(Bot.sample("cases/" + file))).hasToString(expected);
    }

    @Test
    void inventsNoNameForACustomerWithoutOne() {
        for (String file : new String[] {"absent", "null", "blank"}) {
            assertThat(customer(file).name()).as(file).isNull();
        }
    }

    /** As it comes, such as {@code ua} and {@code UK}; a number or blanks are none. */
    @ParameterizedTest
    @CsvSource({"'\"ua\"', '\"UK\"', ua, UK", "'\" \"', 7, ,", "null, '{}', ,"})
    void languageAndCountryAreWhatViberSays(String language, String country, String l, String c) {
        Inbound event = event(("{\"event\":\"message\",\"message_token\":1,\"sender\":{\"id\":\"QQ==\",\"language\":"
                        + language + ",\"country\":" + country + "},\"message\":{\"type\":\"text\",\"text\":\"hi\"}}")
                .getBytes(StandardCharsets.UTF_8));

        Customer customer = ((Inbound.MessageReceived) event).customer();
        assertThat(customer.language()).isEqualTo(l);
        assertThat(customer.country()).isEqualTo(c);
    }

    @Test
    void keepsAnOddNameForTheCoreToFit() {
        assertThat(customer("emoji"))
                .isEqualTo(Customer.builder("TmFtZS11c2VyLQ==emoji")
                        .name("😀🎩")
                        .avatar(Media.at(AVATAR))
                        .language("ko")
                        .country("KR")
                        .build());
        assertThat(customer("long").name()).hasSizeGreaterThan(255).startsWith("가가");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "array", "truncated", "trailing", "invalid-utf8", "wrong-types", "empty"})
    void relaysNothingOfABodyThatIsNoEvent(String name) {
        byte[] body = name.isEmpty() ? new byte[0] : Bot.sample("cases/bc21-viber-" + name + ".body");

        assertThat(event(body)).isInstanceOfAny(Inbound.Ignored.class, Inbound.Unreadable.class);
    }

    @Test
    void keepsASignedBodyThatIsNoJsonForLater() {
        assertThat(event(Bot.sample("cases/bc21-viber-truncated.body")))
                .isEqualTo(new Inbound.Unreadable("signed, but not readable: malformed JSON"));
        assertThat(event(Bot.sample("cases/bc21-viber-invalid-utf8.body")))
                .isEqualTo(new Inbound.Unreadable("signed, but not readable: not UTF-8"));
    }

    @Test
    void skipsAByteOrderMark() {
        assertThat(event(Bot.sample("cases/bc21-viber-bom.body"))).isInstanceOf(Inbound.MessageReceived.class);
    }

    @Test
    void takesTheLastOfDuplicateKeys() {
        assertThat(event(Bot.sample("cases/bc21-viber-duplicate-keys.body")))
                .hasToString("MessageReceived[message:5741311803571721506, Customer[QQ==], 1 contents]");
    }

    @Test
    void readsMessagesWithoutTextAsWhatTheyAre() {
        assertThat(content("bc23-viber-contact.json")).isEqualTo(new Content.Contact("Sample Person", "+820000000000"));
        assertThat(content("bc23-viber-location.json")).isEqualTo(new Content.Location(37.5665, 126.978, null));
        assertThat(content("bc23-viber-sticker.json")).isEqualTo(new Content.Sticker(null, "46105"));
        assertThat(content("bc23-viber-unknown-type.json")).isEqualTo(new Content.Unsupported("poll_v2", null));
        assertThat(content("bc23-viber-url.json"))
                .isEqualTo(new Content.Link(URI.create("https://shop.example/item?id=7&ref=a"), null));
        assertThat(content("bc23-viber-video.json"))
                .isEqualTo(new Content.Video(
                        Media.of("https://media.example.net/v/1.mp4", "1.mp4", null, 10000)
                                .withDuration(Duration.ofMillis(8))
                                .withPreview(Media.at("https://media.example.net/v/1.jpg")),
                        null));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'type':'text','text':'   '}|Unsupported[kind=empty text, text=null]",
                "{'type':'text'}|Unsupported[kind=empty text, text=null]",
                "{'text':'hi'}|Text[text=hi, full=null]",
                "{}|Unsupported[kind=unknown, text=null]",
                "[1,2]|Unsupported[kind=unknown, text=null]",
                "{'type':7}|Unsupported[kind=7, text=null]",
                "{'type':'\u202E'}|Unsupported[kind=unknown, text=null]",
                "{'type':'picture','text':'look'}|Unsupported[kind=picture, text=look]",
                "{'type':'picture','media':'file:///etc/passwd'}|Unsupported[kind=picture, text=file:///etc/passwd]",
                "{'type':'picture','media':'https://a.example/x y'}|Image[media=Media[unknown type, -1 bytes], caption=null]",
                "{'type':'location','location':{'lat':0,'lon':0}}|Location[latitude=0.0, longitude=0.0, label=null]",
                "{'type':'location','location':{'lat':-90,'lon':180}}|Location[latitude=-90.0, longitude=180.0, label=null]",
                "{'type':'location','location':{'lat':90.1,'lon':0}}|Unsupported[kind=location, text=null]",
                "{'type':'location','location':{'lat':'x'}}|Unsupported[kind=location, text=null]",
                "{'type':'location','location':{'lat':1e999999999,'lon':0}}|Unsupported[kind=location, text=null]",
                "{'type':'contact','contact':{'phone_number':'+1'}}|Contact[name=+1, phone=null]",
                "{'type':'contact','contact':{'name':'A'}}|Contact[name=A, phone=null]",
                "{'type':'contact'}|Unsupported[kind=contact, text=null]",
                "{'type':'sticker'}|Sticker[picture=null, name=?, text=null, pack=null]",
                "{'type':'url','text':'see there'}|Text[text=see there, full=null]",
                "{'type':'url'}|Unsupported[kind=url, text=null]",
                "{'type':'url','media':'javascript:alert(1)'}|Unsupported[kind=url, text=null]",
                "{'type':'url','media':'https://a.example/{x}'}|Link[url=https://a.example/%7Bx%7D, label=null]",
                "{'type':'url','media':'https://a.example/','text':'A'}|Link[url=https://a.example/, label=A]",
                "{'type':'url','media':'https://a.example/','text':'https://a.example/'}|Link[url=https://a.example/, label=null]"
            })
    void makesAReadableLineOfWhateverIsMissing(String json, String expected) {
        assertThat(message("{'event':'message','sender':{'id':'QQ=='},'message':" + json + "}")
                        .contents())
                .singleElement()
                .hasToString(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"'duration':0", "'duration':-1", "'duration':'long'", "'duration':1e300", "'thumbnail':7"})
    void leavesOutADurationOrAPreviewThatIsNone(String field) {
        assertThat(message("{'event':'message','sender':{'id':'Q'},'message':{'type':'video',"
                                + "'media':'https://a.example/',"
                                + field
                                + ",'file_name':'a.mp4'}}")
                        .contents())
                .containsExactly(new Content.Video(Media.of("https://a.example/", "a.mp4", null, -1), null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"file:///etc/passwd", "javascript:alert(1)", "", " "})
    void takesNoPreviewFromWhatIsNoWebAddress(String address) {
        assertThat(message("{'event':'message','sender':{'id':'Q'},'message':{'type':'picture',"
                                + "'media':'https://a.example/','file_name':'a.jpg','thumbnail':'"
                                + address
                                + "'}}")
                        .contents())
                .containsExactly(new Content.Image(Media.of("https://a.example/", "a.jpg", null, -1), null));
    }

    @Test
    void readsTheSizeUnderBothOfItsNames() {
        Content content = message("{'event':'message','sender':{'id':'Q'},'message':{'type':'file',"
                        + "'media':'https://a.example/','file_size':'73311'}}")
                .contents()
                .get(0);

        assertThat(content).isEqualTo(new Content.File(Media.of("https://a.example/", null, null, 73311), null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1768467600", "1768467600000000", "\"1768467600\"", "\"2026-01-15T18:00:00+09:00\""})
    void readsTimestampsOfAnyUnit(String timestamp) {
        assertThat(message("{'event':'message','timestamp':" + timestamp
                                + ",'sender':{'id':'Q'},'message':{'type':'text','text':'hi'}}")
                        .at())
                .isEqualTo(Instant.parse("2026-01-15T09:00:00Z"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"yesterday\"", "null", "-5", "4980000000000000000", "1e300"})
    void takesTheTimeOfArrivalWhereTheTimestampIsNone(String timestamp) {
        assertThat(message("{'event':'message','timestamp':" + timestamp
                                + ",'sender':{'id':'Q'},'message':{'type':'text','text':'hi'}}")
                        .at())
                .isEqualTo(Bot.RECEIVED);
    }

    @Test
    void readsTimestampsAsMilliseconds() {
        Inbound event = event(Bot.sample("cases/bc01-viber-text.json"));

        assertThat(((Inbound.MessageReceived) event).at()).isEqualTo(Instant.parse("2026-01-15T09:00:00Z"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"MESSAGE", "Message", " message ", "message\\n", "\\u200Bmessage"})
    void readsItsOwnWordsInAnyCaseAndWithBlanksAround(String event) {
        Inbound.MessageReceived read = message("{'event':'" + event
                + "','message_token':7,'sender':{'id':'Q'},'message':{'type':'Text','text':'Hi'}}");

        assertThat(read.contents()).containsExactly(new Content.Text("Hi"));
        assertThat(read.eventId()).isEqualTo("message:7");
        assertThat(event(json("{'event':'Delivered ','message_token':7,'user_id':'Q'}")))
                .isInstanceOf(Inbound.Receipt.class);
        assertThat(event(json("{'event':'UNSUBSCRIBED','message_token':7,'user_id':'Q'}")))
                .isInstanceOf(Inbound.CustomerLeft.class);
        assertThat(event(json("{'event':'Conversation_Started','message_token':7,'user':{'id':'Q'}}")))
                .isInstanceOf(Inbound.CustomerJoined.class);
        assertThat(event(json("{'event':'message','silent':true,'sender':{'id':'Q'},"
                        + "'message':{'type':'TEXT','text':'https://shop.example/'}}")))
                .isInstanceOf(Inbound.Ignored.class);
    }

    @Test
    void aSilentSentenceWithAnAddressIsTheCustomers() {
        assertThat(message("{'event':'message','silent':true,'sender':{'id':'Q'},"
                                + "'message':{'type':'text','text':'https://shop.example/a this one'}}")
                        .contents())
                .containsExactly(new Content.Text("https://shop.example/a this one"));
    }

    @Test
    void shortensAndFlattensWhatALogWouldShow() {
        String name = "x\\r\\n2026 ERROR " + "y".repeat(5_000_000);

        assertThat(event(json("{'event':'" + name + "'}")))
                .isInstanceOfSatisfying(
                        Inbound.Ignored.class,
                        ignored -> assertThat(ignored.why())
                                .hasSizeLessThan(300)
                                .doesNotContain("\n")
                                .startsWith("unknown event x  2026 ERROR yyy"));
        assertThat(event(Bot.sample("cases/bc37-viber-log-injection.json")))
                .hasToString(
                        "MessageReceived[message:5741311803571721701, Customer[QmluZ28tdXNlci0wMDE=], 1 contents]");
    }

    @Test
    void relaysMarkupAsTheTextItIs() {
        assertThat(content("bc40-viber-html-name.json")).isEqualTo(new Content.Text("<img src=x onerror=alert(1)>"));
    }

    @Test
    void survivesManyCollidingKeys() {
        StringBuilder body = new StringBuilder("{'event':'seen','message_token':1");
        for (int i = 0; i < 100_000; i++) {
            // Each pair of these has the same hash code.
            body.append(",'");
            for (int bit = 0; bit < 17; bit++) {
                body.append((i >> bit & 1) == 0 ? "Aa" : "BB");
            }
            body.append("':0");
        }

        assertThat(event(json(body.append('}').toString()))).isInstanceOf(Inbound.Receipt.class);
    }

    @Test
    void greetsACustomerWhoOpensTheChatAndNoOther() {
        try (Bot greeting = new Bot("welcome-message", "Welcome! Write to us here.")) {
            Received opened = greeting.receive(Bot.sample("viber/conversation_started.json"));
            Received subscribed = greeting.receive(Bot.sample("viber/subscribed.json"));
            Received nobody = greeting.receive(json("{'event':'conversation_started'}"));

            assertThat(opened.answer().contentType()).isEqualTo("application/json");
            assertThat(Json.parse(opened.answer().body()))
                    .isEqualTo(without("tracking_data", Bot.json("viber/welcome_message_body.json")));
            assertThat(subscribed.answer().body()).isEmpty();
            assertThat(nobody.answer().body()).isEmpty();
        }
    }

    private static Json without(String field, Json json) {
        Json.Builder less = Json.object();
        json.fields().forEach((name, value) -> less.put(name, name.equals(field) ? null : value));
        return less.build();
    }

    private static byte[] withToken(String token) {
        return json("{'event':'message','message_token':" + token
                + ",'sender':{'id':'QQ=='},'message':{'type':'text','text':'hi'}}");
    }

    private static byte[] json(String singleQuoted) {
        return singleQuoted.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    }

    private Inbound event(byte[] body) {
        Received received = bot.receive(body);
        assertThat(received.answer().status()).isEqualTo(200);
        return received.events().get(0);
    }

    private Inbound.MessageReceived message(String singleQuoted) {
        return (Inbound.MessageReceived) event(json(singleQuoted));
    }

    private String eventId(String file) {
        return ((Inbound.MessageReceived) event(Bot.sample("cases/" + file))).eventId();
    }

    private Content content(String file) {
        return ((Inbound.MessageReceived) event(Bot.sample("cases/" + file)))
                .contents()
                .get(0);
    }

    private Customer customer(String name) {
        return ((Inbound.MessageReceived) event(Bot.sample("cases/bc20-viber-name-" + name + ".json"))).customer();
    }
}
