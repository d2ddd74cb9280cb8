package example.outbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.util.HtmlUtils;

/** Verifies, stores, acknowledges. What is not acknowledged both senders send again. */
@RestController
class Webhooks {
    private static final int LONGEST_TEXT_OF_VIBER = 7_000;
    private static final int LONGEST_NAME = 255;
    private static final Logger LOG = LoggerFactory.getLogger(Webhooks.class);

    private final Signatures signatures;
    private final Freshchat freshchat;
    private final ObjectMapper json;
    private final Batcher<Received> received;

    Webhooks(Signatures signatures, Freshchat freshchat, ObjectMapper json, Outbox outbox, Dispatcher dispatcher) {
        this.signatures = signatures;
        this.freshchat = freshchat;
        this.json = json;
        this.received = new Batcher<>("store", batch -> dispatcher.wake(outbox.add(batch)));
    }

    @PostMapping("/viber")
    ResponseEntity<Void> viber(
            @RequestBody byte[] body,
            @RequestHeader(name = "X-Viber-Content-Signature", required = false) String signature)
            throws IOException {
        boolean signed = signatures.isOfViber(body, signature);
        JsonNode event = json.readTree(body);
        // Viber tries the address with an event that has no signature.
        if (!signed && !event.path("event").asText().equals("webhook")) {
            return answer(HttpStatus.FORBIDDEN);
        }
        if (!event.path("event").asText().equals("message")) {
            return answer(HttpStatus.OK);
        }
        JsonNode sender = event.path("sender");
        JsonNode message = event.path("message");
        String text = message.path("text").asText();
        String media = message.path("media").asText();
        String said =
                (text + " " + media).isBlank() ? "[" + message.path("type").asText() + "]" : text + media;
        String name = sender.path("name").asText();
        return store(List.of(new Received(
                "viber:" + event.path("message_token").asText(),
                Received.CUSTOMER + sender.path("id").asText(),
                name.isBlank() ? "Viber" : name.substring(0, Math.min(LONGEST_NAME, name.length())),
                said)));
    }

    @PostMapping("/freshchat")
    ResponseEntity<Void> freshchat(
            @RequestBody byte[] body, @RequestHeader(name = "X-Freshchat-Signature", required = false) String signature)
            throws IOException {
        if (!signatures.isOfFreshchat(body, signature)) {
            return answer(HttpStatus.FORBIDDEN);
        }
        JsonNode event = json.readTree(body);
        JsonNode message = event.path("data").path("message");
        String actor = message.path("actor_type").asText();
        boolean forCustomer = event.path("action").asText().equals("message_create")
                && (actor.equals("agent") || actor.equals("bot"))
                && message.path("message_type").asText("normal").equals("normal")
                && !message.path("botsPrivateNote").asBoolean();
        try {
            return forCustomer && message.path("channel_id").asText().equals(freshchat.topic())
                    ? store(answersOf(message))
                    : answer(HttpStatus.OK);
        } catch (CallFailed e) {
            LOG.warn("the topic cannot be looked up: {}", e.getMessage());
            return answer(HttpStatus.SERVICE_UNAVAILABLE);
        }
    }

    /** In as many pieces as Viber wants, in order. */
    private static List<Received> answersOf(JsonNode message) {
        StringBuilder parts = new StringBuilder();
        for (JsonNode part : message.path("message_parts")) {
            String text = part.path("text").path("content").asText();
            String url = part.path("image").path("url").asText()
                    + part.path("file").path("url").asText()
                    + part.path("video").path("url").asText();
            parts.append(parts.isEmpty() ? "" : "\n").append(plain(text)).append(url);
        }
        List<Received> answers = new ArrayList<>();
        for (int from = 0; from < parts.length() && !parts.toString().isBlank(); from += LONGEST_TEXT_OF_VIBER) {
            answers.add(new Received(
                    "freshchat:" + message.path("id").asText() + ":" + from,
                    Received.AGENTS + message.path("user_id").asText(),
                    message.path("actor_id").asText(),
                    parts.substring(from, Math.min(parts.length(), from + LONGEST_TEXT_OF_VIBER))));
        }
        return answers;
    }

    private static String plain(String html) {
        return HtmlUtils.htmlUnescape(
                html.replaceAll("(?i)<br\\s*/?>|</p>", "\n").replaceAll("<[^>]*>", ""));
    }

    private ResponseEntity<Void> store(List<Received> messages) {
        CompletableFuture<?>[] stored = messages.stream().map(received::add).toArray(CompletableFuture<?>[]::new);
        try {
            CompletableFuture.allOf(stored).get(5, TimeUnit.SECONDS);
            return answer(HttpStatus.OK);
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("not stored: {}", e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return answer(HttpStatus.SERVICE_UNAVAILABLE);
    }

    private static ResponseEntity<Void> answer(HttpStatus status) {
        return ResponseEntity.status(status).build();
    }
}
