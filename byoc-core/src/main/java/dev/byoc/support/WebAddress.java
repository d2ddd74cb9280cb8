package dev.byoc.support;

import dev.byoc.Visible;
import dev.byoc.channel.Capabilities.Unit;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.regex.Pattern;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * Web addresses as people and other servers write them, made into what a browser would open (<a href="https://url.spec.whatwg.org/">WHATWG
 * URL</a>): "my photo (1).jpg" and "100%.jpg" are names of files to those who send them. One that is right by the letter stays as it is.
 * Nothing here says that an address may be fetched. Thread-safe; never throws for what was written.
 */
public final class WebAddress {
    /**
     * Without a host between its slashes it is none: a browser would take the path's first word for one. Nor is it one with more before its
     * path than a host of 253 characters (RFC 1035) and a user need: the time to read those grows with the square of their length.
     */
    private static final Pattern WEB = Pattern.compile("(?i)https?:[/\\\\]{0,2}(?![/\\\\]|[^/\\\\?#]{1001})");

    private static final Pattern WITHOUT_SCHEME = Pattern.compile("(?i)www\\.[^\\s./\\\\?#][^\\s/\\\\?#]*(?s:.*)");
    private static final Pattern TABS_AND_LINE_ENDS = Pattern.compile("[\\t\\n\\r]");
    private static final Pattern LONE_SURROGATE = Pattern.compile("\\p{Cs}");

    /** Those that can be looked up. {@link HttpUrl#uri} would leave other characters out, which makes it another host. */
    private static final Pattern HOST = Pattern.compile("[a-z0-9._-]+|[0-9a-f:.]+");

    /** Words of small letters, digits and single hyphens, of which the last holds no digit, so that it is no number. */
    private static final Pattern PLAIN_HOST = Pattern.compile("(?:[a-z0-9]++(?:-[a-z0-9]++)*+\\.)++[a-z]++");

    /** Of one label (RFC 1035, 2.3.4): a whole host that is no longer has none that is. */
    private static final int MAX_LABEL_CHARS = 63;

    /** Around an address, never of it. */
    private static final String QUOTES = "\"`<>“”‘’„‚‟«»‹›「」『』《》〈〉＂＇";

    /** Of an address only behind their partner, as in "https://en.wikipedia.org/wiki/Java_(island)". */
    private static final String OPENING = "'([{（［｛【";

    private static final String CLOSING = "')]}）］｝】";

    /** Programs, data and parts of a mail: no reader can open them. */
    private static final Pattern NO_ADDRESS = Pattern.compile("(?i)(?:javascript|vbscript|data|blob|about|cid|mid):.*");

    private static final int MAX_SHOWN = 2_000;

    private WebAddress() {}

    /**
     * The address in a field that holds one, for instance {@code https://shop.example/my%20photo.jpg}; null if it is none of http or
     * https, names no host, or has more than 1,000 characters before its path. What is invisible or a quotation mark around it is dropped; a
     * missing scheme is completed where it begins with {@code www.} or {@code //}; blanks, other characters that an address must not hold,
     * and a {@code %} that begins no escape are escaped; a host in another script is written as it is looked up (punycode).
     *
     * <p>{@link URI#getHost} of it is null for the few hosts that only browsers take, such as those with an underscore.
     */
    public static @Nullable URI of(@Nullable String text) {
        if (text == null) {
            return null;
        }
        String bare = bare(text);
        URI plain = byTheLetter(bare);
        if (plain != null && isPlainHost(plain.getRawAuthority())) {
            return plain;
        }
        String address = TABS_AND_LINE_ENDS.matcher(bare).replaceAll("");
        if (address.startsWith("//") || WITHOUT_SCHEME.matcher(address).matches()) {
            address = (address.startsWith("//") ? "https:" : "https://") + address;
        }
        HttpUrl url = WEB.matcher(address).lookingAt() ? HttpUrl.parse(withFragmentEscaped(address)) : null;
        if (url == null || !HOST.matcher(url.host()).matches()) {
            return null;
        }
        URI asWritten = byTheLetter(address);
        if (asWritten != null && url.host().equalsIgnoreCase(hostOf(asWritten))) {
            return asWritten;
        }
        // A "%" that begins no escape is corrected everywhere but in a user's name.
        URI corrected = url.newBuilder()
                .username(url.username())
                .password(url.password())
                .build()
                .uri();
        // Not every host that it makes is one that it reads again.
        HttpUrl again = HttpUrl.parse(corrected.toString());
        return again != null && again.host().equals(url.host()) ? corrected : null;
    }

    /**
     * The same for a line that people read, where nothing can be fetched from it: of other addresses, such as {@code ftp:} or a path, what
     * was written; null for programs and data in the place of an address, and for what shows nothing.
     */
    public static @Nullable String inWords(@Nullable String text) {
        URI address = of(text);
        String line = address != null ? address.toString() : text == null ? "" : Graphemes.line(bare(text));
        boolean none = Visible.isBlank(line) || NO_ADDRESS.matcher(line).matches();
        return none ? null : Graphemes.head(line, MAX_SHOWN, Unit.UTF16);
    }

    /** As {@link HttpUrl} writes it, an IPv6 address without its brackets; null if there is none. */
    private static @Nullable String hostOf(URI address) {
        String host = address.getHost();
        return host != null && host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    private static @Nullable URI byTheLetter(String address) {
        boolean plain = (address.startsWith("https://") || address.startsWith("http://"))
                && address.chars().allMatch(c -> c < 0x80);
        try {
            return plain ? new URI(address) : null;
        } catch (URISyntaxException e) {
            return null;
        }
    }

    /**
     * Whether every reader takes this for the same host and for nothing else. Most are such, and need no {@link HttpUrl} to say so, which
     * looks for letters of all scripts.
     */
    private static boolean isPlainHost(@Nullable String authority) {
        return authority != null
                && authority.length() <= MAX_LABEL_CHARS
                && PLAIN_HOST.matcher(authority).matches();
    }

    /** Without what is not seen, and without quotation marks and brackets, around it. */
    private static String bare(String text) {
        int[] opened = new int[OPENING.length()];
        int from = 0;
        for (int c; from < text.length(); from += Character.charCount(c)) {
            c = text.codePointAt(from);
            int bracket = OPENING.indexOf(c);
            if (bracket >= 0) {
                opened[bracket]++;
            } else if (Visible.isShown(c) && QUOTES.indexOf(c) < 0) {
                break;
            }
        }
        int to = text.length();
        for (int c; to > from; to -= Character.charCount(c)) {
            c = text.codePointBefore(to);
            int bracket = CLOSING.indexOf(c);
            boolean around = bracket >= 0
                    ? opened[bracket]-- > 0
                    : QUOTES.indexOf(c) >= 0 || (!Visible.isShown(c) && !belongsToAnEmoji(text, to));
            if (!around) {
                break;
            }
        }
        return text.substring(from, to);
    }

    /** A selector or a tag behind a symbol is a part of it. */
    private static boolean belongsToAnEmoji(String text, int to) {
        int last = text.codePointBefore(to);
        int before = to - Character.charCount(last);
        boolean joins = (last >= 0xFE00 && last <= 0xFE0F) || (last >= 0xE0000 && last <= 0xE0FFF);
        return joins && before > 0 && text.codePointBefore(before) > 0x7F;
    }

    /** {@link HttpUrl} leaves fragments as they are written, and makes a question mark of half a surrogate pair. */
    private static String withFragmentEscaped(String address) {
        String whole = LONE_SURROGATE.matcher(address).replaceAll("\uFFFD");
        int hash = whole.indexOf('#');
        if (hash < 0) {
            return whole;
        }
        StringBuilder escaped = new StringBuilder(whole.substring(0, hash));
        for (byte b : whole.substring(hash).getBytes(StandardCharsets.UTF_8)) {
            if (b < ' ' || b == 0x7F) {
                escaped.append('%').append(HexFormat.of().withUpperCase().toHexDigits(b));
            } else {
                escaped.append((char) b);
            }
        }
        return escaped.toString();
    }
}
