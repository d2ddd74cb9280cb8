package dev.byoc.testkit;

import dev.byoc.channel.Capabilities;
import dev.byoc.channel.Channel;
import dev.byoc.channel.ChannelContext;
import dev.byoc.channel.ChannelProvider;
import dev.byoc.channel.Descriptor;
import dev.byoc.channel.Inbound;
import dev.byoc.channel.OutboundMessage;
import dev.byoc.channel.Received;
import dev.byoc.channel.SendResult;
import dev.byoc.channel.SendResult.Reason;
import dev.byoc.channel.Verification;
import dev.byoc.channel.config.ConfigSpec;
import dev.byoc.http.HttpCall;
import dev.byoc.http.HttpResult;
import dev.byoc.json.Json;
import dev.byoc.json.JsonException;
import dev.byoc.message.Content;
import dev.byoc.message.Customer;
import dev.byoc.support.Signatures;
import dev.byoc.webhook.WebhookRequest;
import java.net.URI;
import java.util.List;

/** About the smallest channel there can be: signed JSON in, a form out, text alone. */
final class TextOnlyChannel implements Channel {
    /** Makes one for each account. */
    static final class Provider implements ChannelProvider {
        @Override
        public Descriptor describe() {
            ConfigSpec config = ConfigSpec.none()
                    .secrets("key", "the key of both directions")
                    .url("url", "", "the API");
            return new Descriptor("text-only", "Text only", config);
        }

        @Override
        public Channel open(ChannelContext context) {
            return new TextOnlyChannel(context);
        }
    }

    private static final int MAX_TEXT_CHARS = 160;

    private final ChannelContext context;

    private TextOnlyChannel(ChannelContext context) {
        this.context = context;
    }

    @Override
    public Capabilities capabilities() {
        return Capabilities.text(MAX_TEXT_CHARS, Capabilities.Unit.UTF16).quotes();
    }

    @Override
    public Verification verify(WebhookRequest request) {
        boolean right = Signatures.isHmacSha256Hex(
                context.settings().secrets("key"), request.body(), request.header("x-signature"));
        return right ? new Verification.Verified(request) : new Verification.Rejected("the signature does not fit");
    }

    @Override
    public Received parse(Verification.Verified verified) {
        WebhookRequest request = verified.request();
        Json json;
        try {
            json = Json.parse(request.body());
        } catch (JsonException e) {
            return Received.of(new Inbound.Unreadable(e.getMessage()));
        }
        String from = json.get("from").textOr("");
        if (from.isEmpty()) {
            return Received.of(
                    json.get("text").isPresent()
                            ? new Inbound.Unreadable("a message without a sender")
                            : new Inbound.Ignored("no message"));
        }
        return Received.of(
                Inbound.MessageReceived.builder(json.get("id").text(), Customer.of(from), request.receivedAt())
                        .content(new Content.Text(json.get("text").textOr("(empty)")))
                        .build());
    }

    @Override
    public SendResult send(OutboundMessage message) {
        if (!(message.parts().get(0) instanceof Content.Text text)) {
            return new SendResult.Refused(Reason.UNSUPPORTED, "text alone");
        }
        if (text.text().length() > MAX_TEXT_CHARS) {
            return new SendResult.Refused(Reason.TOO_LARGE, "at most " + MAX_TEXT_CHARS + " characters");
        }
        HttpCall call = HttpCall.post(URI.create(context.settings().text("url")))
                .header("X-Key", context.settings().secret("key").reveal())
                .form("to", message.to(), "text", text.text(), "answers", answered(message));
        return SendResult.of(context.http().call(call), TextOnlyChannel::read);
    }

    private static String answered(OutboundMessage message) {
        String id = message.quote() == null ? null : message.quote().messageId();
        return id == null ? "" : id;
    }

    private static SendResult read(HttpResult.Answered answer) {
        if (!answer.ok()) {
            return new SendResult.Refused(Reason.REJECTED, "HTTP " + answer.status());
        }
        String id = Json.parse(answer.body()).get("id").text();
        return id == null ? new SendResult.Unknown("no id") : new SendResult.Accepted(List.of(id));
    }
}
