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
import java.util.SortedMap;
import java.util.TreeMap;
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
    private final Places places;
    private final SortedMap<Integer, Content> shown = new TreeMap<>();
    private final List<Loss> losses = new ArrayList<>();

    Degrading(Capabilities can, Wording wording, Places places) {
        this.can = can;
        this.wording = wording;
        this.places = places;
    }

    /** What was lost, in order. */
    List<Loss> losses() {
        return losses;
    }

    /**
     * By the numbers of their places; each is a text, or of a kind that goes natively.
     *
     * @param written decides, where there is one keyboard, with what that goes: files may be there at one attempt, and not at the next
     */
    SortedMap<Integer, Content> of(List<Content> written, List<Content> contents) {
        for (int i = 0; i < contents.size(); i++) {
            int sent = places.sentAs(i, written.get(i));
            if (sent < 0) {
                add(i, typed(contents.get(i)));
            } else {
                shown.put(sent, isBlank(contents.get(i)) ? written.get(i) : contents.get(i));
            }
        }
        if (can.hasKeyboard()) {
            putOneKeyboard(written);
        }
        return shown;
    }

    private void add(int place, Content content) {
        int words = Places.of(place, Places.WORDS);
        if (content instanceof Content.Cards cards && cards.cards().isEmpty()) {
            return;
        }
        if (content instanceof Content.Text) {
            if (!isBlank(content)) {
                shown.put(words, content);
            }
        } else if (content instanceof Content.Buttons buttons
                && buttons.buttons().isEmpty()) {
            add(place, new Content.Text(buttons.prompt()));
        } else if (whyNot(content) != null) {
            addLower(place, content);
        } else {
            shown.put(Places.of(place, Places.WHOLE), content);
        }
    }

    private static boolean isBlank(Content content) {
        return content instanceof Content.Text text && Visible.isBlank(text.text());
    }

    private void addLower(int place, Content content) {
        Reason why = whyNot(content);
        SortedMap<Integer, Content> nearest = nearest(Places.of(place, Places.WHOLE), content);
        if (!nearest.isEmpty()) {
            lose(content, why);
            shown.putAll(nearest);
        } else {
            Media media = MediaContents.mediaOf(content);
            if (media != null && !isWeb(media)) {
                losses.add(Loss.of(Kind.DROPPED, nameOf(content), Reason.NO_ADDRESS));
            } else {
                lose(content, why);
            }
            shown.put(Places.of(place, Places.WORDS), new Content.Text(content.plainText(wording)));
        }
    }

    /** Each card as its picture, where pictures go, and its words. The buttons are numbered through, so that a number is an answer. */
    private SortedMap<Integer, Content> apart(int number, Content.Cards cards) {
        SortedMap<Integer, Content> apart = new TreeMap<>();
        int buttons = 1;
        int most = Math.min(cards.cards().size(), Places.MOST_CARDS);
        for (int i = 0; i < most; i++) {
            Card card = cards.cards().get(i);
            int place = Places.pictureOf(number, i);
            Content picture = card.picture() == null ? null : typed(new Content.Image(card.picture(), null));
            boolean asPicture = picture != null && (whyNot(picture) == null || places.isDone(place));
            if (asPicture) {
                apart.put(place, picture);
            }
            Card rest = asPicture ? new Card(card.title(), card.text(), null, card.buttons()) : card;
            apart.put(Places.wordsOf(number, i), new Content.Text(rest.plainText(buttons, wording)));
            buttons += card.buttons().size();
        }
        if (cards.cards().size() > most) {
            losses.add(Loss.of(Kind.CUT, nameOf(cards), Reason.TOO_MANY));
        }
        return apart;
    }

    /** All buttons at the end; earlier ones would be gone as soon as something else is shown. */
    private void putOneKeyboard(List<Content> written) {
        List<Button> all = new ArrayList<>();
        for (int i = 0; i < written.size(); i++) {
            int whole = Places.of(i, Places.WHOLE);
            if (shown.get(whole) instanceof Content.Buttons buttons) {
                all.addAll(buttons.buttons());
                shown.remove(whole);
                add(i, new Content.Text(buttons.prompt()));
            }
        }
        if (all.isEmpty()) {
            return;
        }
        Content.Buttons keyboard = new Content.Buttons(takeLastWords(written), all);
        if (whyNot(keyboard) == null) {
            shown.put(Places.of(written.size(), Places.WHOLE), keyboard);
        } else {
            lose(keyboard, whyNot(keyboard));
            shown.put(Places.of(written.size(), Places.WORDS), new Content.Text(keyboard.plainText(wording)));
        }
    }

    /** The text that a keyboard goes with; {@code ""}: what is last is no text, or might have been none at another attempt. */
    private String takeLastWords(List<Content> written) {
        for (int i = written.size() - 1; i >= 0; i--) {
            int next = Places.of(i + 1, 0);
            SortedMap<Integer, Content> ofThis = shown.tailMap(Places.of(i, 0)).headMap(next);
            if (!ofThis.isEmpty()) {
                return isAlwaysInWords(written.get(i)) && ofThis.get(ofThis.lastKey()) instanceof Content.Text text
                        ? remove(ofThis, text)
                        : "";
            }
        }
        return "";
    }

    private static String remove(SortedMap<Integer, Content> parts, Content.Text last) {
        parts.remove(parts.lastKey());
        return last.text();
    }

    /** Whatever becomes of its file. Cards that are taken apart end with words in any case. */
    private boolean isAlwaysInWords(Content written) {
        boolean isSticker = written instanceof Content.Sticker;
        boolean isFile = isSticker || MediaContents.mediaOf(written) != null;
        Class<? extends Content> nearest = isSticker ? Content.Image.class : Content.File.class;
        return !isFile || (can.limits(written.getClass()) == null && can.limits(nearest) == null);
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

    /** What comes nearest to this and goes natively, by numbers; empty: words. */
    SortedMap<Integer, Content> nearest(int number, Content content) {
        if (content instanceof Content.Cards cards) {
            return apart(number, cards);
        }
        Content nearest = asFile(content);
        if (content instanceof Content.Sticker sticker && sticker.picture() != null) {
            nearest = typed(new Content.Image(sticker.picture(), sticker.text()));
        }
        SortedMap<Integer, Content> one = new TreeMap<>();
        if (nearest != null && whyNot(nearest) == null) {
            one.put(Places.inForm(number, Places.APART), nearest);
        }
        return one;
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
