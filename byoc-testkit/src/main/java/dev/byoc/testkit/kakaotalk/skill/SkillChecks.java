package dev.byoc.testkit.kakaotalk.skill;

import dev.byoc.json.Json;
import dev.byoc.json.JsonException;
import dev.byoc.testkit.kakaotalk.KakaoButton;
import dev.byoc.testkit.server.Refusal;
import java.util.List;
import java.util.Set;

/**
 * What a bot refuses in a skill's answer, version 2.0
 * (<a href="https://kakaobusiness.gitbook.io/main/tool/chatbot/skill_guide/answer_json_format">answer format</a>). Each method throws
 * the {@link Refusal} with the reason as its text, or returns.
 */
final class SkillChecks {
    private static final int MAX_BYTES = 30_720;
    private static final int MAX_OUTPUTS = 3;
    private static final int MAX_QUICK_REPLIES = 10;
    private static final int MAX_TEXT_CHARS = 1_000;
    private static final int MAX_CARD_TEXT_CHARS = 400;
    private static final int MAX_DESCRIPTION_CHARS = 230;
    private static final int MAX_LABEL_CHARS = 14;
    private static final int MAX_BUTTONS = 3;
    private static final int MAX_LIST_ITEMS = 5;
    private static final int MAX_LIST_BUTTONS = 2;
    private static final int MAX_CAROUSEL_ITEMS = 10;

    private static final Set<String> ACTIONS = Set.of("webLink", "message", "block", "phone", "share", "operator");

    private SkillChecks() {}

    private static Refusal bad(String why) {
        return Refusal.invalid(why);
    }

    /**
     * A skill's own answer.
     *
     * @param callback whether the request named a callback URL
     */
    static Json answer(byte[] bytes, boolean callback) {
        Json answer = object(bytes);
        if (!answer.get("useCallback").isTrue()) {
            outputs(answer);
            return answer;
        }
        if (!callback) {
            throw bad("useCallback, but the request named no callback URL");
        }
        if (answer.get("data").isPresent() && !answer.get("data").isObject()) {
            throw bad("data");
        }
        return answer;
    }

    /** What is posted to a callback URL. */
    static Json callback(byte[] bytes) {
        Json answer = object(bytes);
        if (answer.get("useCallback").isPresent()) {
            throw bad("useCallback in a callback");
        }
        outputs(answer);
        return answer;
    }

    private static Json object(byte[] bytes) {
        if (bytes.length > MAX_BYTES) {
            throw bad("more than " + MAX_BYTES + " bytes");
        }
        Json answer;
        try {
            answer = Json.parse(bytes);
        } catch (JsonException e) {
            throw bad("no JSON");
        }
        if (!answer.get("version").isString()
                || !"2.0".equals(answer.get("version").text())) {
            throw bad("version: without 2.0 it is read as the old format");
        }
        return answer;
    }

    private static void outputs(Json answer) {
        Json outputs = answer.get("template").get("outputs");
        if (!outputs.isArray()) {
            throw bad("template.outputs");
        }
        atMost(outputs, MAX_OUTPUTS, "template.outputs");
        outputs.items().forEach(SkillChecks::output);
        Json quick = answer.get("template").get("quickReplies");
        if (quick.isPresent() && !quick.isArray()) {
            throw bad("template.quickReplies");
        }
        atMost(quick, MAX_QUICK_REPLIES, "template.quickReplies");
        for (Json reply : quick.items()) {
            button(reply);
            if (!Set.of("message", "block").contains(reply.get("action").textOr(""))) {
                throw bad("quickReplies: action");
            }
        }
    }

    private static void output(Json output) {
        if (output.fields().size() != 1) {
            throw bad("outputs: one type each");
        }
        String type = output.fields().keySet().iterator().next();
        Json body = output.get(type);
        switch (type) {
            case "simpleText" -> text(body.get("text"), MAX_TEXT_CHARS, "simpleText.text");
            case "simpleImage" -> {
                web(body.get("imageUrl"), "simpleImage.imageUrl");
                text(body.get("altText"), MAX_TEXT_CHARS, "simpleImage.altText");
            }
            case "carousel" -> {
                Json items = body.get("items");
                String of = body.get("type").textOr("");
                some(items, MAX_CAROUSEL_ITEMS, "carousel.items");
                items.items().forEach(item -> card(of, item));
            }
            default -> card(type, body);
        }
    }

    private static void card(String type, Json card) {
        switch (type) {
            case "textCard" -> {
                String title = card.get("title").textOr("");
                String description = card.get("description").textOr("");
                if ((title + description).isEmpty() || title.length() + description.length() > MAX_CARD_TEXT_CHARS) {
                    throw bad("textCard: title, description");
                }
                buttons(card, MAX_BUTTONS);
            }
            case "basicCard" -> {
                web(card.get("thumbnail").get("imageUrl"), "basicCard.thumbnail.imageUrl");
                if (card.get("description").textOr("").length() > MAX_DESCRIPTION_CHARS) {
                    throw bad("basicCard.description");
                }
                buttons(card, MAX_BUTTONS);
            }
            case "commerceCard" -> {
                some(card.get("thumbnails"), 1, "commerceCard.thumbnails");
                card.get("thumbnails").items().forEach(it -> web(it.get("imageUrl"), "commerceCard.thumbnails"));
                buttons(card, MAX_BUTTONS);
            }
            case "listCard" -> {
                text(card.get("header").get("title"), MAX_TEXT_CHARS, "listCard.header.title");
                some(card.get("items"), MAX_LIST_ITEMS, "listCard.items");
                card.get("items").items().forEach(it -> text(it.get("title"), MAX_TEXT_CHARS, "listCard.items.title"));
                buttons(card, MAX_LIST_BUTTONS);
            }
            case "itemCard" -> {
                some(card.get("itemList"), MAX_CAROUSEL_ITEMS, "itemCard.itemList");
                buttons(card, MAX_BUTTONS);
            }
            default -> throw bad("outputs: unknown type");
        }
    }

    private static void buttons(Json card, int most) {
        atMost(card.get("buttons"), most, "buttons");
        card.get("buttons").items().forEach(SkillChecks::button);
    }

    private static void button(Json button) {
        text(button.get("label"), MAX_LABEL_CHARS, "label");
        String action = button.get("action").textOr("");
        if (!ACTIONS.contains(action)) {
            throw bad("action");
        }
        switch (action) {
            case "webLink" -> web(button.get("webLinkUrl"), "webLinkUrl");
            case "message" -> text(button.get("messageText"), MAX_TEXT_CHARS, "messageText");
            case "phone" -> text(button.get("phoneNumber"), MAX_TEXT_CHARS, "phoneNumber");
            case "block" -> text(button.get("blockId"), MAX_TEXT_CHARS, "blockId");
            default -> {
                // share and operator need nothing more
            }
        }
    }

    private static void text(Json value, int most, String field) {
        String text = value.isString() ? value.textOr("") : "";
        if (text.isEmpty() || text.length() > most) {
            throw bad(field);
        }
    }

    private static void web(Json value, String field) {
        if (!value.isString() || !KakaoButton.isWeb(value.textOr(""))) {
            throw bad(field);
        }
    }

    private static void some(Json list, int most, String field) {
        if (list.items().isEmpty()) {
            throw bad(field + ": empty");
        }
        atMost(list, most, field);
    }

    private static void atMost(Json list, int most, String field) {
        if (list.items().size() > most) {
            throw bad(field + ": more than " + most);
        }
    }

    /** The words of an answer's outputs, one entry for each output. */
    static List<String> texts(Json answer) {
        return answer.get("template").get("outputs").items().stream()
                .map(output -> {
                    Json body = output.fields().values().iterator().next();
                    return body.firstOf("text", "description", "title", "altText")
                            .textOr("");
                })
                .toList();
    }
}
