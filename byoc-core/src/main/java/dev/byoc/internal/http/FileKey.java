package dev.byoc.internal.http;

import dev.byoc.CurrentSecret;
import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import okhttp3.HttpUrl;

/**
 * A credential for an API's own files. It is sent at the first hop alone, to the API's origin, and not for what the API tells:
 * else a stranger who chooses such an address would be told that by us.
 *
 * @param api its base address
 */
public record FileKey(URI api, CurrentSecret token) {
    /** Below the API's base; the sheets name no others, and nothing else there is a file. */
    private static final Set<String> FILES = Set.of("files", "images");

    /** What servers may read as another path than we do. */
    private static final Pattern AMBIGUOUS = Pattern.compile(".*([/\\\\;]|%[0-9A-Fa-f]{2}).*");

    boolean isOfOrigin(HttpUrl url) {
        HttpUrl base = HttpUrl.get(api.toString());
        return url.scheme().equals(base.scheme()) && url.host().equals(base.host()) && url.port() == base.port();
    }

    boolean opens(HttpUrl url) {
        if (!isOfOrigin(url)) {
            return false;
        }
        List<String> path = url.pathSegments();
        List<String> base = HttpUrl.get(api.toString()).pathSegments();
        boolean ambiguous = path.get(0).isEmpty()
                || path.stream().anyMatch(step -> AMBIGUOUS.matcher(step).matches());
        boolean inApi = path.get(0).equalsIgnoreCase(base.get(0));
        return !ambiguous && (!inApi || (path.size() > base.size() && FILES.contains(path.get(base.size()))));
    }
}
