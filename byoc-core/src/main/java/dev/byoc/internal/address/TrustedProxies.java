package dev.byoc.internal.address;

import dev.byoc.support.AddressRange;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds who really called: {@code X-Forwarded-For} counts only as far as proxies that were named have written it. */
public final class TrustedProxies {
    private final List<AddressRange> proxies;

    /** How a request came, as far as that tells who called. */
    enum Way {
        /** Nothing says that a proxy is between. */
        DIRECT,
        /** Who connected says who called, and is not trusted: counts as the caller. */
        UNTRUSTED,
        /** A trusted proxy does not say who called: counts as the caller. */
        UNNAMED,
        /** A trusted proxy says who called. */
        NAMED
    }

    public TrustedProxies(List<AddressRange> proxies) {
        this.proxies = List.copyOf(proxies);
    }

    public @Nullable InetAddress callerOf(@Nullable InetAddress remote, Map<String, List<String>> headers) {
        InetAddress caller = remote;
        List<String> hops = hops(headers);
        // From the right: the last hop was written by the proxy that connected to us, if we trust that one.
        for (int i = hops.size() - 1; i >= 0 && caller != null && isTrusted(caller); i--) {
            InetAddress hop = AddressRange.addressOf(hops.get(i));
            if (hop == null) {
                return null;
            }
            caller = hop;
        }
        return caller;
    }

    /** @param remote null: the host does not tell */
    Way wayOf(@Nullable InetAddress remote, Map<String, List<String>> headers) {
        boolean named = !hops(headers).isEmpty();
        if (remote == null || !isTrusted(remote)) {
            return named && remote != null ? Way.UNTRUSTED : Way.DIRECT;
        }
        return named ? Way.NAMED : Way.UNNAMED;
    }

    private boolean isTrusted(InetAddress address) {
        return proxies.stream().anyMatch(range -> range.contains(address));
    }

    private static List<String> hops(Map<String, List<String>> headers) {
        List<String> hops = new ArrayList<>();
        headers.forEach((name, values) -> {
            if (name.toLowerCase(Locale.ROOT).equals("x-forwarded-for")) {
                for (String value : values) {
                    hops.addAll(List.of(value.split(",", -1)));
                }
            }
        });
        return hops;
    }
}
