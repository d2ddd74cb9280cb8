package dev.byoc.message;

import dev.byoc.wording.CorePhrase;
import dev.byoc.wording.Wording;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A file that cannot be had. The text says why, for a log: no address, no name. */
public final class MediaException extends IOException {
    private static final long serialVersionUID = 1L;

    /** Why. */
    public enum Reason {
        /** No http(s) address, or one that hides a user name. */
        BAD_ADDRESS(CorePhrase.MISSING_BAD_ADDRESS),
        /** A name or number that leads, or may lead, inside. */
        NOT_PUBLIC(CorePhrase.MISSING_NOT_PUBLIC),
        /** Led on too often, or from https to http. */
        BAD_REDIRECT(CorePhrase.MISSING_BAD_REDIRECT),
        /** 404, 410, 451. */
        GONE(CorePhrase.MISSING_GONE),
        /** Another 4xx: most often a signed link that has lapsed. */
        REFUSED(CorePhrase.MISSING_REFUSED),
        /** 5xx, 408, 423, 425, 429. */
        SERVER_ERROR(CorePhrase.MISSING_SERVER_ERROR),
        /** No such host, no connection, no TLS. */
        UNREACHABLE(CorePhrase.MISSING_UNREACHABLE),
        /** No connection, or no further byte, for a while. */
        SILENT(CorePhrase.MISSING_SILENT),
        /** All the time that there was for it is over; another try would take as long. */
        TIMED_OUT(CorePhrase.MISSING_TIMED_OUT),
        /** Fewer bytes than were promised. */
        CUT_OFF(CorePhrase.MISSING_CUT_OFF),
        EMPTY(CorePhrase.MISSING_EMPTY),
        TOO_LARGE(CorePhrase.MISSING_TOO_LARGE),
        /** A web page in place of a picture, for instance. */
        WRONG_TYPE(CorePhrase.MISSING_WRONG_TYPE),
        /** Who was to get it has refused it. */
        NOT_TAKEN(CorePhrase.MISSING_NOT_TAKEN);

        private final CorePhrase phrase;

        Reason(CorePhrase phrase) {
            this.phrase = phrase;
        }

        /** In words for a reader: "it is no longer there". */
        public String why(Wording wording) {
            return wording.of(phrase);
        }
    }

    private final Reason reason;

    /** What it is larger than, such as 25 MB; null: that is not known, or not the reason. */
    private final @Nullable String limit;

    public MediaException(Reason reason) {
        this(reason, null);
    }

    private MediaException(Reason reason, @Nullable String limit) {
        super(words(reason, limit, Wording.ENGLISH));
        this.reason = reason;
        this.limit = limit;
    }

    /** Why, in words for a reader: "it is no longer there". */
    public String why(Wording wording) {
        return words(reason, limit, wording);
    }

    private static String words(Reason reason, @Nullable String limit, Wording wording) {
        return limit == null ? reason.why(wording) : wording.of(CorePhrase.MISSING_LARGER_THAN, limit);
    }

    /** {@link Reason#TOO_LARGE}, naming the limit. */
    public static MediaException largerThan(long bytes) {
        long mebibyte = 1024 * 1024;
        return new MediaException(Reason.TOO_LARGE, bytes < mebibyte ? bytes + " bytes" : bytes / mebibyte + " MB");
    }

    /** What a server's answer means that is not the file; for channels that ask for it themselves. */
    public static MediaException ofStatus(int status) {
        return new MediaException(
                switch (status) {
                    case 404, 410, 451 -> Reason.GONE;
                    case 408, 423, 425, 429 -> Reason.SERVER_ERROR;
                    case 413 -> Reason.TOO_LARGE;
                    default -> status >= 500 ? Reason.SERVER_ERROR : Reason.REFUSED;
                });
    }

    public Reason reason() {
        return reason;
    }

    /** Whether the same may go well a moment later. */
    public boolean mayPass() {
        return reason == Reason.SERVER_ERROR
                || reason == Reason.UNREACHABLE
                || reason == Reason.SILENT
                || reason == Reason.CUT_OFF;
    }
}
