package dev.byoc.internal.http;

import dev.byoc.message.Media;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

/** Where the bytes of a multipart file come from. */
public interface MediaOpener {
    /** Of a client for calls without files. */
    MediaOpener NONE = (media, within) -> {
        throw new IOException("no files here");
    };

    /**
     * The file's bytes.
     *
     * @param within how long all of it may take, as the call that carries it may
     */
    InputStream open(Media media, Duration within) throws IOException;
}
