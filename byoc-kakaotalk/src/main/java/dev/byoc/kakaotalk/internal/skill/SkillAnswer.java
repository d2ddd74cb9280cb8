package dev.byoc.kakaotalk.internal.skill;

import dev.byoc.Visible;
import dev.byoc.channel.Capabilities;
import dev.byoc.channel.Capabilities.Unit;
import dev.byoc.channel.MediaAccess;
import dev.byoc.json.Json;
import dev.byoc.kakaotalk.internal.Outbound;
import dev.byoc.kakaotalk.internal.Words;
import dev.byoc.message.Button;
import dev.byoc.message.Content;
import dev.byoc.wording.CorePhrase;
import dev.byoc.wording.Wording;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A skill's answer: up to three outputs and, under them, quick replies
 * (<a href="https://kakaobusiness.gitbook.io/main/tool/chatbot/skill_guide/answer_json_format">format</a>).
 */
final class SkillAnswer {
    /** Of one text; behind the first 500 a reader has to tap. */
    static final int MAX_TEXT = 1_000;

    static final int MAX_OUTPUTS = 3;
    private static final int MAX_QUICK_REPLIES = 10;

    /** No limit is documented; that of quick replies in Consultation Talk. */
    static final int MAX_LABEL = 14;

    private final MediaAccess media;
    private final Supplier<Wording> customers;

    /** With what customers read beside what agents said, at present. */
    SkillAnswer(MediaAccess media, Supplier<Wording> customers) {
        this.media = media;
        this.customers = customers;
    }

    /** The parts of one send become one answer. Pictures are fetched by Kakao from a public https address. */
    static Capabilities capabilities() {
        return Capabilities.text(MAX_TEXT, Unit.UTF16)
                .media(Content.Image.class, Outbound.MAX_PICTURE_BYTES, 0, Outbound.pictures())
                .keyboard(MAX_QUICK_REPLIES)
                .also(Content.Cards.class, SkillCards.MAX_CARDS)
                .partsPerSend(MAX_OUTPUTS);
    }

    static Json text(String text) {
        return answer(List.of(simpleText(text)), List.of());
    }

    /** Nothing to say. */
    static Json silence() {
        return answer(List.of(), List.of());
    }

    /** The real answer follows at the request's callback address. */
    static Json later(String meanwhile) {
        return Json.object()
                .put("version", "2.0")
                .put("useCallback", true)
                .put("data", Json.object().put("text", meanwhile))
                .build();
    }

    /** Null: one of them does not fit. None of several parts can be sent again in words, so each is put into words here. */
    @Nullable
    Json of(List<Content> parts) {
        List<Json> outputs = new ArrayList<>();
        List<Json> replies = new ArrayList<>();
        for (Content part : parts) {
            Json shown = part instanceof Content.Image image
                    ? picture(image)
                    : part instanceof Content.Cards cards ? SkillCards.carousel(cards.cards(), media) : null;
            if (shown != null) {
                outputs.add(shown);
                continue;
            }
            int before = replies.size();
            String words = part instanceof Content.Buttons buttons
                    ? buttons(buttons, replies)
                    : part.plainText(customers.get());
            String text = Words.plain(words);
            if (Visible.isBlank(text) && replies.size() > before && !outputs.isEmpty()) {
                // Buttons alone stand under what came before them.
                continue;
            }
            Deque<String> texts = texts(text);
            if (texts.isEmpty() || texts.stream().anyMatch(one -> one.length() > MAX_TEXT)) {
                return null;
            }
            texts.forEach(one -> outputs.add(simpleText(one)));
        }
        return outputs.size() > MAX_OUTPUTS ? null : answer(outputs, replies);
    }

    /** One text, or several where it is longer than one may be, as with links below many words: cut between lines. Empty if it is blank. */
    private static Deque<String> texts(String text) {
        Deque<String> texts = new ArrayDeque<>();
        for (String line : text.split("\n", -1)) {
            String longer = texts.isEmpty() ? line : texts.getLast() + "\n" + line;
            boolean fits = longer.length() <= MAX_TEXT;
            if (fits) {
                texts.pollLast();
            }
            texts.addLast(fits ? longer : line);
        }
        texts.removeIf(Visible::isBlank);
        return texts;
    }

    /** Adds the quick replies and gives the text above them; in words altogether if they do not fit. */
    private String buttons(Content.Buttons content, List<Json> replies) {
        StringBuilder text = new StringBuilder(content.prompt());
        List<Json> own = new ArrayList<>();
        for (Button button : content.buttons()) {
            String label = Words.plain(button.label()).replace('\n', ' ').strip();
            if (button instanceof Button.Reply reply) {
                if (Visible.isBlank(label) || label.length() > MAX_LABEL || Visible.isBlank(reply.text())) {
                    return content.plainText(customers.get());
                }
                own.add(Json.object()
                        .put("label", label)
                        .put("action", "message")
                        .put("messageText", Words.plain(reply.text()))
                        .build());
            } else {
                // Quick replies open nothing; an address in a text does.
                text.append(text.length() == 0 ? "" : "\n").append(button.plainText());
            }
        }
        if (replies.size() + own.size() > MAX_QUICK_REPLIES) {
            return content.plainText(customers.get());
        }
        replies.addAll(own);
        return text.toString();
    }

    /** Null: Kakao could not fetch or show it. */
    private @Nullable Json picture(Content.Image image) {
        Capabilities.Limits limits = capabilities().limits(Content.Image.class);
        boolean captioned = image.caption() != null && !Visible.isBlank(image.caption());
        if (captioned || limits == null || !limits.takes(image.media().contentType())) {
            return null;
        }
        try {
            String address = media.publicUrl(image.media()).toASCIIString();
            String name = Words.fileName(
                    image.media().fileName() == null ? "" : image.media().fileName());
            return Json.object()
                    .put(
                            "simpleImage",
                            Json.object()
                                    .put("imageUrl", address)
                                    .put(
                                            "altText",
                                            name.isEmpty() ? customers.get().of(CorePhrase.PICTURE) : name))
                    .build();
        } catch (IOException e) {
            return null;
        }
    }

    private static Json simpleText(String text) {
        return Json.object().put("simpleText", Json.object().put("text", text)).build();
    }

    private static Json answer(List<Json> outputs, List<Json> replies) {
        return Json.object()
                .put("version", "2.0")
                .put(
                        "template",
                        Json.object().put("outputs", outputs).put("quickReplies", replies.isEmpty() ? null : replies))
                .build();
    }
}
