package dev.byoc.spring.internal;

import dev.byoc.Secret;
import dev.byoc.relay.RelayEngine;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * Where the relay lies in an application.
 *
 * @param servlet the path, below the application's context path, that the relay's servlet has
 * @param published the path of the public address
 */
record RelayPath(String servlet, String published) {
    /** What Spring calls the servlet. */
    static final String SERVLET = "byocRelay";

    /**
     * The path of an address; null: it has none, or is no address, which core says.
     *
     * @param publicUrl as it was given
     * @param servletPath {@code ""}: the public path, without the context path where it begins with that
     * @param context the application's context path; {@code ""}: the root
     */
    static @Nullable RelayPath of(String publicUrl, String servletPath, String context) {
        String published = pathOf(publicUrl);
        String below = published.startsWith(context + "/") ? published.substring(context.length()) : published;
        String servlet = trimmed(servletPath.isEmpty() ? below : servletPath);
        return servlet.isEmpty() ? null : new RelayPath(servlet, published);
    }

    /** That of a relay that was made elsewhere: its addresses are of the form {@code PUBLIC-URL/name/secret}. */
    static @Nullable RelayPath of(RelayEngine relay, String servletPath, String context) {
        String address = relay.freshchatWebhookUrl().toString();
        String withoutSecret = address.substring(0, address.lastIndexOf('/'));
        return of(withoutSecret.substring(0, withoutSecret.lastIndexOf('/')), servletPath, context);
    }

    private static String pathOf(String url) {
        try {
            String path = URI.create(Secret.trimmed(url)).getRawPath();
            return path == null ? "" : trimmed(path);
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    private static String trimmed(String path) {
        String ended = path.replaceAll("/+$", "");
        return ended.isEmpty() || ended.startsWith("/") ? ended : "/" + ended;
    }

    /** What the container gives to the servlet: the path, and all below it. */
    String mapping() {
        return servlet + "/*";
    }

    /** The path as the relay knows it, of a request to the servlet of an application at that context path. */
    String relayed(String context, String requested) {
        String before = context + servlet;
        return requested.startsWith(before) ? published + requested.substring(before.length()) : requested;
    }
}
