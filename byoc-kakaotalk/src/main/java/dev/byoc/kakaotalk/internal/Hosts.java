package dev.byoc.kakaotalk.internal;

import dev.byoc.support.WebAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Hosts that an address from outside may name: each covers itself and everything under it. An entry that starts with {@code http://}, for
 * tests, covers plain http too, on any port, where an address otherwise has to be https.
 */
public record Hosts(List<Entry> entries) {
    /** One host, lower case. */
    record Entry(String host, boolean plain) {
        private boolean covers(String other) {
            return other.equals(host) || other.endsWith("." + host);
        }
    }

    private static final String PLAIN = "http://";
    private static final String HOST = "\\[[0-9A-Fa-f:.]+]|[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?";

    public static Hosts of(String setting, String text, List<String> faults) {
        List<Entry> entries = new ArrayList<>();
        for (String one : text.split("[,\\s]+", -1)) {
            if (one.isEmpty()) {
                continue;
            }
            boolean plain = one.startsWith(PLAIN);
            String host = plain ? one.substring(PLAIN.length()) : one;
            if (host.matches(HOST)) {
                entries.add(new Entry(host.toLowerCase(Locale.ROOT), plain));
            } else {
                faults.add("'" + setting + "' holds something that is no host: only names such as kakao.com");
            }
        }
        return new Hosts(List.copyOf(entries));
    }

    /** Whether files may be fetched from that address; Kakao's own are plain http. */
    boolean cover(URI address) {
        return entry(address) != null;
    }

    /** The address, if what is sent there stays secret and with one of these hosts; else null. One that has slips is no machine's. */
    public @Nullable URI secure(String address) {
        URI web = web(address);
        URI uri = web == null || !web.toString().equals(address) ? null : web;
        Entry entry = uri == null ? null : entry(uri);
        if (uri == null || entry == null) {
            return null;
        }
        boolean https = "https".equalsIgnoreCase(uri.getScheme()) && (uri.getPort() == -1 || uri.getPort() == 443);
        return https || entry.plain() ? uri : null;
    }

    private @Nullable Entry entry(URI uri) {
        String host = uri.getHost().toLowerCase(Locale.ROOT);
        return entries.stream().filter(entry -> entry.covers(host)).findFirst().orElse(null);
    }

    /** An http(s) address with a host and without a user name, as a browser would open it; null for anything else. */
    public static @Nullable URI web(String address) {
        URI uri = WebAddress.of(address);
        return uri != null && uri.getHost() != null && uri.getRawUserInfo() == null ? uri : null;
    }
}
