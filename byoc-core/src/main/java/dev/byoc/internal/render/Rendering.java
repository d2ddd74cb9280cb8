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
 * What a channel gets of an answer: what it said it can show, in order, and the rest in words. Parts are numbered by {@link Places}, and
 * what went in another form stays in that form.
 */
public final class Rendering {
    private final Capabilities can;
    private final boolean numbersPieces;
    private final Wording wording;
    private final Places places;
    private final SortedMap<Integer, Content> parts = new TreeMap<>();
    private final List<Loss> losses = new ArrayList<>();
    private final SortedMap<Integer, Loss> refused = new TreeMap<>();

    private Rendering(Capabilities can, boolean numbersPieces, Wording wording, Places places) {
        this.can = can;
        this.wording = wording;
        this.numbersPieces = numbersPieces;
        this.places = places;
    }

    /**
     * Renders an answer.
     *
     * @param written as it was written
     * @param contents the same with their files as they are now, or lines in place of those that cannot be had
     * @param numbersPieces whether a reader is told which piece of how many of a long text it is
     * @param wording of the customer
     * @param done the numbers of parts that were taken at earlier attempts
     */
    public static Rendering of(
            List<Content> written,
            List<Content> contents,
            Capabilities can,
            boolean numbersPieces,
            Wording wording,
            Set<Integer> done) {
        Rendering rendering = new Rendering(can, numbersPieces, wording, new Places(done));
        int most = Math.min(written.size(), Places.MOST_CONTENTS);
        if (written.size() > most) {
            rendering.losses.add(Loss.of(Kind.CUT, "Message", Reason.TOO_MANY));
        }
        List<Content> said = written.subList(0, most);
        List<Content> left = new ArrayList<>();
        for (int i = 0; i < most; i++) {
            left.add(rendering.behindItsCaption(i, said.get(i), contents.get(i)));
        }
        Degrading degrading = new Degrading(can, wording, rendering.places);
        degrading.of(said, left).forEach(rendering::put);
        rendering.losses.addAll(degrading.losses());
        new TreeMap<>(rendering.parts).forEach(rendering::goOn);
        return rendering;
    }

    /** A content without its caption if that has gone before, or the beginning of it, whatever has become of its file. */
    private Content behindItsCaption(int content, Content written, Content now) {
        String caption = MediaContents.captionOf(written);
        int first = Places.of(content, Places.CAPTION);
        if (caption == null || !places.isBegunInForm(first, Places.CAPTION)) {
            return now;
        }
        putPieces(first, new Content.Text(caption));
        return now instanceof Content.Text line && line.text().startsWith(caption)
                ? new Content.Text(line.text().substring(caption.length()).stripLeading())
                : withoutCaption(now);
    }

    /** The contents with an empty text for each that was sent in one part: its file is needed no more. */
    public static List<Content> unsent(List<Content> written, Set<Integer> done) {
        Places places = new Places(done);
        List<Content> unsent = new ArrayList<>();
        for (Content content : written) {
            boolean sent = places.sentAs(unsent.size(), content) >= 0;
            unsent.add(sent ? new Content.Text("") : content);
        }
        return unsent;
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
        return new Rendering(can, numbersPieces, wording, new Places(Set.of())).lower(number, part);
    }

    private SortedMap<Integer, Content> lower(int number, Content part) {
        Rendering lower = new Rendering(can, numbersPieces, wording, places);
        int form = Places.formOf(number);
        SortedMap<Integer, Content> nearest =
                form == Places.WHOLE ? new Degrading(can, wording, places).nearest(number, part) : new TreeMap<>();
        nearest.forEach(lower::put);
        if (nearest.isEmpty() && form < Places.WORDS && !(part instanceof Content.Text)) {
            lower.put(number + Places.WORDS - form, new Content.Text(part.plainText(wording)));
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
                .anyMatch(lower -> places.isDone(lower.getKey()) || wentLower(lower.getKey(), lower.getValue()));
    }

    private void put(int first, Content content) {
        String caption = MediaContents.captionOf(content);
        if (caption == null || goesAlong(caption, first, content)) {
            putPieces(first, content);
        } else {
            putPieces(Places.inForm(first, Places.CAPTION), new Content.Text(caption));
            putPieces(first, withoutCaption(content));
        }
    }

    /** Whether a caption fits, or went with its file or with the words in its place. */
    private boolean goesAlong(String caption, int first, Content content) {
        Capabilities.Limits limits = can.limits(content.getClass());
        return limits == null
                || Graphemes.length(caption, can.unit()) <= limits.maxCaption()
                || places.isDone(first)
                || places.isBegunInForm(first, Places.WORDS);
    }

    private void putPieces(int first, Content content) {
        boolean numbered = isNumbered(first);
        List<Content> pieces = pieces(content, numbered);
        int from = numbered && pieces.size() > 1 ? first + Places.NUMBERED : first;
        int most = Places.room(first);
        if (pieces.size() > most) {
            losses.add(Loss.of(Kind.CUT, "Text", Reason.TOO_LARGE));
        }
        for (int k = 0; k < Math.min(pieces.size(), most); k++) {
            parts.put(from + k, pieces.get(k));
        }
    }

    /** As it was begun, else as it is asked for. */
    private boolean isNumbered(int first) {
        return places.isBegunNumbered(first) || (numbersPieces && !places.isBegun(first));
    }

    private List<Content> pieces(Content content, boolean numbered) {
        if (content instanceof Content.Text text) {
            return words(text.text(), numbered);
        }
        return content instanceof Content.Buttons buttons ? withPrompt(buttons, numbered) : List.of(content);
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
