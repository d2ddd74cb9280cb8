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
        /** A proxy on the way, the nearest or one behind trusted ones, is not trusted: counts as the caller. */
        UNTRUSTED,
        /** A trusted proxy does not say who called, or not by an address. */
        UNNAMED,
        /** Trusted proxies say who called. */
        NAMED
    }

    public TrustedProxies(List<AddressRange> proxies) {
        this.proxies = List.copyOf(proxies);
    }

    /**
     * How far the header counts.
     *
     * @param caller null: unknown
     * @param unread how many hops stand before the caller
     */
    private record Walk(@Nullable InetAddress caller, int unread) {}

    public @Nullable InetAddress callerOf(@Nullable InetAddress remote, Map<String, List<String>> headers) {
        return walk(remote, hops(headers)).caller();
    }

    private Walk walk(@Nullable InetAddress remote, List<String> hops) {
        InetAddress caller = remote;
        int unread = hops.size();
        // From the right: the last hop was written by the proxy that connected to us, if we trust that one.
        while (unread > 0 && caller != null && isTrusted(caller)) {
            unread--;
            caller = AddressRange.addressOf(hops.get(unread));
        }
        return new Walk(caller, unread);
    }

    /**
     * Of a request that left its sender without {@code X-Forwarded-For}, so that its first hop is the sender.
     *
     * @param remote null: the host does not tell
     */
    Way wayOf(@Nullable InetAddress remote, Map<String, List<String>> headers) {
        List<String> hops = hops(headers);
        if (remote == null || (hops.isEmpty() && !isTrusted(remote))) {
            return Way.DIRECT;
        }
        Walk walk = walk(remote, hops);
        if (hops.isEmpty() || walk.caller() == null) {
            return Way.UNNAMED;
        }
        return walk.unread() > 0 ? Way.UNTRUSTED : Way.NAMED;
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
