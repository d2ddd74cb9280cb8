package dev.byoc.internal.notes;

import dev.byoc.event.Loss;
import dev.byoc.wording.Wording;
import java.util.Locale;
import java.util.Map;

/** What was lost of an answer, as its agent reads it. The messenger's own words for it may be codes: they are in the timeline. */
final class LossLine {
    /** By the kinds of {@link dev.byoc.message.Content}, and by what the readers of Freshchat's parts call the rest. */
    private static final Map<String, NotePhrase> WHAT = Map.ofEntries(
            Map.entry("text", NotePhrase.A_TEXT),
            Map.entry("image", NotePhrase.A_PICTURE),
            Map.entry("video", NotePhrase.A_VIDEO),
            Map.entry("audio", NotePhrase.A_SOUND),
            Map.entry("file", NotePhrase.A_FILE),
            Map.entry("location", NotePhrase.A_LOCATION),
            Map.entry("contact", NotePhrase.A_CONTACT),
            Map.entry("sticker", NotePhrase.A_STICKER),
            Map.entry("link", NotePhrase.A_LINK),
            Map.entry("buttons", NotePhrase.THE_BUTTONS),
            Map.entry("cards", NotePhrase.THE_CARDS),
            Map.entry("message", NotePhrase.THE_MESSAGE),
            Map.entry("quote", NotePhrase.A_QUOTE),
            Map.entry("hidden part", NotePhrase.A_HIDDEN_PART),
            Map.entry("address of a link", NotePhrase.A_LINKS_ADDRESS),
            Map.entry("picture or film", NotePhrase.A_PICTURE_OR_VIDEO),
            Map.entry("unknown kind", NotePhrase.OF_UNKNOWN_KIND),
            Map.entry("unnamed", NotePhrase.OF_UNKNOWN_KIND));

    private LossLine() {}

    static String of(Loss loss, Wording wording) {
        NotePhrase line = switch (loss.kind()) {
            case DROPPED -> NotePhrase.LEFT_OUT;
            case CUT -> NotePhrase.CUT;
            case DEGRADED, REFUSED -> NotePhrase.OTHER_FORM;
        };
        return wording.of(line, what(loss.content(), wording), why(loss, wording));
    }

    /** The content in words; another one by the name that it came with. */
    static String what(String content, Wording wording) {
        NotePhrase known = WHAT.get(content.strip().toLowerCase(Locale.ROOT));
        return known == null ? wording.of(NotePhrase.OF_KIND, NoteText.of(content)) : wording.of(known);
    }

    private static String why(Loss loss, Wording wording) {
        if (loss.file() != null) {
            return loss.file().why(wording);
        }
        return wording.of(
                switch (loss.reason()) {
                    case NO_SUCH_KIND -> NotePhrase.WHY_NO_SUCH_KIND;
                    case WRONG_TYPE -> NotePhrase.WHY_WRONG_TYPE;
                    case TOO_LARGE -> NotePhrase.WHY_TOO_LARGE;
                    case TOO_MANY -> NotePhrase.WHY_TOO_MANY;
                    case UNREADABLE -> NotePhrase.WHY_UNREADABLE;
                    case NO_ADDRESS -> NotePhrase.WHY_NO_ADDRESS;
                    case NO_FILE -> NotePhrase.WHY_NO_FILE;
                    case NOT_TAKEN ->
                        loss.kind() == Loss.Kind.REFUSED ? NotePhrase.WHY_NOT_TAKEN_SO : NotePhrase.WHY_NOT_TAKEN;
                    case HIDDEN -> NotePhrase.WHY_HIDDEN;
                    case RELATIVE_ADDRESS -> NotePhrase.WHY_RELATIVE_ADDRESS;
                });
    }
}
