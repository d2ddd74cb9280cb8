package dev.byoc.event;

import dev.byoc.channel.Capabilities.Unit;
import dev.byoc.message.MediaException;
import dev.byoc.support.Graphemes;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Something that does not reach the other side as it was said. Holds kinds and reasons, never what was said.
 *
 * @param content what it was: a kind of {@link dev.byoc.message.Content} such as {@code Image}, {@code Quote}, or the network's own word for it
 * @param file why the file could not be had; null but for {@link Reason#NO_FILE}
 * @param detail the remote API's own words for it, {@code ""} if nothing
 */
public record Loss(Kind kind, String content, Reason reason, MediaException.@Nullable Reason file, String detail) {
    /** How much of it is lost. */
    public enum Kind {
        /** Shown in another form: a carousel as texts and pictures, a sound as a file, a file as a link. */
        DEGRADED("went in another form"),
        /** Only the beginning is shown. */
        CUT("was cut"),
        /** The remote API refused it as it was, so that it went in another form. */
        REFUSED("was refused and went in another form"),
        /** Not shown at all, or no more than that there was something. */
        DROPPED("was left out");

        private final String words;

        Kind(String words) {
            this.words = words;
        }
    }

    /** Why. */
    public enum Reason {
        NO_SUCH_KIND("it cannot be shown there"),
        WRONG_TYPE("files of this type are not taken"),
        TOO_LARGE("it is too large"),
        TOO_MANY("there are too many of them"),
        UNREADABLE("this kind of message is not known"),
        NO_ADDRESS("the file has no address"),
        /** {@link Loss#file} says why. */
        NO_FILE("the file could not be had"),
        NOT_TAKEN("it was not taken"),
        HIDDEN("it is hidden where it was written"),
        RELATIVE_ADDRESS("it leads nowhere outside Freshchat");

        private final String words;

        Reason(String words) {
            this.words = words;
        }
    }

    private static final int LONGEST_NAME = 60;

    /** An unknown kind has the name that the other side gave it. */
    public Loss {
        content = Graphemes.head(Graphemes.line(content), LONGEST_NAME, Unit.UTF16);
    }

    public static Loss of(Kind kind, String content, Reason reason) {
        return new Loss(kind, content, reason, null, "");
    }

    /** Refused by the remote API, and sent in another form. */
    public static Loss refused(String content, String detail) {
        return new Loss(Kind.REFUSED, content, Reason.NOT_TAKEN, null, detail);
    }

    /** Refused in every form. */
    public static Loss leftOut(String content, String detail) {
        return new Loss(Kind.DROPPED, content, Reason.NOT_TAKEN, null, detail);
    }

    /** A file that could not be had. A line says so in its place. */
    public static Loss ofFile(String content, MediaException why) {
        return new Loss(Kind.DROPPED, content, Reason.NO_FILE, why.reason(), String.valueOf(why.getMessage()));
    }

    /** For a log or a note: "image went in another form: files of this type are not taken". */
    @Override
    public String toString() {
        String what = content.toLowerCase(Locale.ROOT) + " " + kind.words + ": " + reason.words;
        return detail.isEmpty() ? what : what + " (" + detail + ")";
    }
}
