package dev.byoc.freshchat;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where the API of an account is. It is sent the token, so it is an address of Freshchat's over https, or on a host that was trusted by name.
 *
 * @param api ends in {@code /v2}
 */
record ApiAddress(URI api) {
    private static final List<String> OWN_DOMAINS = List.of("freshchat.com", "myfreshworks.com");

    /** The data centres' hosts: {@code api.freshchat.com}, {@code api.eu.freshchat.com} and so on. */
    private static final Pattern SHARED_HOST = Pattern.compile("api(\\.[a-z0-9-]+)*\\.(freshchat|myfreshworks)\\.com");

    private static final int MAX_PORT = 65_535;

    /**
     * Reads what was pasted, with or without {@code /v2}; null if it is no such address. The faults do not quote it: people paste tokens into
     * the wrong field.
     *
     * @param trustedHost a host to allow as well, also over plain http; {@code ""}: none
     */
    static @Nullable ApiAddress read(String url, String trustedHost, List<String> faults) {
        String text = url.replaceAll("/+$", "");
        if (text.isEmpty()) {
            faults.add("Freshchat url is missing. It is the chat URL of the API settings, https://....freshchat.com");
            return null;
        }
        URI uri;
        try {
            uri = new URI(text);
        } catch (URISyntaxException e) {
            faults.add("Freshchat url is not an address.");
            return null;
        }
        boolean https = "https".equalsIgnoreCase(uri.getScheme());
        if (uri.getHost() == null || (!https && !"http".equalsIgnoreCase(uri.getScheme()))) {
            faults.add("Freshchat url must be an address like https://example.freshchat.com");
            return null;
        }
        int before = faults.size();
        if (!bare(uri.getHost()).equals(bare(trustedHost))) {
            mustBeSafe(uri.getHost(), https, faults);
        }
        mustBeBare(uri, faults);
        return faults.size() > before ? null : new ApiAddress(URI.create(text.replaceAll("/v2$", "") + "/v2"));
    }

    private static void mustBeSafe(String host, boolean https, List<String> faults) {
        if (!isFreshchat(host)) {
            faults.add("Freshchat url has a host that ends in neither freshchat.com nor myfreshworks.com."
                    + " Name it in trustHost if it may have the token.");
        }
        if (!https) {
            faults.add("Freshchat url must start with https:// so that the token cannot be read on its way.");
        }
    }

    /** Host and port alone. */
    private static void mustBeBare(URI uri, List<String> faults) {
        if (uri.getRawAuthority().endsWith(":") || uri.getPort() == 0 || uri.getPort() > MAX_PORT) {
            faults.add("Freshchat url has a port that is none.");
        }
        String path = uri.getRawPath();
        if (uri.getRawUserInfo() != null || uri.getRawQuery() != null || uri.getRawFragment() != null) {
            faults.add("Freshchat url must hold no user, query or fragment.");
        } else if (!path.isEmpty() && !path.equals("/v2")) {
            faults.add("Freshchat url must end at the host or in /v2.");
        }
    }

    private static boolean isFreshchat(String host) {
        // The dot keeps "notfreshchat.com" out.
        String name = "." + host.toLowerCase(Locale.ROOT);
        return OWN_DOMAINS.stream().anyMatch(domain -> name.endsWith("." + domain));
    }

    private static String bare(String host) {
        return host.toLowerCase(Locale.ROOT).replaceAll("[\\[\\]]", "");
    }

    /** In lower case. */
    String host() {
        return api.getHost().toLowerCase(Locale.ROOT);
    }

    /** Whether it serves many accounts, so that its host names none of them. */
    boolean isShared() {
        return SHARED_HOST.matcher(host()).matches();
    }
}
