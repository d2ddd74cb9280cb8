package dev.byoc.internal.media;

import dev.byoc.internal.http.Fetched;
import dev.byoc.internal.http.Fetcher;
import dev.byoc.internal.http.WantedFile;
import dev.byoc.internal.runtime.Recent;
import dev.byoc.internal.task.Attachment;
import dev.byoc.message.Media;
import dev.byoc.message.MediaException;
import dev.byoc.message.MediaException.Reason;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** What files are once they are looked at: their names, types and exact sizes. Thread-safe. */
final class FoundFiles {
    private final Fetcher fetcher;

    /** By reference, so that a reply that is tried again does not ask again. */
    private final Recent<String, Media> known;

    FoundFiles(Fetcher fetcher, int mostKept) {
        this.fetcher = fetcher;
        this.known = new Recent<>(mostKept);
    }

    /** As it was found before; null: it was not looked at, or too long ago. */
    @Nullable
    Media known(Media media) {
        Media seen = known.get(media.ref());
        return seen == null ? null : media.foundAs(seen);
    }

    /**
     * Looks at a file.
     *
     * @param most bytes that are counted where its server does not say how many there are
     */
    Media look(Attachment attachment, WantedFile wanted, long most) throws MediaException {
        try (Fetched file = fetcher.open(wanted)) {
            Media named = attachment.identified(file);
            Media looked = named.sizeBytes() >= 0 ? named : named.withSizeBytes(counted(file.body(), most));
            known.put(looked.ref(), looked);
            return looked;
        }
    }

    /** No further than needed to see that it is too large. */
    private static long counted(InputStream in, long most) throws MediaException {
        byte[] some = new byte[16 * 1024];
        long size = 0;
        try {
            for (int read = 0; read >= 0 && size <= most; read = in.read(some)) {
                size += read;
            }
        } catch (IOException e) {
            throw e instanceof MediaException known ? known : new MediaException(Reason.CUT_OFF);
        }
        return size;
    }
}
