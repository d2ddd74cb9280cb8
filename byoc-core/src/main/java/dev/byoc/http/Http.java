package dev.byoc.http;

import java.io.IOException;
import java.io.InputStream;

/**
 * Calls other people's servers for a channel or for Freshchat. Every call ends within its deadline; redirects are not followed, so a
 * key never reaches another host; a POST is never repeated; answers are read up to a limit. Thread-safe.
 */
public interface Http {
    /** Makes the call and waits for its answer. The network's faults are outcomes, not exceptions. */
    HttpResult call(HttpCall call);

    /**
     * Opens the body of a successful answer as a stream, for files.
     *
     * @throws IOException if the answer is not 2xx, or nothing came; the message holds no address and no header
     */
    InputStream download(HttpCall call) throws IOException;
}
