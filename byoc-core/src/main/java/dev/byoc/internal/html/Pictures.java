package dev.byoc.internal.html;

import java.util.regex.Pattern;
import org.jsoup.nodes.Element;

/** What an element that shows a picture tells of it. */
final class Pictures {
    private static final Pattern FILE_NAME =
            Pattern.compile("(?i)[^/\\\\]*\\.(?:png|jpe?g|gif|webp|bmp|svg|heic|tiff?)");
    private static final Pattern TINY = Pattern.compile("[01](?:px)?");
    private static final Pattern ABSOLUTE = Pattern.compile("(?i)[a-z]+:|//");
    private static final int LONGEST_EMOJI = 16;

    private Pictures() {}

    /** Where it is; pages that load pictures late keep that in another attribute. {@code ""} if nothing tells. */
    static String address(Element picture) {
        String late = "";
        for (String name : new String[] {"data-src", "data-original", "data-lazy-src"}) {
            late = late.isEmpty() ? picture.attr(name).strip() : late;
        }
        String address = picture.attr("src").strip();
        if (address.isEmpty() || (!late.isEmpty() && address.startsWith("data:"))) {
            address = late;
        }
        if (address.isEmpty()) {
            address = first(picture.attr("srcset").strip());
        }
        if (!ABSOLUTE.matcher(address).lookingAt() && !picture.absUrl("src").isEmpty()) {
            return picture.absUrl("src");
        }
        return address.startsWith("//") ? "https:" + address : address;
    }

    /** Of several pictures for several screens. A picture that is its own address holds a comma. */
    private static String first(String set) {
        return set.startsWith("data:") ? set.replaceFirst("(?s)\\s.*", "") : set.replaceFirst("(?s)[\\s,].*", "");
    }

    /** One dot, or none: it is there to be counted, not to be seen. */
    static boolean isTracking(Element picture) {
        Style style = Style.of(picture);
        return isDot(style.get("width"), style.get("height")) || isDot(picture.attr("width"), picture.attr("height"));
    }

    private static boolean isDot(String width, String height) {
        return TINY.matcher(width.strip()).matches()
                && TINY.matcher(height.strip()).matches();
    }

    /** The box of a check list, which the item tells too. */
    static boolean isCheckBox(Element picture) {
        return picture.attr("aria-roledescription").equalsIgnoreCase("checkbox");
    }

    /** A character that the editor shows as a picture. */
    static boolean isEmoji(Element picture) {
        String alt = picture.attr("alt").strip();
        boolean symbol = !alt.isEmpty()
                && alt.length() <= LONGEST_EMOJI
                && alt.codePoints().noneMatch(c -> Character.isAlphabetic(c) || Character.isWhitespace(c))
                && alt.codePoints().anyMatch(c -> c > 0x7F);
        boolean named = !alt.isEmpty() && picture.className().matches("(?i).*\\bemoji(?:one)?\\b.*");
        return symbol || named;
    }

    /** Words that an editor put there by itself. */
    static boolean isFileName(String alt) {
        return FILE_NAME.matcher(alt).matches();
    }
}
