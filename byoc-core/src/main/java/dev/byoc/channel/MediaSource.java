package dev.byoc.channel;

import dev.byoc.http.HttpCall;
import dev.byoc.message.Media;
import dev.byoc.message.MediaException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/** An optional ability: finding inbound files that a plain GET of their reference does not fetch. */
public interface MediaSource {
    /**
     * Where the bytes of a file, or of its preview, come from. Called once for each try; may ask the network, for instance for the file's path.
     *
     * @throws MediaException if the file cannot be had; {@link MediaException#ofStatus} keeps what the network answered, so that a file
     *     that is gone is told from a server that fails for now
     * @throws IOException any other fault; it counts as a server that could not be reached, and is tried again
     */
    Located locate(Media media) throws IOException;

    /** A file that was found. */
    sealed interface Located {
        /**
         * The core fetches it as it fetches other people's files: public addresses alone, but for those of
         * {@code RelayBuilder.allowInternalHost}, at most three redirects, up to the limits of the host, statuses told apart. Its headers,
         * such as a key, go to this address and to no other that it leads on to.
         *
         * @param call a GET
         */
        record At(HttpCall call) implements Located {
            public At {
                if (!call.method().equals("GET")) {
                    throw new IllegalArgumentException("a file is fetched by GET, not " + call.method());
                }
            }
        }

        /**
         * The channel has opened it by its own means. Whatever address it got to is its own business: where others choose it, {@link At}
         * is the way.
         *
         * @param bytes closed by the core
         */
        record Opened(InputStream bytes) implements Located {
            public Opened {
                Objects.requireNonNull(bytes, "a file without bytes");
            }
        }
    }
}
