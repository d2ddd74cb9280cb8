package dev.byoc.internal.web;

import dev.byoc.Secret;
import dev.byoc.support.AddressRange;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Checks the address that messengers and Freshchat call. No fault quotes it: people paste other things into it. */
public final class PublicUrl {
    private static final int MAX_PORT = 65_535;

    private PublicUrl() {}

    /**
     * The address in its usual form, without a slash at its end; null: there is a fault.
     *
     * @param plainHttp whether http is taken for other hosts than this machine too
     */
    public static @Nullable URI checked(@Nullable String given, boolean plainHttp, List<String> faults) {
        String text = Secret.trimmed(given).replaceAll("/+$", "");
        if (text.isEmpty()) {
            faults.add("publicUrl(...) is missing: the address that messengers and Freshchat reach this relay at");
            return null;
        }
        URI url;
        try {
            url = new URI(text);
        } catch (URISyntaxException e) {
            faults.add("publicUrl is not an address such as https://HOST/PATH");
            return null;
        }
        String fault = faultOf(url, plainHttp);
        if (fault != null) {
            faults.add("publicUrl " + fault);
            return null;
        }
        String origin = (url.getScheme() + "://" + url.getRawAuthority()).toLowerCase(Locale.ROOT);
        return URI.create(origin + url.getRawPath());
    }

    private static @Nullable String faultOf(URI url, boolean plainHttp) {
        boolean http = "http".equalsIgnoreCase(url.getScheme());
        if (!http && !"https".equalsIgnoreCase(url.getScheme())) {
            return "must be an https address such as https://HOST/PATH";
        }
        if (url.getRawUserInfo() != null || url.getRawQuery() != null || url.getRawFragment() != null) {
            return "must hold no user name, query or fragment";
        }
        String host = url.getHost();
        if (host == null || host.endsWith(".") || isAnyAddress(host)) {
            return "must name a host: letters, digits, hyphens and dots, none of them at its end; a name in other letters is written in"
                    + " its xn-- form";
        }
        if (url.getRawAuthority().endsWith(":") || url.getPort() == 0 || url.getPort() > MAX_PORT) {
            return "has a port that is none";
        }
        String path = url.getRawPath();
        if (!url.normalize().getRawPath().equals(path) || !path.chars().allMatch(c -> c < 0x7F)) {
            return "must have a path of plain steps: ASCII, without // and dots to climb";
        }
        if (http && !plainHttp && !isThisMachine(host)) {
            return "must be an https address: messengers call no other, and its secret part could be read on the way."
                    + " allowPlainHttp() takes http all the same";
        }
        return null;
    }

    private static boolean isAnyAddress(String host) {
        InetAddress address = AddressRange.addressOf(host);
        return address != null && address.isAnyLocalAddress();
    }

    private static boolean isThisMachine(String host) {
        InetAddress address = AddressRange.addressOf(host);
        String name = "." + host.toLowerCase(Locale.ROOT);
        return address == null ? name.endsWith(".localhost") : address.isLoopbackAddress();
    }
}
