package dev.byoc.kakaotalk.internal.skill;

import dev.byoc.Visible;
import dev.byoc.channel.MediaAccess;
import dev.byoc.json.Json;
import dev.byoc.kakaotalk.internal.Hosts;
import dev.byoc.kakaotalk.internal.Words;
import dev.byoc.message.Button;
import dev.byoc.message.Card;
import dev.byoc.message.Media;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Cards as a skill's carousel, all of one type: with pictures ({@code basicCard}) or without ({@code textCard})
 * (<a href="https://kakaobusiness.gitbook.io/main/tool/chatbot/skill_guide/answer_json_format">format</a>).
 */
final class SkillCards {
    static final int MAX_CARDS = 10;
    private static final int MAX_BUTTONS = 3;

    /** Of the text of a card with a picture. No limit of titles is documented; two lines show about that much. */
    private static final int MAX_DESCRIPTION = 230;

    private static final int MAX_TITLE = 50;

    /** Of title and text of a card without a picture. */
    private static final int MAX_WORDS = 400;

    private SkillCards() {}

    /** Null: Kakao would refuse it or show it without some of its words. */
    static @Nullable Json carousel(List<Card> cards, MediaAccess media) {
        boolean pictures = cards.stream().allMatch(card -> card.picture() != null);
        boolean none = cards.stream().allMatch(card -> card.picture() == null);
        if (cards.isEmpty() || cards.size() > MAX_CARDS || !(pictures || none)) {
            return null;
        }
        List<Json> items = new ArrayList<>();
        for (Card card : cards) {
            Json item = item(card, media);
            if (item == null) {
                return null;
            }
            items.add(item);
        }
        return Json.object()
                .put(
                        "carousel",
                        Json.object()
                                .put("type", pictures ? "basicCard" : "textCard")
                                .put("items", items))
                .build();
    }

    private static @Nullable Json item(Card card, MediaAccess media) {
        String title = Words.plain(card.title());
        String text = card.text() == null ? "" : Words.plain(card.text());
        List<Json> buttons = new ArrayList<>();
        for (Button button : card.buttons()) {
            Json one = button(button);
            if (one == null) {
                return null;
            }
            buttons.add(one);
        }
        Media picture = card.picture();
        boolean fits = picture == null
                ? title.length() + text.length() <= MAX_WORDS
                : title.length() <= MAX_TITLE && text.length() <= MAX_DESCRIPTION;
        if (Visible.isBlank(title) || !fits || buttons.size() > MAX_BUTTONS) {
            return null;
        }
        Json.Builder item = Json.object()
                .put("title", title)
                .put("description", Visible.isBlank(text) ? null : text)
                .put("buttons", buttons.isEmpty() ? null : buttons);
        try {
            return picture == null
                    ? item.build()
                    : item.put(
                                    "thumbnail",
                                    Json.object()
                                            .put(
                                                    "imageUrl",
                                                    media.publicUrl(picture).toASCIIString()))
                            .build();
        } catch (IOException e) {
            return null;
        }
    }

    private static @Nullable Json button(Button button) {
        String label = Words.plain(button.label()).replace('\n', ' ').strip();
        if (Visible.isBlank(label) || label.length() > SkillAnswer.MAX_LABEL) {
            return null;
        }
        Json.Builder json = Json.object().put("label", label);
        if (button instanceof Button.Open open) {
            String address = open.url().toASCIIString();
            return Hosts.web(address) == null
                    ? null
                    : json.put("action", "webLink").put("webLinkUrl", address).build();
        }
        String text = Words.plain(((Button.Reply) button).text());
        return Visible.isBlank(text)
                ? null
                : json.put("action", "message").put("messageText", text).build();
    }
}
