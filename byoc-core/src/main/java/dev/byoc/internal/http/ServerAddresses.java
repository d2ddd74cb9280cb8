package dev.byoc.internal.http;

import java.net.URI;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * Writes addresses as OkHttp's. Nearly all calls of a client go to one server: its name, which takes longest, is read once. Thread-safe.
 */
final class ServerAddresses {
    private volatile @Nullable Server last;

    /** @param root of an address there, of which all but scheme, host and port is replaced */
    private record Server(String scheme, String authority, HttpUrl root) {
        boolean has(URI address) {
            return scheme.equals(address.getScheme()) && authority.equals(address.getRawAuthority());
        }
    }

    /**
     * The same address.
     *
     * @throws IllegalArgumentException if it is none of http or https
     */
    HttpUrl of(URI address) {
        Server server = last;
        if (server == null || !server.has(address)) {
            HttpUrl whole = HttpUrl.get(address.toString());
            if (address.getScheme() != null && address.getRawAuthority() != null) {
                last = new Server(address.getScheme(), address.getRawAuthority(), whole);
            }
            return whole;
        }
        String path = address.getRawPath();
        return server.root()
                .newBuilder()
                .encodedPath(path.isEmpty() ? "/" : path)
                .encodedQuery(address.getRawQuery())
                .encodedFragment(address.getRawFragment())
                .build();
    }
}
