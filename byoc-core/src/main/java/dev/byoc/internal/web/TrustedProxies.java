package dev.byoc.internal.web;

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

    public TrustedProxies(List<AddressRange> proxies) {
        this.proxies = List.copyOf(proxies);
    }

    @Nullable
    InetAddress callerOf(@Nullable InetAddress remote, Map<String, List<String>> headers) {
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
