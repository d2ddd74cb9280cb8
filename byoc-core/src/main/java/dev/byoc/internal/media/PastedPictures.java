package dev.byoc.internal.media;

import dev.byoc.event.Loss;
import dev.byoc.freshchat.FreshchatClient;
import dev.byoc.freshchat.FreshchatException;
import dev.byoc.internal.checkpoint.PictureUploads;
import dev.byoc.internal.dispatch.Outcome;
import dev.byoc.internal.freshchat.FreshchatReach;
import dev.byoc.internal.freshchat.FreshchatReach.Asked;
import dev.byoc.internal.health.HealthKind;
import dev.byoc.internal.render.Degrading;
import dev.byoc.internal.task.Attachment;
import dev.byoc.message.Card;
import dev.byoc.message.Content;
import dev.byoc.message.Media;
import dev.byoc.message.MediaException;
import dev.byoc.message.MediaException.Reason;
import dev.byoc.store.spi.Change;
import dev.byoc.store.spi.Claim;
import dev.byoc.wording.Wording;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Gives the pictures that an agent has pasted into the text an address from which messengers can fetch them: each is uploaded to Freshchat
 * once, and is from then on a picture at Freshchat's address like any other. Thread-safe.
 */
public final class PastedPictures {
    /** Of an upload that fails for one picture alone. */
    private static final int TRIES = 3;

    private static final Duration BEFORE_SECOND_TRY = Duration.ofSeconds(5);

    private final FreshchatClient freshchat;
    private final FreshchatReach reach;
    private final UploadHealth health;
    private final long maxBytes;

    /** @param freshchat one whose calls do not outlast the hold on a lane */
    public PastedPictures(FreshchatClient freshchat, FreshchatReach reach, UploadHealth health, long maxBytes) {
        this.freshchat = freshchat;
        this.reach = reach;
        this.health = health;
        this.maxBytes = maxBytes;
    }

    /** Whether each picture of an answer has an address, or is not going to have one. */
    public sealed interface Hosting {
        /** How far they have got. */
        PictureUploads uploads();

        /** What there is to send, and what is missing of it, by the number of the file. */
        record Done(List<Content> contents, Map<Integer, Loss> losses, PictureUploads uploads) implements Hosting {}

        /** One is to be uploaded later. */
        record NotYet(Outcome outcome, PictureUploads uploads) implements Hosting {}
    }

    /** What came of one upload. */
    private sealed interface Upload {
        record Taken(Media media) implements Upload {}

        record Refused() implements Upload {}

        /** Freshchat failed for this one, and answers otherwise. */
        record Failed() implements Upload {}

        /** Nothing that this picture is to blame for. */
        record Later(Outcome outcome) implements Upload {}
    }

    /**
     * The contents with their pictures at addresses of Freshchat's; a line in place of what is no picture, or is not taken there.
     *
     * @param wording of the customer
     * @param before how far earlier attempts have got
     */
    public Hosting hosted(Claim claim, List<Content> contents, Wording wording, PictureUploads before) {
        PictureUploads now = before;
        Map<String, Media> hosted = new HashMap<>();
        Map<String, MediaException> missing = new HashMap<>();
        for (String address : pastedIn(contents)) {
            String name = PastedPicture.nameOf(address);
            if (!now.knows(name)) {
                PastedPicture picture;
                try {
                    picture = PastedPicture.of(address, maxBytes);
                } catch (MediaException e) {
                    missing.put(address, e);
                    continue;
                }
                Upload upload = upload(claim, picture);
                if (upload instanceof Upload.Later later) {
                    return new Hosting.NotYet(later.outcome(), now);
                }
                if (upload instanceof Upload.Failed && now.failures() + 1 < TRIES) {
                    now = now.failed();
                    Duration wait = BEFORE_SECOND_TRY.multipliedBy((long) now.failures() * now.failures());
                    return new Hosting.NotYet(
                            new Outcome.Wait(wait, "Freshchat has not taken a picture yet", Change.NONE), now);
                }
                now = upload instanceof Upload.Taken taken ? now.taken(name, taken.media()) : now.refused(name);
            }
            Media uploaded = now.taken().get(name);
            if (uploaded == null) {
                missing.put(address, new MediaException(Reason.NOT_TAKEN));
            } else {
                hosted.put(address, uploaded);
            }
        }
        return done(contents, hosted, missing, now, wording);
    }

    private Upload upload(Claim claim, PastedPicture picture) {
        Asked<Upload> asked = reach.ask(claim, () -> uploaded(picture));
        if (asked instanceof Asked.Told<Upload> told) {
            return told.value();
        }
        if (asked instanceof Asked.NotAsked<Upload> notNow) {
            return new Upload.Later(notNow.outcome());
        }
        Outcome outcome = ((Asked.Failed<Upload>) asked).outcome();
        return outcome instanceof Outcome.Wait ? new Upload.Later(outcome) : new Upload.Failed();
    }

    /** @throws FreshchatException if Freshchat as a whole is in trouble */
    private Upload uploaded(PastedPicture picture) {
        try {
            Media taken = freshchat.uploadImage(picture.media(), picture::open);
            health.works(HealthKind.PICTURE_UPLOADS);
            return new Upload.Taken(taken);
        } catch (FreshchatException e) {
            if (health.isForAll(HealthKind.PICTURE_UPLOADS, e)) {
                throw e;
            }
            if (UploadHealth.isRefused(e)) {
                return new Upload.Refused();
            }
            reach.answers();
            return new Upload.Failed();
        }
    }

    private static Set<String> pastedIn(List<Content> contents) {
        Set<String> addresses = new LinkedHashSet<>();
        for (Content content : contents) {
            if (content instanceof Content.Image image) {
                addresses.add(image.media().ref());
            } else if (content instanceof Content.Cards cards) {
                cards.cards().stream()
                        .map(Card::picture)
                        .filter(picture -> picture != null)
                        .forEach(picture -> addresses.add(picture.ref()));
            }
        }
        addresses.removeIf(address -> !PastedPicture.isOne(address));
        return addresses;
    }

    private static Hosting done(
            List<Content> contents,
            Map<String, Media> hosted,
            Map<String, MediaException> missing,
            PictureUploads uploads,
            Wording wording) {
        if (hosted.isEmpty() && missing.isEmpty()) {
            return new Hosting.Done(contents, Map.of(), uploads);
        }
        List<Content> shown = new ArrayList<>();
        Map<Integer, Loss> losses = new TreeMap<>();
        for (Content content : contents) {
            int number = OutboundMedia.numberOf(shown.size());
            Attachment file = Attachment.of(content);
            MediaException why = file == null ? null : missing.get(file.media().ref());
            if (content instanceof Content.Cards cards) {
                shown.add(new Content.Cards(cards(cards.cards(), hosted, missing, number, losses)));
            } else if (file != null && why != null) {
                losses.put(number, Loss.ofFile(Degrading.nameOf(content), why));
                shown.add(file.missing(why, null, wording));
            } else {
                Media media = file == null ? null : hosted.get(file.media().ref());
                shown.add(
                        file == null || media == null
                                ? content
                                : file.with(file.media().foundAs(media)));
            }
        }
        return new Hosting.Done(shown, losses, uploads);
    }

    /** A card's picture is an ornament: no line takes its place. */
    private static List<Card> cards(
            List<Card> cards,
            Map<String, Media> hosted,
            Map<String, MediaException> missing,
            int number,
            Map<Integer, Loss> losses) {
        List<Card> shown = new ArrayList<>();
        for (Card card : cards) {
            Media picture = card.picture();
            MediaException why = picture == null ? null : missing.get(picture.ref());
            if (picture != null && why != null) {
                losses.put(number + shown.size(), Loss.ofFile(Degrading.nameOf(new Content.Image(picture, null)), why));
                picture = null;
            } else if (picture != null) {
                picture = picture.foundAs(hosted.getOrDefault(picture.ref(), picture));
            }
            shown.add(new Card(card.title(), card.text(), picture, card.buttons()));
        }
        return shown;
    }
}
