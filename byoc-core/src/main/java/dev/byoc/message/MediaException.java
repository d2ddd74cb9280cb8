package dev.byoc.message;

import java.io.IOException;

/** A file that cannot be had. The text says why in words for a reader, after "because": no address, no name. */
public final class MediaException extends IOException {
    private static final long serialVersionUID = 1L;

    /** Why. */
    public enum Reason {
        /** No http(s) address, or one that hides a user name. */
        BAD_ADDRESS("its address is no web address"),
        /** A name or number that leads, or may lead, inside. */
        NOT_PUBLIC("its address is not a public one"),
        /** Led on too often, or from https to http. */
        BAD_REDIRECT("its address leads to a place that is not safe to follow"),
        /** 404, 410, 451. */
        GONE("it is no longer there"),
        /** Another 4xx: most often a signed link that has lapsed. */
        REFUSED("its server does not give it out; its link may have expired"),
        /** 5xx, 408, 423, 425, 429. */
        SERVER_ERROR("its server failed"),
        /** No such host, no connection, no TLS. */
        UNREACHABLE("its server could not be reached"),
        /** No connection, or no further byte, for a while. */
        SILENT("its server did not answer in time"),
        /** All the time that there was for it is over; another try would take as long. */
        TIMED_OUT("it took too long to arrive"),
        /** Fewer bytes than were promised. */
        CUT_OFF("it broke off on its way"),
        EMPTY("it is empty"),
        TOO_LARGE("it is too large"),
        /** A web page in place of a picture, for instance. */
        WRONG_TYPE("it is not what it was said to be"),
        /** Who was to get it has refused it. */
        NOT_TAKEN("it was not accepted there");

        private final String words;

        Reason(String words) {
            this.words = words;
        }
    }

    private final Reason reason;

    public MediaException(Reason reason) {
        super(reason.words);
        this.reason = reason;
    }

    private MediaException(Reason reason, String words) {
        super(words);
        this.reason = reason;
    }

    /** {@link Reason#TOO_LARGE}, naming the limit. */
    public static MediaException largerThan(long bytes) {
        long mebibyte = 1024 * 1024;
        String limit = bytes < mebibyte ? bytes + " bytes" : bytes / mebibyte + " MB";
        return new MediaException(Reason.TOO_LARGE, "it is larger than " + limit);
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
