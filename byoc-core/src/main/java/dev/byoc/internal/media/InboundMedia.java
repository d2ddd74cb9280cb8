package dev.byoc.internal.media;

import dev.byoc.event.Loss;
import dev.byoc.freshchat.FreshchatClient;
import dev.byoc.freshchat.FreshchatException;
import dev.byoc.internal.account.Account;
import dev.byoc.internal.checkpoint.BroughtFiles;
import dev.byoc.internal.dispatch.Outcome;
import dev.byoc.internal.freshchat.FreshchatReach;
import dev.byoc.internal.http.Fetched;
import dev.byoc.internal.http.Fetcher;
import dev.byoc.internal.http.KeptFile;
import dev.byoc.internal.render.Degrading;
import dev.byoc.internal.render.Vcard;
import dev.byoc.internal.task.Attachment;
import dev.byoc.message.Content;
import dev.byoc.message.Media;
import dev.byoc.message.MediaException;
import dev.byoc.message.MediaException.Reason;
import dev.byoc.store.spi.Change;
import dev.byoc.wording.CorePhrase;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Brings customers' files into Freshchat: from the socket they come from into an upload. Each is read once in an attempt, as its link may
 * serve once: of a picture, which Freshchat may refuse, a copy is kept for so long, the first 256 KB in memory. A file that cannot be had
 * becomes a line that says so. Thread-safe.
 */
public final class InboundMedia {
    /** Shown by agents' browsers; anything else is uploaded as a file. */
    private static final Set<String> PICTURES =
            Set.of("image/jpeg", "image/png", "image/gif", "image/webp", "image/bmp");

    private final CustomerFiles files;
    private final FreshchatUploads uploads;
    private final FreshchatReach reach;
    private final long maxBytes;
    private final Duration retryFor;
    private final Clock clock;

    public InboundMedia(
            Fetcher fetcher,
            FreshchatClient freshchat,
            FreshchatReach reach,
            UploadHealth health,
            long maxBytes,
            Duration retryFor,
            Clock clock) {
        this.files = new CustomerFiles(fetcher, maxBytes);
        this.uploads = new FreshchatUploads(freshchat, reach, health);
        this.reach = reach;
        this.maxBytes = maxBytes;
        this.retryFor = retryFor;
        this.clock = clock;
    }

    /** Goes on from where earlier attempts have stopped. */
    public Brought after(BroughtFiles before) {
        return new Brought(before, new FileOutage(retryFor, before.outage()), maxBytes);
    }

    /** Whether all that can be had of a message is brought. */
    public sealed interface Bringing {
        /** All of it. */
        record Ready() implements Bringing {}

        /** A file is to be asked for again. */
        record NotYet(Outcome outcome) implements Bringing {}
    }

    /**
     * Brings the files of the contents into Freshchat.
     *
     * @throws FreshchatException if Freshchat as a whole is in trouble
     */
    public Bringing bring(Account account, Brought brought, List<Content> contents) {
        boolean cards =
                account.options().contactsAsVcard() && contents.stream().anyMatch(Content.Contact.class::isInstance);
        if (!cards && !Attachment.anyIn(contents)) {
            return new Bringing.Ready();
        }
        for (int i = 0; i < contents.size(); i++) {
            if (brought.at(i) == null) {
                try {
                    brought.put(i, brought(account, brought, i, contents.get(i)));
                } catch (MediaException e) {
                    if (next(brought.outage(), e) instanceof FileOutage.Next.AskAgain again) {
                        String why = "a file is not there yet: " + e.getMessage();
                        return new Bringing.NotYet(new Outcome.Wait(again.after(), why, Change.NONE));
                    }
                    Content line = without(brought, account, i, contents.get(i), atLast(e));
                    brought.put(i, underPreview(brought, account, i, contents.get(i), line));
                }
            }
        }
        return new Bringing.Ready();
    }

    /** A file that could be had, and is given up as its upload fails, was not accepted. */
    private static MediaException atLast(MediaException e) {
        return e.getCause() instanceof FreshchatException refusal
                ? FreshchatUploads.without(Reason.NOT_TAKEN, refusal)
                : e;
    }

    private FileOutage.Next next(FileOutage outage, MediaException e) {
        if (FileOutage.mayBeOurs(e)) {
            try {
                reach.answers();
            } catch (FreshchatException out) {
                outage.forget();
                throw out;
            }
        }
        return outage.next(e, clock.instant());
    }

    /** The contents with their pictures as files, as Freshchat did not take the pictures. */
    public List<Content> asFiles(Brought brought, Account account, List<Content> said) {
        for (int i = 0; i < said.size(); i++) {
            Attachment picture = pictureOf(said.get(i));
            if (picture != null && brought.at(i) instanceof Content.Image shown) {
                try {
                    KeptFile copy = brought.copyOf(i);
                    Media file = copy == null
                            ? carriedAsFile(account, brought, picture)
                            : uploads.asFile(brought, shown.media(), copy::open, null);
                    brought.put(i, new Content.File(file, picture.caption()));
                } catch (MediaException e) {
                    brought.put(i, without(brought, account, i, said.get(i), atLast(e)));
                }
            }
        }
        return brought.of(said);
    }

    /** The contents with a line in place of each file, as Freshchat takes them in no form. */
    public List<Content> inWords(Brought brought, Account account, List<Content> said) {
        MediaException why = new MediaException(Reason.NOT_TAKEN);
        for (int i = 0; i < said.size(); i++) {
            Content known = brought.at(i);
            Content now = known == null ? said.get(i) : known;
            Attachment given = pictureOf(said.get(i));
            given = given == null ? Attachment.of(said.get(i)) : given;
            Attachment file = given == null ? Attachment.of(now) : given;
            if (file != null && Attachment.of(now) != null) {
                brought.put(i, file.missing(why, files.link(account, file.media(), why), account.agentWording()));
            }
        }
        return brought.of(said);
    }

    private static @Nullable Attachment pictureOf(Content content) {
        if (content instanceof Content.Sticker sticker && sticker.picture() != null) {
            return new Attachment(
                    new Content.Image(sticker.picture(), sticker.text()), sticker.picture(), sticker.text());
        }
        return content instanceof Content.Image ? Attachment.of(content) : null;
    }

    private Content brought(Account account, Brought brought, int number, Content content) throws MediaException {
        if (content instanceof Content.Text text && text.full() != null) {
            return files.whole(account, text, text.full());
        }
        if (content instanceof Content.Sticker) {
            Attachment picture = pictureOf(content);
            return picture == null ? content : picture.with(carried(account, brought, number, picture));
        }
        if (content instanceof Content.Contact contact && account.options().contactsAsVcard()) {
            Vcard card = Vcard.of(contact);
            Media made = uploads.asFile(brought, card.media(), card::open, null);
            return new Content.File(made, contact.plainText(account.agentWording()));
        }
        Attachment attachment = Attachment.of(content);
        return attachment == null ? content : attachment.with(carried(account, brought, number, attachment));
    }

    private Content without(Brought brought, Account account, int number, Content content, MediaException why) {
        Attachment attachment = Attachment.of(content);
        String kind = Degrading.nameOf(content);
        boolean inWords = content instanceof Content.Contact;
        String detail = detail(why);
        brought.lost(
                number,
                inWords
                        ? Loss.refused(kind, detail)
                        : new Loss(Loss.Kind.DROPPED, kind, Loss.Reason.NO_FILE, why.reason(), detail));
        if (attachment != null) {
            return attachment.missing(why, files.link(account, attachment.media(), why), account.agentWording());
        }
        if (content instanceof Content.Text text
                && text.full() != null
                && files.link(account, text.full(), why) == null) {
            return new Content.Text(text.text() + "\n"
                    + account.agentWording().of(CorePhrase.TEXT_MISSING, why.why(account.agentWording())));
        }
        // The text's head and its file's address; the sticker's number.
        return content;
    }

    /** With what Freshchat has answered, where it was refused there. */
    private static String detail(MediaException why) {
        String words = String.valueOf(why.getMessage());
        return why.getCause() instanceof FreshchatException refusal ? words + ": " + refusal.getMessage() : words;
    }

    /** The line in place of a film, as the caption of its still picture where that can be had. */
    private Content underPreview(Brought brought, Account account, int number, Content content, Content line) {
        Media preview = content instanceof Content.Video film ? film.media().preview() : null;
        if (preview == null) {
            return line;
        }
        String words = line.plainText(account.agentWording());
        Attachment still = new Attachment(new Content.Image(preview, words), preview, words);
        try {
            return still.with(carried(account, brought, number, still));
        } catch (MediaException e) {
            return line;
        }
    }

    /** As a picture if it is one and is taken as one, else as a file, of the same bytes. */
    private Media carried(Account account, Brought brought, int number, Attachment attachment) throws MediaException {
        try (Fetched file = files.open(account, attachment.media())) {
            Media named = attachment.identified(file);
            if (!(attachment.content() instanceof Content.Image) || !PICTURES.contains(named.contentType())) {
                return uploads.asFile(brought, named, file::body, file);
            }
            KeptFile copy = brought.keep(number, file);
            if (uploads.asPicture(brought, named, copy::open, file) instanceof FreshchatUploads.Picture.Taken taken) {
                return taken.media();
            }
            if (copy.canBeReadAgain()) {
                return uploads.asFile(brought, named, copy::open, file);
            }
        }
        return carriedAsFile(account, brought, attachment);
    }

    /** Fetched anew, where what was read of it is not here any more. */
    private Media carriedAsFile(Account account, Brought brought, Attachment attachment) throws MediaException {
        try (Fetched file = files.open(account, attachment.media())) {
            return uploads.asFile(brought, attachment.identified(file), file::body, file);
        }
    }
}
