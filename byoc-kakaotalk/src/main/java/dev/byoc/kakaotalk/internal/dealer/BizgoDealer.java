package dev.byoc.kakaotalk.internal.dealer;

import dev.byoc.Visible;
import dev.byoc.channel.AccountHealth;
import dev.byoc.channel.Capabilities;
import dev.byoc.channel.Capabilities.Unit;
import dev.byoc.channel.ChannelContext;
import dev.byoc.channel.Inbound;
import dev.byoc.channel.Inbound.Receipt.Status;
import dev.byoc.channel.OutboundMessage;
import dev.byoc.channel.Registration;
import dev.byoc.channel.SendResult;
import dev.byoc.channel.SendResult.Reason;
import dev.byoc.channel.WebhookTarget;
import dev.byoc.http.Http;
import dev.byoc.http.HttpCall;
import dev.byoc.http.HttpResult;
import dev.byoc.json.Json;
import dev.byoc.kakaotalk.internal.Answers;
import dev.byoc.kakaotalk.internal.Bubble;
import dev.byoc.kakaotalk.internal.Buttons;
import dev.byoc.kakaotalk.internal.KakaoTalkPhrase;
import dev.byoc.kakaotalk.internal.Outbound;
import dev.byoc.kakaotalk.internal.Words;
import dev.byoc.message.Content;
import dev.byoc.message.Media;
import dev.byoc.webhook.WebhookResponse;
import dev.byoc.wording.Wording;
import java.net.URI;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Bizgo (Infobank), "cstalk" (<a href="https://developers.bizgo.io/api-sdk/api-reference/comm/kakao-counsel">API</a>). It has no duplicate
 * check, so a message whose answer was lost is settled by the result callback, which names our key.
 */
final class BizgoDealer implements Dealer {
    private static final String SEND = "/api/comm/v1/cstalk/";

    /** No limit is documented; that of Kakao's other business messages. */
    private static final int MAX_BUTTON_NAME = 14;

    private static final Names NAMES =
            new Names("userKey", "senderKey", "sessionId", "msgKey", "msgType", "lastReference");

    private static final Capabilities CAPABILITIES = Capabilities.text(Outbound.MAX_TEXT, Unit.UTF16)
            .media(Content.Image.class, Outbound.MAX_PICTURE_BYTES, Outbound.MAX_TEXT, Outbound.pictures())
            .media(Content.File.class, Outbound.MAX_FILE_BYTES, Outbound.MAX_TEXT)
            .also(Content.Buttons.class, Outbound.MAX_BUTTONS)
            .onlyWithHandle()
            .confirmsByKey();

    private final DealerConfig settings;
    private final Http http;
    private final Supplier<Wording> agents;

    BizgoDealer(DealerConfig settings, ChannelContext context) {
        this.settings = settings;
        this.http = context.http();
        this.agents = context::agentWording;
    }

    @Override
    public Capabilities capabilities() {
        return CAPABILITIES;
    }

    @Override
    public Map<String, Callback> callbacks() {
        Map<String, Callback> callbacks = new LinkedHashMap<>();
        callbacks.put("/cstalk/message", Callback.MESSAGE);
        callbacks.put("/cstalk/reference", Callback.REFERENCE);
        callbacks.put("/cstalk/expired_session", Callback.EXPIRED_SESSION);
        callbacks.put("/cstalk/result", Callback.RESULT);
        // Taken so that Bizgo does not repeat them.
        callbacks.put("/cstalk/seen_info", Callback.OTHER);
        callbacks.put("/cstalk/personal_info", Callback.OTHER);
        return callbacks;
    }

    @Override
    public Names names() {
        return NAMES;
    }

    @Override
    public @Nullable Instant time(Json callback) {
        for (String name : List.of("kakaoTime", "reportTime", "sendTime")) {
            Instant told = callback.get(name).time();
            if (told != null) {
                return told;
            }
        }
        return null;
    }

    @Override
    public Inbound result(Json callback, Instant at) {
        String msgKey = callback.get(NAMES.id()).textOr("");
        String request = callback.get("requestType").textOr("write");
        if (!Visible.trimmed(request).equalsIgnoreCase("write")) {
            return new Inbound.Ignored("the result of ending a session");
        }
        String ours = callback.get("ref").textOr(msgKey);
        String code = callback.get("reportCode").textOr("");
        boolean delivered = Visible.trimmed(code).equalsIgnoreCase(BizgoCodes.OK);
        if (ours.isEmpty()) {
            String why = "a result that names no message";
            return delivered ? new Inbound.Ignored(why) : new Inbound.Unreadable(why);
        }
        return new Inbound.Receipt(
                "result:" + Words.id(msgKey.isEmpty() ? ours : msgKey),
                ours,
                at,
                delivered ? Status.DELIVERED : Status.FAILED,
                false,
                delivered ? "" : BizgoCodes.notDelivered(code));
    }

    @Override
    public WebhookResponse taken() {
        return WebhookResponse.json(Json.object()
                .put("code", BizgoCodes.OK)
                .put("result", "Success")
                .build()
                .bytes());
    }

    @Override
    public SendResult send(OutboundMessage message, Bubble bubble) {
        String ref = message.key().toString();
        if (bubble instanceof Bubble.Words words) {
            return write("plain", body(message.to(), "TEXT", words.text()), ref, true);
        }
        if (bubble instanceof Bubble.Choice choice) {
            List<Json> buttons = Buttons.all(choice.buttons(), MAX_BUTTON_NAME, "urlMobile", "urlPc");
            return buttons == null
                    ? Buttons.REFUSED.told(agents.get())
                    : write(
                            "rich",
                            attach(body(message.to(), "TEXT", choice.prompt()), "buttons", buttons),
                            ref,
                            false);
        }
        Bubble.Attached attached = (Bubble.Attached) bubble;
        Uploaded uploaded = upload(attached);
        if (uploaded instanceof Uploaded.Failed failed) {
            return failed.result();
        }
        String url = ((Uploaded.At) uploaded).url();
        Media file = attached.file();
        // A message is required beside every file, and a blank one counts as missing.
        String beside = attached.picture() ? "-" : String.valueOf(file.fileName());
        String words = attached.caption().isEmpty() ? beside : attached.caption();
        Json.Builder body = attached.picture()
                ? attach(
                        body(message.to(), "IMAGE", words),
                        "image",
                        Json.object().put("imgUrl", url))
                : attach(
                        body(message.to(), "FILE", words),
                        "file",
                        Json.object()
                                .put("fileUrl", url)
                                .put("fileName", file.fileName())
                                .put("fileSize", String.valueOf(file.sizeBytes())));
        return write("plain", body, ref, false);
    }

    private Json.Builder body(String user, String type, String message) {
        return Json.object()
                .put("userKey", user)
                .put("senderKey", settings.senderKey().reveal())
                .put("msgType", type)
                .put("message", message);
    }

    private static Json.Builder attach(Json.Builder body, String name, Object what) {
        return body.put("attachment", Json.object().put(name, what));
    }

    private SendResult write(String form, Json.Builder body, String ref, boolean text) {
        HttpResult result =
                http.call(call(SEND + form).json(body.put("ref", ref).build()));
        return BizgoCodes.sent(result, text, agents.get());
    }

    private Uploaded upload(Bubble.Attached attached) {
        HttpCall call = call("/api/comm/v1/file/cstalk" + (attached.picture() ? "/image" : ""))
                .part("senderKey", settings.senderKey().reveal());
        HttpResult result =
                http.call((attached.picture() ? call : call.part("fileType", "file")).part("file", attached.file()));
        return BizgoCodes.uploaded(result, attached.picture() ? "imgUrl" : "fileUrl", agents.get());
    }

    @Override
    public SendResult end(String user) {
        Json body = Json.object()
                .put("userKey", user)
                .put("senderKey", settings.senderKey().reveal())
                .build();
        SendResult ended = BizgoCodes.sent(http.call(call(SEND + "end").json(body)), true, agents.get());
        return ended instanceof SendResult.Accepted ? new SendResult.Accepted(List.of()) : ended;
    }

    @Override
    public Registration register(WebhookTarget target) {
        return HandRegistration.steps(
                "Bizgo (Infobank)",
                target,
                settings.senderKey(),
                List.of(
                        new HandRegistration.Address("메시지 수신", "/cstalk/message"),
                        new HandRegistration.Address("메타정보 수신", "/cstalk/reference"),
                        new HandRegistration.Address("세션 종료 수신", "/cstalk/expired_session"),
                        new HandRegistration.Address("발송 결과 수신", "/cstalk/result")),
                List.of(target.wording().of(KakaoTalkPhrase.BIZGO_ADDRESSES)));
    }

    @Override
    public AccountHealth probe() {
        URI url = URI.create(settings.baseUrl() + "/api/comm/v1/center/kakao/sender?senderKey="
                + settings.senderKey().reveal());
        HttpResult result = http.call(HttpCall.get(url).header("Authorization", settings.credential("api-key")));
        if (BizgoCodes.isThrottled(result)) {
            return new AccountHealth.Unknown("Bizgo has had too many calls for now.");
        }
        SendResult outcome = BizgoCodes.sent(result, true, agents.get());
        if (outcome instanceof SendResult.Accepted) {
            return Profile.health(
                    Answers.json(result).get("data").get("data").get("kakao").get("senderProfile"));
        }
        if (outcome instanceof SendResult.Refused refused) {
            return refused.reason() == Reason.AUTH
                    ? new AccountHealth.KeyRefused(refused.detail())
                    : new AccountHealth.Impaired(refused.detail());
        }
        return new AccountHealth.Unreachable("Bizgo gives no useful answer for now.");
    }

    private HttpCall call(String path) {
        // The key as it is: with "Bearer" before it Bizgo does not know it.
        return HttpCall.post(URI.create(settings.baseUrl() + path))
                .header("Authorization", settings.credential("api-key"));
    }
}
