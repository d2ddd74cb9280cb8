package dev.byoc.viber;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.channel.Inbound;
import dev.byoc.channel.Inbound.Receipt.Status;
import dev.byoc.channel.Received;
import dev.byoc.channel.Registration;
import dev.byoc.channel.SendResult;
import dev.byoc.channel.SendResult.Reason;
import dev.byoc.channel.WebhookTarget;
import dev.byoc.json.Json;
import dev.byoc.message.Content;
import dev.byoc.message.Customer;
import dev.byoc.message.Media;
import dev.byoc.wording.Wording;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each sample file with the whole value that it must give; {@link #everySampleHasARow} keeps the tables complete. */
final class SamplesTest {
    private static final String PHOTO =
            "https://media-direct.cdn.viber.com/download_photo?dlid=SAMPLE-avatar-token_AbC-123&fltp=jpg&imsz=0000";
    private static final String DL = "https://dl-media.viber.com/5/media/2/short/any/sig/";
    private static final String SIGNED = "&Signature=SAMPLE~not-a-real-signature__&Key-Pair-Id=SAMPLEKEYPAIRID";
    private static final Customer U1 = Customer.builder(Bot.USER)
            .name("Sample Person")
            .avatar(Media.at(PHOTO))
            .language("bg")
            .country("BG")
            .build();
    private static final Customer U2 = Customer.builder("zvY365TY/icz3RscJwgYKA==")
            .name("Second Sample")
            .avatar(Media.at(PHOTO))
            .language("bg")
            .country("BG")
            .build();
    private static final String U3 = "P4QXNQk+AKY+7/73g7QJaw==";
    private static final String SENT = "6209208022367994633";

    private static final Map<String, Inbound> INBOUND = Map.ofEntries(
            entry("message_text.json", said("6209200723524063137", 1772446590000L, "Hello, is order 1042 on its way?")),
            entry(
                    "message_text_duplicate_delivery.json",
                    said("6209200723524063137", 1772446590000L, "Hello, is order 1042 on its way?")),
            entry("message_text_with_tracking_data.json", said("6209200975182303138", 1772446650000L, "Yes please")),
            entry(
                    "message_text_unicode_utf8.json",
                    message(
                            "6209201226840543139",
                            1772446710000L,
                            named(Bot.USER, "Пример Човек 🙂"),
                            new Content.Text(
                                    "Здравей 👩\u200D👩\u200D👧 שלום \u200Fעולם\u200E zero\u200Bwidth e\u0301 🇧🇬"))),
            entry(
                    "message_text_unicode_escaped.json",
                    message(
                            "6209201478498783140",
                            1772446770000L,
                            named(Bot.USER, "Пример"),
                            new Content.Text("Здравей 🙂"))),
            entry(
                    "message_text_emoticon_code.json",
                    said("6209201730157023141", 1772446830000L, "thanks (smiley) (heart)")),
            entry(
                    "message_text_placeholder_profile.json",
                    message(
                            "6209201981815263142",
                            1772446890000L,
                            Customer.builder(U3).language("en").country("BG").build(),
                            new Content.Text("hi"))),
            entry(
                    "message_text_minimal_sender.json",
                    message(
                            "6209202233473503143",
                            1772446950000L,
                            Customer.builder(U3).name("Third Sample").build(),
                            new Content.Text("hi"))),
            entry("message_keyboard_reply.json", said("6209202485131743144", 1772447010000L, "ORDER_STATUS")),
            entry("message_keyboard_reply_silent.json", said("6209202736789983145", 1772447070000L, "RATE_5")),
            entry(
                    "message_picture.json",
                    message(
                            "6209202988448223146",
                            1772447130000L,
                            U1,
                            new Content.Image(
                                    Media.of(
                                                    DL
                                                            + "image/0x0/fbb2/d3c0f0e0296c69d7add70f8ff8385519903d5a32f1c1137a05b4a64442b0fbb2.jpg?Expires=1772450730"
                                                            + SIGNED,
                                                    "1772447129870.jpg",
                                                    null,
                                                    356135)
                                            .withPreview(thumbnail(
                                                    "3ace/87845ec1fd82bfcce4c924034f21abbf86dbdc970d1175e9a2ae81529ca13ace",
                                                    1772450730)),
                                    "broken on arrival"))),
            entry(
                    "message_picture_missing_media.json",
                    message("6209203240106463147", 1772447190000L, U1, new Content.Unsupported("picture", null))),
            entry(
                    "message_picture_foreign_host.json",
                    message(
                            "6209203491764703148",
                            1772447250000L,
                            U1,
                            new Content.Image(
                                    Media.of("https://cdn.example.net/p/cat.jpg", "cat.jpg", null, 20480), null))),
            entry(
                    "message_video.json",
                    message(
                            "6209203743422943149",
                            1772447310000L,
                            U1,
                            new Content.Video(
                                    Media.of(
                                                    DL
                                                            + "video/0x0/c41b/21621be272a5d491327c99ec38ad73010eef6e70d3aca0ed3f0ee11cf53ac41b.mp4?Expires=1772450910"
                                                            + SIGNED,
                                                    "1772447309001.mp4",
                                                    null,
                                                    268364)
                                            .withDuration(Duration.ofMillis(2400))
                                            .withPreview(thumbnail(
                                                    "6ef1/3b6d949c460e3b0d707b67df3b0371cbda513518e954697f4e06788e2c476ef1",
                                                    1772450910)),
                                    "see the leak"))),
            entry(
                    "message_video_null_file_name.json",
                    message(
                            "6209203995081183150",
                            1772447370000L,
                            U1,
                            new Content.Video(
                                    Media.of(
                                                    DL
                                                            + "video/0x0/8d0b/d9d271e7dda1fa07db0fbb39d1685a6422deabc5f41a674602d6d65af95a8d0b.mp4?Expires=1772450970"
                                                            + SIGNED,
                                                    "d9d271e7dda1fa07db0fbb39d1685a6422deabc5f41a674602d6d65af95a8d0b.mp4",
                                                    null,
                                                    250381)
                                            .withDuration(Duration.ofMillis(2466))
                                            .withPreview(thumbnail(
                                                    "7672/609f85173bddadf9dc6e413247a3793c7eddc74aebfe6bdb20c2dd5a4c6e7672",
                                                    1772450970)),
                                    null))),
            entry(
                    "message_file.json",
                    message(
                            "6209204246739423151",
                            1772447430000L,
                            U1,
                            new Content.File(
                                    Media.of(
                                            DL
                                                    + "file/0x0/6ec2/b5689ff8a0c983070c218e361c9e76ccfcb6bf8ef47b5898b85b5f0ee3766ec2.pdf?Expires=1772451030"
                                                    + SIGNED,
                                            "invoice-1042.pdf",
                                            null,
                                            73311),
                                    null))),
            entry(
                    "message_sticker.json",
                    message(
                            "6209204498397663152",
                            1772447490000L,
                            U1,
                            new Content.Sticker(
                                    Media.of(
                                            "http://content.cdn.viber.com/stickers/100/40100/00040100.png",
                                            "00040100.png",
                                            null,
                                            -1),
                                    "40100"))),
            entry(
                    "message_sticker_string_id.json",
                    message("6209204750055903153", 1772447550000L, U1, new Content.Sticker(null, "40133"))),
            entry(
                    "message_contact.json",
                    message(
                            "6209205001714143154",
                            1772447610000L,
                            U1,
                            new Content.Contact("Sample Courier", "+12025550143"))),
            entry(
                    "message_url.json",
                    message(
                            "6209205253372383155",
                            1772447670000L,
                            U1,
                            new Content.Link(URI.create("https://shop.example.com/p/1042?ref=viber&x=1"), null))),
            entry(
                    "message_location.json",
                    message(
                            "6209205505030623156",
                            1772447730000L,
                            U1,
                            new Content.Location(42.6977082, 23.3218675, null))),
            entry(
                    "message_unknown_type.json",
                    message(
                            "6209205756688863157",
                            1772447790000L,
                            U1,
                            new Content.Unsupported("hologram", "https://cdn.example.net/h/1"))),
            entry("message_inline_chat.json", said("6209206008347103158", 1772447850000L, "cats")),
            entry(
                    "subscribed.json",
                    new Inbound.CustomerJoined("subscribed:6209200476395667469", U1, at(1772446531000L), null, null)),
            entry(
                    "subscribed_minimal_user.json",
                    new Inbound.CustomerJoined(
                            "subscribed:6209200480589971470",
                            Customer.builder(U2.id()).name("Second Sample").build(),
                            at(1772446532000L),
                            null,
                            null)),
            entry(
                    "unsubscribed.json",
                    new Inbound.CustomerLeft("unsubscribed:6209200484784275471", Bot.USER, at(1772446533000L))),
            entry(
                    "conversation_started.json",
                    new Inbound.CustomerJoined(
                            "conversation_started:6209200488978579472",
                            U2,
                            at(1772446534000L),
                            "campaign=spring&src=qr",
                            null)),
            entry(
                    "conversation_started_subscribed_no_context.json",
                    new Inbound.CustomerJoined(
                            "conversation_started:6209200493172883473", U1, at(1772446535000L), null, null)),
            entry("delivered.json", receipt("delivered", 1772448331900L, Status.DELIVERED, false, "")),
            entry("delivered_second_device.json", receipt("delivered", 1772448338200L, Status.DELIVERED, false, "")),
            entry("seen.json", receipt("seen", 1772448375000L, Status.SEEN, true, "")),
            entry("failed.json", receipt("failed", 1772448332500L, Status.FAILED, false, "message validation failed")),
            entry("failed_without_desc.json", receipt("failed", 1772459630000L, Status.FAILED, false, "")),
            entry("client_status.json", new Inbound.Ignored("client_status event: payments are not relayed")),
            entry("unknown_event.json", new Inbound.Ignored("unknown event something_new")),
            entry("webhook_event.json", new Inbound.Ignored("Viber tried the webhook")),
            entry("webhook_event_swapped_fields.json", new Inbound.Ignored("Viber tried the webhook")));

    private static final Map<String, Content> REQUESTS = Map.of(
            "send_message_text_request.json", new Content.Text("Your order 1042 left our store today."),
            "send_message_text_unicode_request.json", new Content.Text("Благодаря 🙂 — ваша поръчка е готова"),
            "send_message_picture_request.json",
                    new Content.Image(
                            file("parcel.jpg", "image/jpeg", 90_000)
                                    .withPreview(file("parcel-400.jpg", "image/jpeg", 20_000)),
                            "Your parcel"),
            "send_message_picture_empty_text_request.json",
                    new Content.Image(file("parcel.png", "image/png", 90_000), null),
            "send_message_video_request.json",
                    new Content.Video(
                            file("how-to.mp4", "video/mp4", 3861139)
                                    .withDuration(Duration.ofSeconds(42))
                                    .withPreview(file("how-to-400.jpg", "image/jpeg", 20_000)),
                            null),
            "send_message_file_request.json",
                    new Content.File(file("invoice-1042.pdf", "application/pdf", 73311), null),
            "send_message_contact_request.json", new Content.Contact("Sample Courier", "+1 (202) 555-0143"),
            "send_message_location_request.json", new Content.Location(42.6977082, 23.3218675, null),
            "send_message_url_request.json", new Content.Link(URI.create("https://shop.example.com/orders/1042"), null),
            "send_message_sticker_request.json", new Content.Sticker(null, "40100"));

    /** Optional fields of the samples that we have nothing for. */
    private static final Map<String, String> NOT_SENT =
            Map.of("tracking_data", "nothing has to come back with the customer's answer");

    private static final Map<String, SendResult> SEND_RESPONSES = Map.ofEntries(
            entry("send_message_response.json", new SendResult.Accepted(List.of(SENT))),
            entry("send_message_response_billed.json", new SendResult.Accepted(List.of("6209208022367994634"))),
            entry(
                    "send_message_response_no_billing_status.json",
                    new SendResult.Accepted(List.of("6209208022367994635"))),
            refused(
                    "account_blocked",
                    Reason.MISCONFIGURED,
                    "Viber has blocked the bot. Ask Viber's support. (status 7: publicAccountBlocked)"),
            refused(
                    "api_version_not_supported",
                    Reason.UNSUPPORTED,
                    "The customer's Viber is too old for this kind of message. (status 13: apiVersionNotSupported)"),
            refused("bad_data", Reason.REJECTED, "Viber does not understand this message. (status 3: badData)"),
            refused(
                    "bad_receiver_id",
                    Reason.RECIPIENT_GONE,
                    "The customer's id is not one of this bot's. (status 999: Bad receiver ID)"),
            refused(
                    "free_messages_exceeded",
                    Reason.WINDOW_CLOSED,
                    "The bot's free messages of this month are used up. The customer has to write first. (status 23:"
                            + " freeMessagesExceeded)"),
            refused("general_error", Reason.REJECTED, "Viber reports a failure. (status 1000: failure)"),
            refused(
                    "incompatible_with_version",
                    Reason.UNSUPPORTED,
                    "This kind of message needs a newer version of the API. (status 14: incompatibleWithVersion)"),
            refused("missing_data", Reason.REJECTED, "Viber misses something in this message. (status 4: missingData)"),
            refused(
                    "no_balance",
                    Reason.MISCONFIGURED,
                    "The bot's balance is used up. Pay it up, or wait until the customer writes. (status 24: noBalance)"),
            refused(
                    "no_suitable_device",
                    Reason.RECIPIENT_GONE,
                    "The customer has no device that can talk to bots. (status 11: receiverNoSuitableDevice)"),
            refused(
                    "not_registered",
                    Reason.RECIPIENT_GONE,
                    "The customer is not on Viber any more. (status 5: receiverNotRegistered)"),
            refused(
                    "not_subscribed",
                    Reason.RECIPIENT_GONE,
                    "The customer is not subscribed to the bot and has to write first. If they have only just written,"
                            + " send it again. (status 6: notSubscribed)"),
            entry(
                    "send_message_response_too_many_requests.json",
                    new SendResult.TryLater(
                            Duration.ofMinutes(15),
                            false,
                            "Viber has had too many messages for now. (status 12: Too many requests)")),
            refused(
                    "unsupported_country",
                    Reason.RECIPIENT_GONE,
                    "Viber does not deliver to the customer's country. (status 21: unsupportedCountry)"),
            refused(
                    "webhook_not_set",
                    Reason.MISCONFIGURED,
                    "The bot has no webhook. Install the channel again. (status 10: webhookNotSet)"),
            entry(
                    "response_missing_auth_token.json",
                    new SendResult.Refused(
                            Reason.AUTH,
                            "Viber does not accept the bot's token. Set the current one. (status 2: missing_auth_token)")));

    private static final String CALLED =
            "Viber cannot use the bot's webhook address. (status 1: Result[HttpRequest[POST /webhooks/viber/tenant-a1"
                    + " HTTP/1.1]@0a1b2c3d > HttpResponse[";

    private static final Map<String, Registration> REGISTRATIONS = Map.of(
            "set_webhook_response.json", new Registration.Registered("Viber has tried the webhook and set it."),
            "set_webhook_response_unknown_event_type.json",
                    new Registration.Registered("Viber has tried the webhook and set it."),
            "set_webhook_response_callback_not_200.json",
                    new Registration.Failed(false, CALLED + "HTTP/1.1 419 unknown status]@4e5f6071] null)", true),
            "set_webhook_response_connection_refused.json",
                    new Registration.Failed(
                            false,
                            CALLED + "null 0 null]@4e5f6071] java.net.ConnectException: Connection refused)",
                            true),
            "set_webhook_response_tls_failure.json",
                    new Registration.Failed(
                            false,
                            CALLED
                                    + "null 0 null]@4e5f6071] javax.net.ssl.SSLHandshakeException: General SSLEngine problem)",
                            true),
            "set_webhook_response_invalid_url.json",
                    new Registration.Failed(
                            false, "Viber cannot use the bot's webhook address. (status 1: invalidUrl)", true),
            "set_webhook_response_no_status_message.json",
                    new Registration.Failed(false, "Viber cannot use the bot's webhook address. (status 1)", true),
            "set_webhook_response_invalid_auth_token.json",
                    new Registration.Failed(
                            false,
                            "Viber does not accept the bot's token. Set the current one. (status 2: invalidAuthToken)"));

    /** Files that another test uses, or that nothing here sends or reads. */
    private static final Map<String, String> ELSEWHERE = Map.ofEntries(
            entry("index.json", "the list of the files"),
            entry("signatures.json", "ViberSignatureTest"),
            entry("status_codes.json", "ViberStatusTest"),
            entry("set_webhook_request.json", "ViberRegistrationTest"),
            entry("set_webhook_request_remove.json", "ViberRegistrationTest"),
            entry("set_webhook_response_removed.json", "ViberRegistrationTest"),
            entry("get_account_info_request.json", "ViberRegistrationTest"),
            entry("get_account_info_response.json", "ViberRegistrationTest"),
            entry("welcome_message_body.json", "ViberEventsTest"),
            entry("set_webhook_request_mandatory_only.json", "receipts and joins are always wanted"),
            entry("send_message_keyboard_only_request.json", "styled by hand; ours is in ViberSendTest"),
            entry("send_message_text_keyboard_request.json", "styled by hand; ours is in ViberSendTest"),
            entry("send_message_rich_media_request.json", "styled by hand; ours is in ViberSendTest"),
            entry("broadcast_message_request.json", "nothing is broadcast"),
            entry("broadcast_message_response.json", "nothing is broadcast"),
            entry("get_online_request.json", "nobody asks who is online"),
            entry("get_online_response.json", "nobody asks who is online"),
            entry("get_user_details_request.json", "the webhook brings the profile; two calls a day are too few"),
            entry("get_user_details_response.json", "the webhook brings the profile"),
            entry("get_user_details_response_rate_limited.json", "the webhook brings the profile"));

    private final Bot bot = new Bot();

    @AfterEach
    void close() {
        bot.close();
    }

    @Test
    void everySampleHasARow() {
        Set<String> files = new LinkedHashSet<>(List.of("index.json", "signatures.json"));
        Bot.json("viber/index.json")
                .get("files")
                .items()
                .forEach(row -> files.add(row.get("file").text()));
        files.add("status_codes.json");

        assertThat(Stream.of(INBOUND, REQUESTS, SEND_RESPONSES, REGISTRATIONS, ELSEWHERE)
                        .flatMap(table -> table.keySet().stream()))
                .doesNotHaveDuplicates()
                .containsExactlyInAnyOrderElementsOf(files);
    }

    static Set<String> inbound() {
        return INBOUND.keySet();
    }

    @ParameterizedTest
    @MethodSource("inbound")
    void readsTheWholeEvent(String file) {
        Received received = bot.receive(Bot.sample("viber/" + file));

        assertThat(received.events()).containsExactly(INBOUND.get(file));
        assertThat(received.answer().status()).isEqualTo(200);
        assertThat(received.answer().body())
                .as("no bot but a greeting one answers in the body")
                .isEmpty();
    }

    static Set<String> requests() {
        return REQUESTS.keySet();
    }

    @ParameterizedTest
    @MethodSource("requests")
    void sendsTheWholeRequest(String file) {
        Map<String, Json> expected =
                new LinkedHashMap<>(Bot.json("viber/" + file).fields());
        expected.keySet().removeAll(NOT_SENT.keySet());

        assertThat(bot.sent(REQUESTS.get(file)).fields()).isEqualTo(expected);
    }

    static Set<String> sendResponses() {
        return SEND_RESPONSES.keySet();
    }

    @ParameterizedTest
    @MethodSource("sendResponses")
    void readsTheAnswerToAMessage(String file) {
        bot.answers(Bot.json("viber/" + file));

        assertThat(Bot.forOperators(bot.send(new Content.Text("hello")))).isEqualTo(SEND_RESPONSES.get(file));
    }

    static Set<String> registrations() {
        return REGISTRATIONS.keySet();
    }

    @ParameterizedTest
    @MethodSource("registrations")
    void readsTheAnswerToARegistration(String file) {
        bot.answers("{\"status\":0}").answers(Bot.json("viber/" + file));

        assertThat(bot.channel.registerWebhook(new WebhookTarget(Bot.WEBHOOK, List.of(), false, Wording.ENGLISH)))
                .isEqualTo(REGISTRATIONS.get(file));
    }

    private static Map.Entry<String, SendResult> refused(String name, Reason reason, String detail) {
        return entry("send_message_response_" + name + ".json", new SendResult.Refused(reason, detail));
    }

    private static Inbound said(String token, long millis, String text) {
        return message(token, millis, U1, new Content.Text(text));
    }

    private static Inbound message(String token, long millis, Customer customer, Content content) {
        return Inbound.MessageReceived.builder("message:" + token, customer, at(millis))
                .content(content)
                .build();
    }

    private static Inbound receipt(String event, long millis, Status status, boolean andEarlier, String detail) {
        return new Inbound.Receipt(event + ":" + SENT + ":" + Bot.USER, SENT, at(millis), status, andEarlier, detail);
    }

    private static Customer named(String id, String name) {
        return Customer.builder(id)
                .name(name)
                .avatar(Media.at(PHOTO))
                .language("bg")
                .country("BG")
                .build();
    }

    private static Instant at(long millis) {
        return Instant.ofEpochMilli(millis);
    }

    private static Media thumbnail(String path, long expires) {
        return Media.at(DL + "image/400/" + path + ".jpg?Expires=" + expires + SIGNED);
    }

    private static Media file(String name, String type, long size) {
        return Media.of("https://static.example.com/out/" + name, name, type, size);
    }
}
