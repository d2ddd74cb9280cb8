package dev.byoc.kakaotalk.internal.skill;

import dev.byoc.Visible;
import dev.byoc.channel.Inbound;
import dev.byoc.json.Json;
import dev.byoc.kakaotalk.internal.Hosts;
import dev.byoc.kakaotalk.internal.InboundContents;
import dev.byoc.kakaotalk.internal.Words;
import dev.byoc.message.Content;
import dev.byoc.message.Customer;
import dev.byoc.message.ReplyHandle;
import dev.byoc.webhook.WebhookRequest;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads a skill request: what a customer said to the chatbot, and where an answer may be posted. */
final class SkillRequest {
    /** Of a callback address, which takes one answer (kakaobusiness.gitbook.io, ai_chatbot_callback_guide). */
    static final Duration CALLBACK_LIFE = Duration.ofMinutes(1);

    private static final String REQUEST_ID = "X-Request-Id";

    private final Hosts callbackHosts;
    private final Hosts mediaHosts;

    SkillRequest(Hosts callbackHosts, Hosts mediaHosts) {
        this.callbackHosts = callbackHosts;
        this.mediaHosts = mediaHosts;
    }

    /** A message, and what else is to be told of the request. */
    List<Inbound> read(Json body, WebhookRequest request) {
        Json said = body.get("userRequest");
        String user = said.get("user").get("id").textOr("");
        if (user.isEmpty()) {
            return List.of(new Inbound.Unreadable("a skill request without a user id"));
        }
        String callback = said.get("callbackUrl").textOr("");
        URI address = callback.isEmpty() ? null : callbackHosts.secure(callback);
        List<Inbound> events = new ArrayList<>();
        Customer customer = Customer.builder(user).language(language(said)).build();
        events.add(Inbound.MessageReceived.builder(eventId(request, callback), customer, request.receivedAt())
                .contents(contents(said))
                .handle(
                        address == null
                                ? null
                                : new ReplyHandle(
                                        callback, true, request.receivedAt().plus(CALLBACK_LIFE)))
                .build());
        if (!callback.isEmpty() && address == null) {
            events.add(new Inbound.Ignored("a callback address that 'callback-hosts' does not allow"));
        }
        return events;
    }

    /** Seen as {@code ko} and as null; what else it may be is not documented. */
    private static @Nullable String language(Json said) {
        String language = said.get("lang").isString() ? said.get("lang").textOr("") : "";
        return Visible.isBlank(language) ? null : language;
    }

    private List<Content> contents(Json said) {
        String utterance = Words.composed(said.get("utterance").textOr("")).strip();
        Json media = said.get("params").get("media");
        String url = media.get("url").textOr("");
        List<Content> contents = new ArrayList<>();
        if (!url.isEmpty()) {
            contents.add(InboundContents.media(mediaHosts, media.get("type").textOr(""), url, ""));
        }
        // For a photo the utterance is its address once more.
        if (!utterance.isEmpty() && !utterance.equals(Words.composed(url).strip())) {
            contents.add(new Content.Text(utterance));
        }
        return contents.isEmpty() ? List.of(new Content.Unsupported("empty text", null)) : contents;
    }

    /**
     * Kakao gives messages no id. The request's id, or the callback address, which is made for one request, tells requests apart; the body
     * is taken in as well, in case a proxy puts the same id on several. Without either a repeat cannot be told from a customer who says the
     * same twice, and is not.
     */
    private static @Nullable String eventId(WebhookRequest request, String callback) {
        String unique = Visible.isBlank(request.header(REQUEST_ID)) ? callback : request.header(REQUEST_ID);
        if (unique.isEmpty()) {
            return null;
        }
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(unique.getBytes(StandardCharsets.UTF_8));
        all.write(0);
        all.writeBytes(request.body());
        return "request:" + Words.digest(all.toByteArray());
    }
}
