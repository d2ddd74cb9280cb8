package dev.byoc.relay;

import dev.byoc.channel.Capabilities;
import dev.byoc.message.Content;
import dev.byoc.message.Media;
import dev.byoc.relay.Loss.Kind;
import dev.byoc.relay.Loss.Reason;
import dev.byoc.support.Graphemes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a channel gets of an answer: what it said it can show, in order, and the rest in words. Parts are numbered by content, form and
 * piece, so that a number means the same at every attempt, and what went in another form because it was refused goes on in that form.
 */
final class Rendering {
    /** Nobody reads more, and numbers have an end. */
    private static final int MOST_CONTENTS = 1_000;

    private static final int FORM = 500_000;
    private static final int CONTENT = 4 * FORM;
    private static final int AS_FILE = 1;
    private static final int IN_WORDS = 2;

    private final Capabilities can;
    private final SortedMap<Integer, Content> parts = new TreeMap<>();
    private final List<Loss> losses = new ArrayList<>();

    private Rendering(Capabilities can) {
        this.can = can;
    }

    /**
     * Renders an answer.
     *
     * @param done the numbers of parts that were taken at earlier attempts
     */
    static Rendering of(List<Content> contents, Capabilities can, Set<Integer> done) {
        Rendering rendering = new Rendering(can);
        Degrading degrading = new Degrading(can);
        List<Content> shown = degrading.of(contents);
        rendering.losses.addAll(degrading.losses());
        if (shown.size() > MOST_CONTENTS) {
            rendering.losses.add(Loss.of(Kind.CUT, "Message", Reason.TOO_MANY));
        }
        for (int i = 0; i < Math.min(shown.size(), MOST_CONTENTS); i++) {
            rendering.number(i * CONTENT, rendering.pieces(shown.get(i)));
        }
        new TreeMap<>(rendering.parts).forEach((number, part) -> rendering.goOn(number, number, part, done));
        return rendering;
    }

    /** The parts by number. Empty if nothing is left to show. */
    SortedMap<Integer, Content> parts() {
        return parts;
    }

    List<Loss> losses() {
        return losses;
    }

    /** A part that was refused in the next lower form, numbered from where it stands; empty if there is none. */
    static SortedMap<Integer, Content> instead(int number, Content part, Capabilities can) {
        Rendering lower = new Rendering(can);
        int form = number % CONTENT / FORM;
        Content.File file = Degrading.asFile(part);
        if (form == 0 && file != null && new Degrading(can).goesNatively(file)) {
            lower.number(number + AS_FILE * FORM, List.of(file));
        } else if (form < IN_WORDS && !(part instanceof Content.Text)) {
            lower.number(number + (IN_WORDS - form) * FORM, lower.words(part.plainText()));
        }
        return lower.parts;
    }

    /** Puts a part's lower form in its place if an earlier attempt has sent that, or the beginning of it. */
    private void goOn(int place, int number, Content part, Set<Integer> done) {
        SortedMap<Integer, Content> lower = instead(number, part, can);
        if (lower.keySet().stream().anyMatch(done::contains)) {
            parts.remove(place);
            parts.putAll(lower);
            losses.add(Loss.of(Kind.REFUSED, Degrading.nameOf(part), Reason.NOT_TAKEN));
        } else {
            lower.forEach((next, form) -> goOn(place, next, form, done));
        }
    }

    private void number(int first, List<Content> pieces) {
        if (pieces.size() > FORM) {
            losses.add(Loss.of(Kind.CUT, "Text", Reason.TOO_LARGE));
        }
        for (int k = 0; k < Math.min(pieces.size(), FORM); k++) {
            parts.put(first + k, pieces.get(k));
        }
    }

    private List<Content> pieces(Content content) {
        if (content instanceof Content.Text text) {
            return words(text.text());
        }
        if (content instanceof Content.Buttons buttons) {
            return withPrompt(buttons);
        }
        String caption = captionOf(content);
        Capabilities.Limits limits = can.limits(content.getClass());
        if (caption == null || limits == null || Graphemes.length(caption, can.unit()) <= limits.maxCaption()) {
            return List.of(content);
        }
        List<Content> pieces = new ArrayList<>(words(caption));
        pieces.add(withoutCaption(content));
        return pieces;
    }

    /** The buttons go with the last piece of their prompt. */
    private List<Content> withPrompt(Content.Buttons buttons) {
        List<Content> pieces = new ArrayList<>(words(buttons.prompt()));
        String last = pieces.isEmpty() ? "" : pieces.remove(pieces.size() - 1).plainText();
        pieces.add(new Content.Buttons(last, buttons.buttons()));
        return pieces;
    }

    private List<Content> words(String text) {
        return Splitter.split(text, can.maxText(), can.unit()).stream()
                // A piece of blanks alone says nothing, and some networks refuse it.
                .filter(piece -> !piece.isBlank())
                .map(piece -> (Content) new Content.Text(piece))
                .toList();
    }

    static @Nullable Media mediaOf(Content content) {
        if (content instanceof Content.Image image) {
            return image.media();
        }
        if (content instanceof Content.Video video) {
            return video.media();
        }
        if (content instanceof Content.Audio audio) {
            return audio.media();
        }
        return content instanceof Content.File file ? file.media() : null;
    }

    static @Nullable String captionOf(Content content) {
        String caption = null;
        if (content instanceof Content.Image image) {
            caption = image.caption();
        } else if (content instanceof Content.Video video) {
            caption = video.caption();
        } else if (content instanceof Content.Audio audio) {
            caption = audio.caption();
        } else if (content instanceof Content.File file) {
            caption = file.caption();
        }
        return caption == null || caption.isBlank() ? null : caption;
    }

    private static Content withoutCaption(Content content) {
        if (content instanceof Content.Image image) {
            return new Content.Image(image.media(), null);
        }
        if (content instanceof Content.Video video) {
            return new Content.Video(video.media(), null);
        }
        if (content instanceof Content.Audio audio) {
            return new Content.Audio(audio.media(), null);
        }
        return content instanceof Content.File file ? new Content.File(file.media(), null) : content;
    }
}
