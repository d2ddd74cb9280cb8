package dev.byoc.channel;

import dev.byoc.message.Media;
import java.io.IOException;
import java.io.InputStream;

/** An optional ability: fetching inbound files that a plain GET cannot. */
public interface MediaSource {
    /**
     * The file's bytes.
     *
     * @throws IOException if the file cannot be had
     */
    InputStream open(Media media) throws IOException;
}
