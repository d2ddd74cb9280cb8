package dev.byoc.internal.render;

import dev.byoc.Visible;
import dev.byoc.channel.Capabilities;
import dev.byoc.event.Loss;
import dev.byoc.event.Loss.Kind;
import dev.byoc.event.Loss.Reason;
import dev.byoc.internal.task.MediaContents;
import dev.byoc.message.Button;
import dev.byoc.message.Card;
import dev.byoc.message.Content;
import dev.byoc.message.Media;
import dev.byoc.wording.Wording;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Turns each content into what a channel shows: itself, else the nearest form that the channel has, in the end words. Lengths of texts are
 * not looked at here. Used once.
 */
public final class Degrading {
    private static final Map<String, String> TYPES = Map.of(
            "jpg", "image/jpeg",
            "jpeg", "image/jpeg",
            "png", "image/png",
            "gif", "image/gif",
            "webp", "image/webp",
            "mp4", "video/mp4",
            "mp3", "audio/mpeg",
            "pdf", "application/pdf");

    private final Capabilities can;
    private final Wording wording;
    private final List<Content> shown = new ArrayList<>();
    private final List<Loss> losses = new ArrayList<>();

    Degrading(Capabilities can, Wording wording) {
        this.can = can;
        this.wording = wording;
    }

    /** What was lost, in order. */
    List<Loss> losses() {
        return losses;
    }

    /** In the same order; each is a text, or of a kind that goes natively. */
    List<Content> of(List<Content> contents) {
        contents.forEach(this::add);
        return can.hasKeyboard() ? withOneKeyboard() : shown;
    }

    private void add(Content given) {
        Content content = typed(given);
        if (content instanceof Content.Cards cards && cards.cards().isEmpty()) {
            return;
        }
        if (content instanceof Content.Text text) {
            if (!Visible.isBlank(text.text())) {
                shown.add(text);
            }
        } else if (content instanceof Content.Buttons buttons
                && buttons.buttons().isEmpty()) {
            add(new Content.Text(buttons.prompt()));
        } else if (whyNot(content) != null) {
            addLower(content);
        } else {
            shown.add(content);
        }
    }

    private void addLower(Content content) {
        Reason why = whyNot(content);
        List<Content> nearest = nearest(content);
        if (!nearest.isEmpty()) {
            lose(content, why);
            shown.addAll(nearest);
        } else {
            Media media = MediaContents.mediaOf(content);
            if (media != null && !isWeb(media)) {
                losses.add(Loss.of(Kind.DROPPED, nameOf(content), Reason.NO_ADDRESS));
            } else {
                lose(content, why);
            }
            shown.add(new Content.Text(content.plainText(wording)));
        }
    }

    /** Each card as its picture, where pictures go, and its words. The buttons are numbered through, so that a number is an answer. */
    private List<Content> apart(Content.Cards cards) {
        List<Content> apart = new ArrayList<>();
        int number = 1;
        for (Card card : cards.cards()) {
            Content picture = card.picture() == null ? null : typed(new Content.Image(card.picture(), null));
            boolean asPicture = picture != null && whyNot(picture) == null;
            if (asPicture) {
                apart.add(picture);
            }
            Card rest = asPicture ? new Card(card.title(), card.text(), null, card.buttons()) : card;
            apart.add(new Content.Text(rest.plainText(number, wording)));
            number += card.buttons().size();
        }
        return apart;
    }

    /** All buttons with the last part; earlier ones would be gone as soon as it is shown. */
    private List<Content> withOneKeyboard() {
        List<Button> all = new ArrayList<>();
        List<Content> parts = new ArrayList<>();
        for (Content content : shown) {
            if (content instanceof Content.Buttons buttons) {
                all.addAll(buttons.buttons());
                if (!Visible.isBlank(buttons.prompt())) {
                    parts.add(new Content.Text(buttons.prompt()));
                }
            } else {
                parts.add(content);
            }
        }
        if (all.isEmpty()) {
            return shown;
        }
        int last = parts.size() - 1;
        String prompt = last >= 0 && parts.get(last) instanceof Content.Text text ? text.text() : null;
        Content.Buttons keyboard = new Content.Buttons(prompt == null ? "" : prompt, all);
        if (prompt != null) {
            parts.remove(last);
        }
        if (whyNot(keyboard) == null) {
            parts.add(keyboard);
        } else {
            lose(keyboard, whyNot(keyboard));
            parts.add(new Content.Text(keyboard.plainText(wording)));
        }
        return parts;
    }

    private void lose(Content content, @Nullable Reason why) {
        losses.add(Loss.of(Kind.DEGRADED, nameOf(content), why == null ? Reason.NO_SUCH_KIND : why));
    }

    public static String nameOf(Content content) {
        return content instanceof Content.Unsupported
                ? "Unknown kind"
                : content.getClass().getSimpleName();
    }

    /** Why this does not go natively; null if it does. */
    private @Nullable Reason whyNot(Content content) {
        Capabilities.Limits limits = can.limits(content.getClass());
        if (limits == null) {
            return Reason.NO_SUCH_KIND;
        }
        if (content instanceof Content.Buttons buttons) {
            return buttons.buttons().size() > limits.most() ? Reason.TOO_MANY : null;
        }
        if (content instanceof Content.Cards cards) {
            return cards.cards().size() > limits.most() ? Reason.TOO_MANY : null;
        }
        Media media = MediaContents.mediaOf(content);
        if (media == null) {
            return null;
        }
        if (MediaContents.isWithoutAddress(media)) {
            return Reason.NO_ADDRESS;
        }
        if (!limits.takes(media.contentType())) {
            return Reason.WRONG_TYPE;
        }
        return media.sizeBytes() > limits.maxBytes() ? Reason.TOO_LARGE : null;
    }

    private static boolean isWeb(Media media) {
        return media.ref().matches("(?is)https?://.*");
    }

    /** What comes nearest to this and goes natively; empty: words. */
    List<Content> nearest(Content content) {
        if (content instanceof Content.Cards cards) {
            return apart(cards);
        }
        Content nearest = asFile(content);
        if (content instanceof Content.Sticker sticker && sticker.picture() != null) {
            nearest = typed(new Content.Image(sticker.picture(), sticker.text()));
        }
        return nearest == null || whyNot(nearest) != null ? List.of() : List.of(nearest);
    }

    /** With the type that its file's name tells, so that the channel need not guess. */
    private static Content typed(Content content) {
        Media media = MediaContents.mediaOf(content);
        String type = media == null || media.contentType() != null ? null : typeOf(media);
        return media == null || type == null
                ? content
                : MediaContents.with(content, MediaContents.captionOf(content), media.withContentType(type));
    }

    /** The declared type, else the one that the name's ending tells: Freshchat declares none for agents' pictures. */
    private static @Nullable String typeOf(Media media) {
        if (media.contentType() != null) {
            return media.contentType();
        }
        String name = media.fileName() == null ? media.ref().split("[?#]", 2)[0] : media.fileName();
        return TYPES.get(name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT));
    }

    /** A picture, film or sound as a file; null: it is none of these. */
    private static Content.@Nullable File asFile(Content content) {
        Media media = content instanceof Content.File ? null : MediaContents.mediaOf(content);
        return media == null ? null : new Content.File(media, MediaContents.captionOf(content));
    }
}
