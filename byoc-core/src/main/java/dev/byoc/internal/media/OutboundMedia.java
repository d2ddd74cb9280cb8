package dev.byoc.internal.media;

import dev.byoc.channel.Capabilities;
import dev.byoc.channel.MediaAccess;
import dev.byoc.event.Loss;
import dev.byoc.internal.checkpoint.Outage;
import dev.byoc.internal.dispatch.Outcome;
import dev.byoc.internal.file.FileNames;
import dev.byoc.internal.file.FileTypes;
import dev.byoc.internal.freshchat.FreshchatReach.Reachability;
import dev.byoc.internal.http.Fetcher;
import dev.byoc.internal.http.MediaOpener;
import dev.byoc.internal.http.WantedFile;
import dev.byoc.internal.media.MediaTokens.Ticket;
import dev.byoc.internal.render.Degrading;
import dev.byoc.internal.runtime.Recent;
import dev.byoc.internal.task.Attachment;
import dev.byoc.internal.task.MediaContents;
import dev.byoc.message.Card;
import dev.byoc.message.Content;
import dev.byoc.message.Media;
import dev.byoc.message.MediaException;
import dev.byoc.message.MediaException.Reason;
import dev.byoc.store.spi.Change;
import dev.byoc.wording.Wording;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Agents' files, as channels need them: with type, name and exact size, as bytes, and at an address that serves. Thread-safe. */
public final class OutboundMedia implements MediaAccess, MediaOpener {
    private static final int MAX_KEPT = 10_000;

    /** Pictures of cards are numbered from the content that has them. */
    private static final int MOST_CARDS = 1_000;

    private final Fetcher fetcher;
    private final MediaTokens tokens;
    private final long maxBytes;
    private final Duration retryFor;
    private final Clock clock;

    private final FoundFiles found;

    /** By reference, why a channel that reads it could not open it: the next attempt at the reply goes by that. */
    private final Recent<String, MediaException> failed = new Recent<>(MAX_KEPT);

    public OutboundMedia(Fetcher fetcher, MediaTokens tokens, long maxBytes, Duration retryFor, Clock clock) {
        this.fetcher = fetcher;
        this.found = new FoundFiles(fetcher, MAX_KEPT);
        this.tokens = tokens;
        this.maxBytes = maxBytes;
        this.retryFor = retryFor;
        this.clock = clock;
    }

    /** Whether all that can be had of an answer is there. */
    public sealed interface Readiness {
        /** How long it has waited for files. */
        Outage outage();

        /** What there is to send, and what is missing of it, by the number of the file. */
        record Ready(List<Content> contents, Map<Integer, Loss> losses, Outage outage) implements Readiness {}

        /** A file is to be asked for again. */
        record NotYet(Outcome outcome, Outage outage) implements Readiness {}
    }

    /**
     * The contents with their files as they are, asked for where the channel takes them and not all is known.
     *
     * @param before how long earlier attempts have waited for them
     * @param wording of the customer
     * @param freshchat asks whether Freshchat answers: where it does not, it may be this machine's network that is out
     */
    public Readiness ready(
            Outage before,
            List<Content> contents,
            Capabilities can,
            Wording wording,
            Supplier<Reachability> freshchat) {
        FileOutage outage = new FileOutage(retryFor, before);
        List<Content> ready = new ArrayList<>();
        Map<Integer, Loss> losses = new TreeMap<>();
        for (int i = 0; i < contents.size(); i++) {
            Content content = contents.get(i);
            int number = numberOf(i);
            try {
                ready.add(looked(content, can, number, losses));
            } catch (MediaException e) {
                Attachment attachment = Attachment.of(content);
                if (attachment == null || mayBeHandedOn(attachment.media(), e)) {
                    ready.add(content);
                    continue;
                }
                if (FileOutage.mayBeOurs(e) && freshchat.get() instanceof Reachability.NotNow notNow) {
                    outage.forget();
                    return new Readiness.NotYet(notNow.outcome(), outage.state());
                }
                if (outage.next(e, clock.instant()) instanceof FileOutage.Next.AskAgain again) {
                    String why = "a file is not there yet: " + e.getMessage();
                    return new Readiness.NotYet(new Outcome.Wait(again.after(), why, Change.NONE), outage.state());
                }
                failed.remove(original(attachment.media()).file().ref());
                losses.put(number, Loss.ofFile(Degrading.nameOf(content), e));
                ready.add(attachment.missing(e, null, wording));
            }
        }
        return new Readiness.Ready(ready, losses, outage.state());
    }

    /** Of a content's file, or of its first card's picture; its other cards' follow. */
    static int numberOf(int content) {
        return content * MOST_CARDS;
    }

    /** Perhaps the messenger gets at what we do not; but not where its channel has to read it here. */
    private boolean mayBeHandedOn(Media media, MediaException e) {
        return FileOutage.mayBeOurs(e)
                && fetcher.needsNoKey(media.ref())
                && !failed.contains(original(media).file().ref());
    }

    private Content looked(Content content, Capabilities can, int number, Map<Integer, Loss> losses)
            throws MediaException {
        boolean picturesOfCards = can.limits(Content.Cards.class) != null || can.limits(Content.Image.class) != null;
        if (content instanceof Content.Cards cards && picturesOfCards) {
            List<Card> looked = new ArrayList<>();
            for (Card card : cards.cards()) {
                looked.add(looked(card, number + looked.size(), losses));
            }
            return new Content.Cards(looked);
        }
        Attachment attachment = Attachment.of(content);
        if (attachment == null || MediaContents.isWithoutAddress(attachment.media())) {
            return content;
        }
        String ref = original(attachment.media()).file().ref();
        MediaException fault = failed.get(ref);
        if (fault != null && !FileOutage.mayBeOurs(fault)) {
            throw fault;
        }
        if (isWeb(attachment.media().ref())) {
            // Also where only the address would be shown: the relay serves nothing from inside.
            fetcher.check(attachment.media().ref());
        }
        long most = Math.max(mostBytes(can, content.getClass()), mostBytes(can, Content.File.class));
        Media media = attachment.media();
        if (most > 0 && (!isDescribed(media) || fault != null)) {
            media = looked(attachment, most);
            failed.remove(ref);
        } else if (media.fileName() != null) {
            String name = FileNames.safe(media.fileName(), FileTypes.bare(media.contentType()), attachment.bareName());
            media = media.withFileName(name);
        }
        return attachment.with(reachable(withPreview(media, can)));
    }

    /** What cannot go as what it is may still go as a file. */
    private static long mostBytes(Capabilities can, Class<? extends Content> kind) {
        Capabilities.Limits limits = can.limits(kind);
        return limits == null ? 0 : limits.maxBytes();
    }

    /** A card's picture is an ornament: what cannot be looked at stays as it is, and what may not be shown is left out. */
    private Card looked(Card card, int number, Map<Integer, Loss> losses) {
        if (card.picture() == null) {
            return card;
        }
        Content.Image image = new Content.Image(card.picture(), null);
        try {
            Media media = looked(new Attachment(image, card.picture(), null), maxBytes);
            return new Card(card.title(), card.text(), reachable(media), card.buttons());
        } catch (MediaException e) {
            if (fetcher.isShowable(card.picture().ref())) {
                return card;
            }
            losses.put(number, Loss.ofFile(Degrading.nameOf(image), e));
            return new Card(card.title(), card.text(), null, card.buttons());
        }
    }

    private Media looked(Attachment attachment, long most) throws MediaException {
        Media media = attachment.media();
        Media seen = failed.contains(original(media).file().ref()) ? null : found.known(media);
        return seen == null ? found.look(attachment, wanted(freshchats(media), Long.MAX_VALUE), most) : seen;
    }

    /** An ornament, as a card's picture: one that cannot be had, or that the channel does not show, is left out. */
    private Media withPreview(Media media, Capabilities can) {
        Media preview = can.showsPreviews() ? media.preview() : null;
        if (preview == null) {
            return media.withPreview(null);
        }
        try {
            fetcher.check(preview.ref());
            Content.Image image = new Content.Image(preview, null);
            Media looked = isDescribed(preview) ? preview : looked(new Attachment(image, preview, null), maxBytes);
            return media.withPreview(reachable(looked));
        } catch (MediaException e) {
            return media.withPreview(null);
        }
    }

    private static boolean isDescribed(Media media) {
        return media.sizeBytes() >= 0 && media.contentType() != null && media.fileName() != null;
    }

    /** What only this relay can get at is shown at an address of the relay's. */
    private Media reachable(Media media) {
        return isWeb(media.ref()) && !fetcher.isShowable(media.ref()) && tokens.behind(media.ref()) == null
                ? media.withRef(tokens.address(freshchats(media)).toString())
                : media;
    }

    /** A reply's files are named by Freshchat. Whatever a channel names may come from a stranger. */
    private static Ticket freshchats(Media media) {
        return new Ticket(media, true);
    }

    private static WantedFile wanted(Ticket ticket, long most) {
        return new WantedFile(ticket.file().ref(), most, ticket.freshchats(), null);
    }

    private Ticket original(Media media) {
        Ticket behind = tokens.behind(media.ref());
        return behind == null ? new Ticket(media, false) : behind;
    }

    @Override
    public InputStream open(Media media) throws IOException {
        return opened(media, null);
    }

    /** The same, for a call that has only so much time. */
    @Override
    public InputStream open(Media media, Duration within) throws IOException {
        return opened(media, within);
    }

    private InputStream opened(Media media, @Nullable Duration within) throws IOException {
        Ticket ticket = original(media);
        WantedFile wanted = wanted(ticket, maxBytes);
        try {
            return fetcher.open(within == null ? wanted : wanted.within(within)).body();
        } catch (MediaException e) {
            failed.put(ticket.file().ref(), e);
            throw e;
        }
    }

    @Override
    public URI publicUrl(Media media) throws IOException {
        Media original = original(media).file();
        String ref = original.ref();
        if (fetcher.needsNoKey(ref)) {
            try {
                URI address = new URI(ref);
                if (address.getHost() != null
                        && FileTypes.isEndingOf(FileNames.endingOf(address.getRawPath()), original.contentType())) {
                    return address;
                }
            } catch (URISyntaxException e) {
                // Not by the letter of RFC 3986: served under an address that is.
            }
        }
        if (!isWeb(ref)) {
            throw new MediaException(Reason.BAD_ADDRESS);
        }
        if (!ref.equals(media.ref())) {
            return URI.create(media.ref());
        }
        String name = FileNames.safe(original.fileName(), FileTypes.bare(original.contentType()), "file");
        return tokens.address(new Ticket(original.withFileName(name), false));
    }

    private static boolean isWeb(String ref) {
        return ref.regionMatches(true, 0, "https://", 0, 8) || ref.regionMatches(true, 0, "http://", 0, 7);
    }
}
