package dev.byoc;

import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request as a web server got it, for {@link dev.byoc.relay.RelayEngine#handle}.
 *
 * @param method upper case
 * @param path the raw path, still percent-encoded, as the client sent it
 * @param query the raw query, null if there is none
 * @param headers of any case
 * @param body the exact bytes, after de-chunking and before any decoding
 * @param remote who connected; null if the server does not tell
 */
public record RelayRequest(
        String method,
        String path,
        @Nullable String query,
        Map<String, List<String>> headers,
        byte[] body,
        @Nullable InetAddress remote) {
    /** Largest body that is taken, but at Freshchat's address: {@link dev.byoc.relay.RelayEngine#mostBodyBytes}. */
    public static final int MAX_BODY_BYTES = 1024 * 1024;

    /**
     * Largest body that is taken at Freshchat's address: more than a messenger sends, as an agent may paste a picture into an answer, and as
     * much as is read of an answer of Freshchat's, so that what is refused for its size is not read by a look for missed answers either, but
     * told as too large. How large a webhook may be Freshchat does not say.
     */
    public static final int MAX_FRESHCHAT_BODY_BYTES = 4 * 1024 * 1024;

    /** Method and size alone: paths, headers and bodies hold secrets. */
    @Override
    public String toString() {
        return "RelayRequest[" + method + ", " + body.length + " bytes]";
    }
}
