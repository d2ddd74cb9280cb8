package dev.byoc.internal.media;

import dev.byoc.freshchat.FreshchatClient;
import dev.byoc.freshchat.FreshchatException;
import dev.byoc.http.HttpCall;
import dev.byoc.http.HttpOutcome;
import dev.byoc.http.HttpOutcome.Call;
import dev.byoc.internal.freshchat.FreshchatReach;
import dev.byoc.internal.health.HealthKind;
import dev.byoc.internal.http.Fetched;
import dev.byoc.message.Media;
import dev.byoc.message.MediaException;
import dev.byoc.message.MediaException.Reason;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Uploads to Freshchat, and tells what is wrong with one file from an outage of all of it. Thread-safe. */
final class FreshchatUploads {
    /** Of an upload that Freshchat fails for one file alone. */
    private static final int TRIES = 3;

    /** Another time; other failures may be the picture's own, and it goes as a file. */
    private static final Set<HttpOutcome> MAY_BE_TAKEN_AS_A_PICTURE =
            Set.of(HttpOutcome.NO_ANSWER, HttpOutcome.LATE, HttpOutcome.NOT_NOW, HttpOutcome.UNAVAILABLE);

    private final FreshchatClient freshchat;
    private final FreshchatReach reach;
    private final UploadHealth health;

    FreshchatUploads(FreshchatClient freshchat, FreshchatReach reach, UploadHealth health) {
        this.freshchat = freshchat;
        this.reach = reach;
        this.health = health;
    }

    /** What Freshchat has made of a picture. */
    sealed interface Picture {
        /** It shows it as one. */
        record Taken(Media media) implements Picture {}

        /** It does not take it as one; it may take it as a file. */
        record NotTaken() implements Picture {}
    }

    /**
     * Uploads a picture.
     *
     * @param from where the bytes come from; null: they are here
     */
    Picture asPicture(Brought brought, Media named, HttpCall.Source bytes, @Nullable Fetched from)
            throws MediaException {
        try {
            Media taken = freshchat.uploadImage(named, bytes);
            health.works(HealthKind.PICTURE_UPLOADS);
            return new Picture.Taken(taken);
        } catch (FreshchatException e) {
            check(e, from, HealthKind.PICTURE_UPLOADS);
            if (MAY_BE_TAKEN_AS_A_PICTURE.contains(e.outcome())) {
                reach.answers();
                if (brought.pictureFailed() < TRIES) {
                    throw e;
                }
            }
            return new Picture.NotTaken();
        }
    }

    /**
     * Uploads a file of any kind.
     *
     * @param from where the bytes come from; null: they are here
     */
    Media asFile(Brought brought, Media named, HttpCall.Source bytes, @Nullable Fetched from) throws MediaException {
        try {
            Media taken = freshchat.uploadFile(named, bytes);
            health.works(HealthKind.FILE_UPLOADS);
            return taken;
        } catch (FreshchatException e) {
            check(e, from, HealthKind.FILE_UPLOADS);
            if (!UploadHealth.isRefused(e)) {
                reach.answers();
                if (brought.fileFailed() < TRIES) {
                    throw e;
                }
            }
            throw without(Reason.NOT_TAKEN, e);
        }
    }

    static MediaException without(Reason reason, FreshchatException refusal) {
        MediaException why = new MediaException(reason);
        why.initCause(refusal);
        return why;
    }

    /** Returns if the failure is of this upload alone. */
    private void check(FreshchatException e, @Nullable Fetched from, HealthKind kind) throws MediaException {
        MediaException fault = from == null ? null : from.fault();
        if (fault != null) {
            // It broke off where it comes from, which the upload could only show as a broken call.
            throw fault;
        }
        if (health.isForAll(kind, e)) {
            throw e;
        }
        boolean mayBeTakenAsAFile = kind == HealthKind.PICTURE_UPLOADS && e.outcome() == HttpOutcome.MISCONFIGURED;
        if (e.outcome().next(Call.UPLOAD).isForAll() && !mayBeTakenAsAFile) {
            // It went astray, or a firewall or a right that is being changed keeps it out: that may pass.
            throw without(Reason.SERVER_ERROR, e);
        }
    }
}
