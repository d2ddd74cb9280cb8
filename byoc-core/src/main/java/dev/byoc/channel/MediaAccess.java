package dev.byoc.channel;

import dev.byoc.message.Media;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;

/** Gives a channel the files that it has to send. */
public interface MediaAccess {
    /**
     * The file's bytes.
     *
     * @throws IOException if they cannot be had; the message names no address
     */
    InputStream open(Media media) throws IOException;

    /**
     * An https address from which the network can fetch the file without credentials, ending in a fitting extension.
     *
     * @throws IOException if there is none
     */
    URI publicUrl(Media media) throws IOException;
}
