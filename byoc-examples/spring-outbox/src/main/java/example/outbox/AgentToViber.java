package example.outbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.stereotype.Component;

/** What an agent answers goes to the customer's phone. */
@Component
class AgentToViber implements Destination {
    /** Token refused, webhook missing, too many requests, and failures of Viber's own: these pass. */
    private static final Set<Integer> PASSING = Set.of(1, 2, 10, 12);

    private final Api api;
    private final Freshchat freshchat;
    private final RelaySettings settings;

    AgentToViber(Api viberApi, Freshchat freshchat, RelaySettings settings) {
        this.api = viberApi;
        this.freshchat = freshchat;
        this.settings = settings;
    }

    /** Viber cannot be asked what it has delivered: a copy is the lesser harm. */
    @Override
    public void settle(Visit visit) {}

    @Override
    public void deliver(Visit visit) {
        if (visit.peer() == null) {
            String reference = freshchat.referenceOf(visit.lane().customer());
            if (!reference.startsWith(Received.CUSTOMER)) {
                throw new CallFailed(CallFailed.Kind.REFUSED, "not a customer on Viber");
            }
            visit.peer(URLDecoder.decode(reference.substring(Received.CUSTOMER.length()), StandardCharsets.UTF_8));
        }
        call(
                "/send_message",
                Map.of(
                        "receiver",
                        visit.peer(),
                        "type",
                        "text",
                        "text",
                        visit.next().content(),
                        "sender",
                        Map.of("name", settings.viberSender())));
        visit.delivered();
    }

    /** Viber calls the address back before it answers. */
    void register(String webhook) {
        call(
                "/set_webhook",
                Map.of(
                        "url",
                        webhook,
                        "event_types",
                        List.of("conversation_started"),
                        "send_name",
                        true,
                        "send_photo",
                        false));
    }

    private void call(String path, Map<String, Object> body) {
        JsonNode answer = api.post(path, body);
        int status = answer.path("status").asInt(1);
        if (status != 0) {
            throw new CallFailed(
                    PASSING.contains(status) ? CallFailed.Kind.NOT_DONE : CallFailed.Kind.REFUSED,
                    "Viber's status " + status);
        }
    }
}
