package dev.byoc.internal.media;

import dev.byoc.channel.MediaSource.Located;
import dev.byoc.event.Loss;
import dev.byoc.freshchat.FreshchatClient;
import dev.byoc.freshchat.FreshchatException;
import dev.byoc.http.HttpOutcome;
import dev.byoc.http.HttpOutcome.Call;
import dev.byoc.http.HttpOutcome.Next;
import dev.byoc.internal.account.Account;
import dev.byoc.internal.checkpoint.BroughtFiles;
import dev.byoc.internal.dispatch.Outcome;
import dev.byoc.internal.http.Fetched;
import dev.byoc.internal.http.Fetcher;
import dev.byoc.internal.http.WantedFile;
import dev.byoc.internal.render.Degrading;
import dev.byoc.internal.render.Vcard;
import dev.byoc.internal.task.Attachment;
import dev.byoc.message.Content;
import dev.byoc.message.Media;
import dev.byoc.message.MediaException;
import dev.byoc.message.MediaException.Reason;
import dev.byoc.store.spi.Change;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Brings customers' files into Freshchat: from the socket they come from into an upload, never whole in memory. A file that cannot be had
 * becomes a line that says so. Thread-safe.
 */
public final class InboundMedia {
    /** Of an upload that Freshchat fails for one file alone. */
    private static final int TRIES = 3;

    private static final int MAX_TEXT_BYTES = 1024 * 1024;

    /** Shown by agents' browsers; anything else is uploaded as a file. */
    private static final Set<String> PICTURES =
            Set.of("image/jpeg", "image/png", "image/gif", "image/webp", "image/bmp");

    /** Another time; other failures may be the picture's own, and it goes as a file. */
    private static final Set<HttpOutcome> MAY_BE_TAKEN_AS_A_PICTURE =
            Set.of(HttpOutcome.NO_ANSWER, HttpOutcome.LATE, HttpOutcome.NOT_NOW, HttpOutcome.UNAVAILABLE);

    /** Where the address may still be of use to the agent. */
    private static final Set<Reason> WORTH_A_LINK = Set.of(
            Reason.TOO_LARGE,
            Reason.TIMED_OUT,
            Reason.SILENT,
            Reason.UNREACHABLE,
            Reason.SERVER_ERROR,
            Reason.CUT_OFF,
            Reason.NOT_TAKEN);

    private final Fetcher fetcher;
    private final FreshchatClient freshchat;
    private final long maxBytes;
    private final Duration retryFor;
    private final Clock clock;

    public InboundMedia(Fetcher fetcher, FreshchatClient freshchat, long maxBytes, Duration retryFor, Clock clock) {
        this.fetcher = fetcher;
        this.freshchat = freshchat;
        this.maxBytes = maxBytes;
        this.retryFor = retryFor;
        this.clock = clock;
    }

    /** How far the contents of a message have got in one attempt. Used by one thread. */
    public static final class Brought {
        private final Map<Integer, Content> contents;
        private final FileOutage outage;
        private final List<Loss> losses = new ArrayList<>();

        /** Of the content that is being brought: each counts what its name says, and an outage of Freshchat counts as none. */
        private int pictureUploads;

        private int fileUploads;

        private Brought(BroughtFiles before, Duration retryFor) {
            this.contents = new HashMap<>(before.contents());
            this.outage = new FileOutage(retryFor, before.outage());
            this.pictureUploads = before.pictureUploads();
            this.fileUploads = before.fileUploads();
        }

        /** The contents as they are posted, as far as they are brought. */
        public List<Content> of(List<Content> said) {
            if (contents.isEmpty()) {
                return said;
            }
            List<Content> known = new ArrayList<>();
            for (int i = 0; i < said.size(); i++) {
                known.add(contents.getOrDefault(i, said.get(i)));
            }
            return known;
        }

        /** For the next attempt. */
        public BroughtFiles state() {
            return new BroughtFiles(contents, pictureUploads, fileUploads, outage.state());
        }

        /** What this attempt had to leave out. */
        public List<Loss> losses() {
            return losses;
        }
    }

    /** Goes on from where earlier attempts have stopped. */
    public Brought after(BroughtFiles before) {
        return new Brought(before, retryFor);
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
            if (!brought.contents.containsKey(i)) {
                try {
                    brought.contents.put(i, brought(account, brought, contents.get(i)));
                } catch (MediaException e) {
                    Duration wait = waitFor(brought.outage, e);
                    if (wait != null) {
                        String why = "a file is not there yet: " + e.getMessage();
                        return new Bringing.NotYet(new Outcome.Wait(wait, why, Change.NONE));
                    }
                    brought.contents.put(i, without(brought, account, contents.get(i), e));
                }
                brought.pictureUploads = 0;
                brought.fileUploads = 0;
            }
        }
        return new Bringing.Ready();
    }

    /** Until the file is asked for again; null: it is not. */
    private @Nullable Duration waitFor(FileOutage outage, MediaException e) {
        if (!FileOutage.mayBeOurs(e)) {
            return null;
        }
        try {
            freshchatAnswers();
        } catch (FreshchatException out) {
            outage.forget();
            throw out;
        }
        return outage.next(e, clock.instant());
    }

    /** The contents with their pictures as files, as Freshchat did not take the pictures. */
    public List<Content> asFiles(Brought brought, Account account, List<Content> said) {
        for (int i = 0; i < said.size(); i++) {
            Attachment picture = pictureOf(said.get(i));
            if (picture != null && brought.contents.get(i) instanceof Content.Image) {
                try {
                    Media file = carriedAsFile(account, brought, picture);
                    brought.contents.put(i, new Content.File(file, picture.caption()));
                } catch (MediaException e) {
                    brought.contents.put(i, without(brought, account, said.get(i), e));
                }
            }
        }
        return brought.of(said);
    }

    /** The contents with a line in place of each file, as Freshchat takes them in no form. */
    public List<Content> inWords(Brought brought, Account account, List<Content> said) {
        MediaException why = new MediaException(Reason.NOT_TAKEN);
        for (int i = 0; i < said.size(); i++) {
            Content now = brought.contents.getOrDefault(i, said.get(i));
            Attachment given = pictureOf(said.get(i));
            given = given == null ? Attachment.of(said.get(i)) : given;
            Attachment file = given == null ? Attachment.of(now) : given;
            if (file != null && Attachment.of(now) != null) {
                brought.contents.put(i, file.missing(why, link(account, file.media(), why)));
            }
        }
        return brought.of(said);
    }

    private static @Nullable Attachment pictureOf(Content content) {
        if (content instanceof Content.Sticker sticker && sticker.picture() != null) {
            return new Attachment(new Content.Image(sticker.picture(), null), sticker.picture(), null);
        }
        return content instanceof Content.Image ? Attachment.of(content) : null;
    }

    private Content brought(Account account, Brought brought, Content content) throws MediaException {
        if (content instanceof Content.Text text && text.full() != null) {
            return whole(account, text, text.full());
        }
        if (content instanceof Content.Sticker) {
            Attachment picture = pictureOf(content);
            return picture == null ? content : picture.with(carried(account, brought, picture));
        }
        if (content instanceof Content.Contact contact && account.options().contactsAsVcard()) {
            Vcard card = Vcard.of(contact);
            Media file = card.media();
            Media made = asFile(brought, () -> freshchat.uploadFile(file, card::open));
            return new Content.File(made, contact.plainText());
        }
        Attachment attachment = Attachment.of(content);
        return attachment == null ? content : attachment.with(carried(account, brought, attachment));
    }

    private Content without(Brought brought, Account account, Content content, MediaException why) {
        Attachment attachment = Attachment.of(content);
        String kind = Degrading.nameOf(content);
        boolean inWords = content instanceof Content.Contact;
        brought.losses.add(inWords ? Loss.refused(kind, String.valueOf(why.getMessage())) : Loss.ofFile(kind, why));
        if (attachment != null) {
            return attachment.missing(why, link(account, attachment.media(), why));
        }
        if (content instanceof Content.Text text && text.full() != null && link(account, text.full(), why) == null) {
            return new Content.Text(text.text() + "\n(The rest of the text is missing: " + why.getMessage() + ")");
        }
        // The text's head and its file's address; the sticker's number.
        return content;
    }

    private @Nullable String link(Account account, Media media, MediaException why) {
        boolean useful =
                WORTH_A_LINK.contains(why.reason()) && !account.channel().locatesMedia();
        return useful && fetcher.isShowable(media.ref()) ? media.ref() : null;
    }

    private Fetched open(Account account, Media media, long most) throws MediaException {
        if (media.sizeBytes() > most) {
            throw MediaException.largerThan(most);
        }
        if (!account.channel().locatesMedia()) {
            return fetcher.open(new WantedFile(media.ref(), most));
        }
        Located located = account.channel().locate(media);
        return located instanceof Located.At at
                ? fetcher.open(WantedFile.of(at.call(), most))
                : Fetcher.of(((Located.Opened) located).bytes(), most);
    }

    /** As a picture if it is one, else as a file, of the same bytes: its link may serve once. */
    private Media carried(Account account, Brought brought, Attachment attachment) throws MediaException {
        try (Fetched file = open(account, attachment.media(), maxBytes)) {
            Media named = attachment.identified(file);
            boolean picture = attachment.content() instanceof Content.Image && PICTURES.contains(named.contentType());
            if (!picture) {
                return asFile(brought, () -> sent(file, () -> freshchat.uploadFile(named, file::body)));
            }
            Media shown = asPicture(brought, () -> sent(file, () -> freshchat.uploadImage(named, file::body)));
            if (shown != null) {
                return shown;
            }
        }
        return carriedAsFile(account, brought, attachment);
    }

    /** Fetched anew: Freshchat has had its bytes, and did not take them as a picture. */
    private Media carriedAsFile(Account account, Brought brought, Attachment attachment) throws MediaException {
        try (Fetched file = open(account, attachment.media(), maxBytes)) {
            Media named = attachment.identified(file);
            return asFile(brought, () -> sent(file, () -> freshchat.uploadFile(named, file::body)));
        }
    }

    private interface Upload {
        Media send() throws MediaException;
    }

    /** Null: it is not taken as a picture. */
    private @Nullable Media asPicture(Brought brought, Upload upload) throws MediaException {
        try {
            return upload.send();
        } catch (FreshchatException e) {
            if (isEverybodys(e)) {
                throw e;
            }
            if (MAY_BE_TAKEN_AS_A_PICTURE.contains(e.outcome())) {
                freshchatAnswers();
                if (++brought.pictureUploads < TRIES) {
                    throw e;
                }
            }
            return null;
        }
    }

    private Media asFile(Brought brought, Upload upload) throws MediaException {
        try {
            return upload.send();
        } catch (FreshchatException e) {
            if (isEverybodys(e)) {
                throw e;
            }
            if (e.outcome().next(Call.UPLOAD) != Next.GIVE_UP) {
                freshchatAnswers();
                if (++brought.fileUploads < TRIES) {
                    throw e;
                }
            }
            throw new MediaException(Reason.NOT_TAKEN);
        }
    }

    private static Media sent(Fetched file, Upload upload) throws MediaException {
        try {
            return upload.send();
        } catch (FreshchatException e) {
            if (file.fault() != null) {
                // It broke off where it comes from, which the upload could only show as a broken call.
                throw file.fault();
            }
            throw e;
        }
    }

    /** Throws if it is not the file: then all of this waits, and nothing is counted. */
    private void freshchatAnswers() {
        try {
            freshchat.account();
        } catch (FreshchatException e) {
            if (!e.isAnswer()) {
                throw e;
            }
        }
    }

    private static boolean isEverybodys(FreshchatException e) {
        return e.outcome().next(Call.UPLOAD).isForAll();
    }

    private Content whole(Account account, Content.Text head, Media full) throws MediaException {
        try (Fetched file = open(account, full, MAX_TEXT_BYTES)) {
            if (file.sniffedType() != null) {
                throw new MediaException(Reason.WRONG_TYPE);
            }
            byte[] bytes = file.body().readAllBytes();
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            String all = text.startsWith("\uFEFF") ? text.substring(1) : text;
            return all.isBlank() ? head : new Content.Text(all);
        } catch (CharacterCodingException e) {
            throw new MediaException(Reason.WRONG_TYPE);
        } catch (MediaException e) {
            throw e;
        } catch (IOException e) {
            throw new MediaException(Reason.CUT_OFF);
        }
    }
}
