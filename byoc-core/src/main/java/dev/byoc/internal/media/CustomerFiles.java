package dev.byoc.internal.media;

import dev.byoc.Visible;
import dev.byoc.channel.MediaSource.Located;
import dev.byoc.internal.account.Account;
import dev.byoc.internal.file.FileTypes;
import dev.byoc.internal.http.Fetched;
import dev.byoc.internal.http.Fetcher;
import dev.byoc.internal.http.WantedFile;
import dev.byoc.message.Content;
import dev.byoc.message.Media;
import dev.byoc.message.MediaException;
import dev.byoc.message.MediaException.Reason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Where the files of customers are: at an address, or where their channel opens them. Thread-safe. */
final class CustomerFiles {
    private static final int MAX_TEXT_BYTES = 1024 * 1024;

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
    private final long maxBytes;

    CustomerFiles(Fetcher fetcher, long maxBytes) {
        this.fetcher = fetcher;
        this.maxBytes = maxBytes;
    }

    Fetched open(Account account, Media media) throws MediaException {
        return open(account, media, maxBytes);
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

    /** A text that was cut, in full, as its file has it. */
    Content.Text whole(Account account, Content.Text head, Media full) throws MediaException {
        try (Fetched file = open(account, full, MAX_TEXT_BYTES)) {
            String sniffed = file.sniffedType();
            byte[] bytes = file.body().readAllBytes();
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            // Signatures of other files may begin a text too; a page is what servers say in place of one.
            if (FileTypes.isMarkup(sniffed) || (sniffed != null && text.indexOf('\0') >= 0)) {
                throw new MediaException(Reason.WRONG_TYPE);
            }
            String all = text.startsWith("\uFEFF") ? text.substring(1) : text;
            return Visible.isBlank(all) ? head : new Content.Text(all);
        } catch (CharacterCodingException e) {
            throw new MediaException(Reason.WRONG_TYPE);
        } catch (MediaException e) {
            throw e;
        } catch (IOException e) {
            throw new MediaException(Reason.CUT_OFF);
        }
    }

    /** The address of a file that could not be brought, where it may be shown and is of use; null: it is not. */
    @Nullable
    String link(Account account, Media media, MediaException why) {
        boolean useful =
                WORTH_A_LINK.contains(why.reason()) && !account.channel().locatesMedia();
        return useful && fetcher.isShowable(media.ref()) ? media.ref() : null;
    }
}
