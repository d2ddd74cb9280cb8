package dev.byoc.app.admin;

import java.net.InetSocketAddress;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Names under which a port of this machine alone is asked. A page of a browser can lead a name of its own here, and would read what the port
 * answers: the browser takes it for the page's own server.
 */
final class LocalHosts {
    private static final Pattern ADDRESS = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}|\\[[0-9a-f:.%]+]");
    private static final Pattern PORT = Pattern.compile(":[0-9]*$");

    private final String bound;
    private final boolean local;

    /** @param address where the port is bound, by a name or not */
    LocalHosts(InetSocketAddress address) {
        this.bound = address.getHostString().toLowerCase(Locale.ROOT);
        this.local = address.getAddress() != null && address.getAddress().isLoopbackAddress();
    }

    /** @param header {@code Host}; null: it has none, as no browser sends it */
    boolean mayAsk(@Nullable String header) {
        if (!local || header == null) {
            return true;
        }
        String host = PORT.matcher(header.strip().toLowerCase(Locale.ROOT)).replaceFirst("");
        return host.equals("localhost")
                || host.equals(bound)
                || ADDRESS.matcher(host).matches();
    }
}
