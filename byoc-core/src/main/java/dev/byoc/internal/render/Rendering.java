package dev.byoc.internal.render;

import dev.byoc.channel.Capabilities;
import dev.byoc.event.Loss;
import dev.byoc.event.Loss.Kind;
import dev.byoc.event.Loss.Reason;
import dev.byoc.internal.task.MediaContents;
import dev.byoc.message.Content;
import dev.byoc.support.Graphemes;
import dev.byoc.wording.Wording;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a channel gets of an answer: what it said it can show, in order, and the rest in words. Parts are numbered by content, form and
 * piece, so that a number means the same at every attempt, and what went in another form because it was refused stays in that form.
 */
public final class Rendering {
    /** More is not read, and the numbers of parts are bounded. */
    private static final int MOST_CONTENTS = 1_000;

    private static final int FORM = 500_000;
    private static final int CONTENT = 4 * FORM;
    private static final int APART = FORM;
    private static final int IN_WORDS = 2;

    /** Where numbered pieces begin, so that those of an earlier attempt are not taken for others when the option has changed. */
    private static final int NUMBERED = FORM / 2;

    /** Between contents that one was taken apart into. */
    private static final int STEP = 1_000;

    private final Capabilities can;
    private final boolean numbersPieces;
    private final Wording wording;
    private final Set<Integer> done;
    private final SortedMap<Integer, Content> parts = new TreeMap<>();
    private final List<Loss> losses = new ArrayList<>();
    private final SortedMap<Integer, Loss> refused = new TreeMap<>();

    private Rendering(Capabilities can, boolean numbersPieces, Wording wording, Set<Integer> done) {
        this.can = can;
        this.wording = wording;
        this.numbersPieces = numbersPieces;
        this.done = done;
    }

    /**
     * Renders an answer.
     *
     * @param numbersPieces whether a reader is told which piece of how many of a long text it is
     * @param wording of the customer
     * @param done the numbers of parts that were taken at earlier attempts
     */
    public static Rendering of(
            List<Content> contents, Capabilities can, boolean numbersPieces, Wording wording, Set<Integer> done) {
        Rendering rendering = new Rendering(can, numbersPieces, wording, done);
        Degrading degrading = new Degrading(can, wording);
        List<Content> shown = degrading.of(contents);
        rendering.losses.addAll(degrading.losses());
        if (shown.size() > MOST_CONTENTS) {
            rendering.losses.add(Loss.of(Kind.CUT, "Message", Reason.TOO_MANY));
        }
        for (int i = 0; i < Math.min(shown.size(), MOST_CONTENTS); i++) {
            rendering.put(i * CONTENT, shown.get(i));
        }
        new TreeMap<>(rendering.parts).forEach((number, part) -> rendering.goOn(number, part));
        return rendering;
    }

    /** The parts by number. Empty if nothing is left to show. */
    public SortedMap<Integer, Content> parts() {
        return parts;
    }

    /** What cannot be shown as it is, whatever the messenger answers. */
    public List<Loss> losses() {
        return losses;
    }

    /** What earlier attempts found to be refused, by the number of the part. */
    public SortedMap<Integer, Loss> refused() {
        return refused;
    }

    /** A part that was refused in the next lower form, numbered from where it stands; empty if there is none. */
    public static SortedMap<Integer, Content> instead(
            int number, Content part, Capabilities can, boolean numbersPieces, Wording wording) {
        return new Rendering(can, numbersPieces, wording, Set.of()).lower(number, part);
    }

    private SortedMap<Integer, Content> lower(int number, Content part) {
        Rendering lower = new Rendering(can, numbersPieces, wording, done);
        int form = number % CONTENT / FORM;
        List<Content> nearest = form == 0 ? new Degrading(can, wording).nearest(part) : List.of();
        for (int i = 0; i < nearest.size(); i++) {
            lower.put(number + APART + i * STEP, nearest.get(i));
        }
        if (nearest.isEmpty() && form < IN_WORDS && !(part instanceof Content.Text)) {
            lower.put(number + (IN_WORDS - form) * FORM, new Content.Text(part.plainText(wording)));
        }
        return lower.parts;
    }

    /** Puts a part's lower form in its place if an earlier attempt has sent that, or the beginning of it. */
    private void goOn(int number, Content part) {
        if (wentLower(number, part)) {
            SortedMap<Integer, Content> lower = lower(number, part);
            parts.remove(number);
            parts.putAll(lower);
            refused.put(number, Loss.refused(Degrading.nameOf(part), ""));
            lower.forEach(this::goOn);
        }
    }

    private boolean wentLower(int number, Content part) {
        return lower(number, part).entrySet().stream()
                .anyMatch(lower -> done.contains(lower.getKey()) || wentLower(lower.getKey(), lower.getValue()));
    }

    private void put(int first, Content content) {
        boolean numbered = isNumbered(first);
        List<Content> pieces = pieces(content, numbered);
        int from = numbered && pieces.size() > 1 ? first + NUMBERED : first;
        if (pieces.size() > NUMBERED) {
            losses.add(Loss.of(Kind.CUT, "Text", Reason.TOO_LARGE));
        }
        for (int k = 0; k < Math.min(pieces.size(), NUMBERED); k++) {
            parts.put(from + k, pieces.get(k));
        }
    }

    /** As it was begun, else as it is asked for. */
    private boolean isNumbered(int first) {
        int room = first % CONTENT / FORM == 1 ? STEP : NUMBERED;
        boolean plain = done.stream().anyMatch(part -> part >= first && part < first + room);
        boolean numbered = done.stream().anyMatch(part -> part >= first + NUMBERED && part < first + NUMBERED + room);
        return numbered || (numbersPieces && !plain);
    }

    private List<Content> pieces(Content content, boolean numbered) {
        if (content instanceof Content.Text text) {
            return words(text.text(), numbered);
        }
        if (content instanceof Content.Buttons buttons) {
            return withPrompt(buttons, numbered);
        }
        String caption = MediaContents.captionOf(content);
        Capabilities.Limits limits = can.limits(content.getClass());
        if (caption == null || limits == null || Graphemes.length(caption, can.unit()) <= limits.maxCaption()) {
            return List.of(content);
        }
        List<Content> pieces = new ArrayList<>(words(caption, numbered));
        pieces.add(withoutCaption(content));
        return pieces;
    }

    /** The buttons go with the last piece of their prompt. */
    private List<Content> withPrompt(Content.Buttons buttons, boolean numbered) {
        List<Content> pieces = new ArrayList<>(words(buttons.prompt(), numbered));
        String last = pieces.isEmpty() ? "" : pieces.remove(pieces.size() - 1).plainText(wording);
        pieces.add(new Content.Buttons(last, buttons.buttons()));
        return pieces;
    }

    private List<Content> words(String text, boolean numbered) {
        List<String> pieces = numbered
                ? Splitter.numbered(text, can.maxText(), can.unit())
                : Splitter.visible(Splitter.split(text, can.maxText(), can.unit()));
        return pieces.stream().map(piece -> (Content) new Content.Text(piece)).toList();
    }

    private static Content withoutCaption(Content content) {
        return MediaContents.with(content, null, MediaContents.mediaOf(content));
    }
}
