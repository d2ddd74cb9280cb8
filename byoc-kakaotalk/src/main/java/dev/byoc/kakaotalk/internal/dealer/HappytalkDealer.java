package dev.byoc.kakaotalk.internal.dealer;

import dev.byoc.channel.AccountHealth;
import dev.byoc.channel.Capabilities;
import dev.byoc.channel.Capabilities.Unit;
import dev.byoc.channel.ChannelContext;
import dev.byoc.channel.OutboundMessage;
import dev.byoc.channel.Registration;
import dev.byoc.channel.SendResult;
import dev.byoc.channel.WebhookTarget;
import dev.byoc.http.Http;
import dev.byoc.http.HttpCall;
import dev.byoc.http.HttpOutcome;
import dev.byoc.http.HttpResult;
import dev.byoc.json.Json;
import dev.byoc.kakaotalk.internal.Bubble;
import dev.byoc.kakaotalk.internal.Buttons;
import dev.byoc.kakaotalk.internal.Outbound;
import dev.byoc.kakaotalk.internal.dealer.HappytalkCodes.Reply;
import dev.byoc.message.Content;
import dev.byoc.message.Media;
import dev.byoc.webhook.WebhookResponse;
import dev.byoc.wording.Wording;
import java.math.BigInteger;
import java.net.URI;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Happytalk (MBI Solution), whose field names are Kakao's own
 * (<a href="https://mbi-developer-center.happytalk.io/kakaotalk_webhook/counseling/send_chat">API</a>).
 */
final class HappytalkDealer implements Dealer {
    private static final int MAX_BUTTON_NAME = 28;

    private static final Names NAMES =
            new Names("user_key", "sender_key", "session_id", "serial_number", "type", "last_reference");

    private static final Capabilities CAPABILITIES = Capabilities.text(Outbound.MAX_TEXT, Unit.UTF16)
            .media(Content.Image.class, Outbound.MAX_PICTURE_BYTES, 0, Outbound.pictures())
            .media(Content.File.class, Outbound.MAX_FILE_BYTES, 0)
            .also(Content.Buttons.class, Outbound.MAX_BUTTONS)
            .onlyWithHandle()
            .safeToResend();

    private final DealerConfig settings;
    private final Http http;
    private final Supplier<Wording> agents;
    private final HappytalkRegistration registration;

    HappytalkDealer(DealerConfig settings, ChannelContext context) {
        this.settings = settings;
        this.http = context.http();
        this.agents = context::agentWording;
        this.registration = new HappytalkRegistration(settings::senderKey, this::center);
    }

    @Override
    public Capabilities capabilities() {
        return CAPABILITIES;
    }

    @Override
    public Map<String, Callback> callbacks() {
        Map<String, Callback> callbacks = new LinkedHashMap<>();
        callbacks.put("/message", Callback.MESSAGE);
        callbacks.put("/reference", Callback.REFERENCE);
        callbacks.put("/expired_session", Callback.EXPIRED_SESSION);
        return callbacks;
    }

    @Override
    public Names names() {
        return NAMES;
    }

    @Override
    public @Nullable Instant time(Json callback) {
        return callback.get("time").time();
    }

    @Override
    public WebhookResponse taken() {
        return WebhookResponse.json(Json.object().put("code", "0").build().bytes());
    }

    @Override
    public SendResult send(OutboundMessage message, Bubble bubble) {
        Json.Builder body = Json.object()
                .put("user_key", message.to())
                .put("sender_key", settings.senderKey().reveal())
                .put("serial_number", serial(message.key()));
        if (bubble instanceof Bubble.Words words) {
            body.put("message_type", "TX").put("message", words.text());
        } else if (bubble instanceof Bubble.Choice choice) {
            List<Json> links = Buttons.all(choice.buttons(), MAX_BUTTON_NAME, "url_mobile", "url_pc");
            if (links == null) {
                return Buttons.REFUSED.told(agents.get());
            }
            body.put("message_type", "LI").put("message", choice.prompt()).put("links", links);
        } else {
            Bubble.Attached attached = (Bubble.Attached) bubble;
            Media file = attached.file();
            String what = attached.picture() ? "image" : "file";
            HttpResult result = http.call(call("/v1/" + what + "/upload")
                    .part("sender_key", settings.senderKey().reveal())
                    .part(what, file));
            Uploaded uploaded = HappytalkCodes.uploaded(result, what, agents.get());
            if (uploaded instanceof Uploaded.Failed failed) {
                return failed.result();
            }
            String url = ((Uploaded.At) uploaded).url();
            if (attached.picture()) {
                body.put("message_type", "IM").put("image_url", url);
            } else {
                body.put("message_type", "FI")
                        .put("file_url", url)
                        .put("file_name", file.fileName())
                        .put("file_size", file.sizeBytes());
            }
        }
        HttpResult result = http.call(call("/v1/chat/write").json(body.build()));
        return HappytalkCodes.sent(result, message.resend(), bubble instanceof Bubble.Words, agents.get());
    }

    /** At most 25 characters (30 are allowed), one for each key: a repeat is refused, so a resend cannot arrive twice. */
    static String serial(UUID key) {
        return new BigInteger(key.toString().replace("-", ""), 16).toString(36);
    }

    @Override
    public SendResult end(String user) {
        Json body = Json.object()
                .put("user_key", user)
                .put("sender_key", settings.senderKey().reveal())
                .build();
        return HappytalkCodes.ended(http.call(call("/v1/chat/end").json(body)), agents.get());
    }

    @Override
    public Registration register(WebhookTarget target) {
        return registration.register(target);
    }

    @Override
    public AccountHealth probe() {
        HttpResult result = http.call(call("/v1/center/sender")
                .json(Json.object()
                        .put("sender_key", settings.senderKey().reveal())
                        .build()));
        if (HttpOutcome.of(result) == HttpOutcome.THROTTLED) {
            return new AccountHealth.Unknown("Happytalk has had too many calls for now.");
        }
        Reply reply = HappytalkCodes.center(result);
        if (reply instanceof Reply.Done done) {
            return Profile.health(done.body().get("data"));
        }
        Reply.Fault fault = (Reply.Fault) reply;
        if (fault.key()) {
            return new AccountHealth.KeyRefused(fault.detail());
        }
        return fault.again()
                ? new AccountHealth.Unreachable(fault.detail())
                : new AccountHealth.Impaired(fault.detail());
    }

    private Reply center(String path, Json body) {
        return HappytalkCodes.center(http.call(call(path).json(body)));
    }

    private HttpCall call(String path) {
        return HttpCall.post(URI.create(settings.baseUrl() + path))
                .header("HT-Client-Id", settings.credential("client-id"))
                .header("HT-Client-Secret", settings.credential("client-secret"));
    }
}
