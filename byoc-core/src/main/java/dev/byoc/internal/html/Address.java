package dev.byoc.internal.html;

import dev.byoc.Visible;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** What an agent put behind words as their address. */
sealed interface Address {
    /** As customers read it: as it was given, without what a browser ignores. */
    record Shown(String text) implements Address {
        private static final Pattern PREFIX = Pattern.compile("(?i)^(?:https?://(?:www\\.)?|www\\.|mailto:|tel:|sms:)");

        /** Whether these words tell it already. */
        boolean isIn(String words) {
            String bare = decoded(bare(text));
            String said = decoded(words.toLowerCase(Locale.ROOT));
            if (text.regionMatches(true, 0, "tel:", 0, 4) || text.regionMatches(true, 0, "sms:", 0, 4)) {
                bare = bare.replaceAll("[^\\d]", "");
                said = said.replaceAll("[^\\d\\p{L}]", "");
            }
            int at = bare.isEmpty() ? -1 : said.indexOf(bare);
            int end = at + bare.length();
            return at >= 0
                    && (at == 0 || !Character.isLetterOrDigit(said.charAt(at - 1)))
                    && !said.substring(end).matches("(?s)(?:/[^\\s]|[\\p{L}\\p{N}?#&=@%_-]).*");
        }

        /** Whether these words end with it, so that a word behind would be taken for a part of it. */
        boolean ends(String words) {
            String said = decoded(words.toLowerCase(Locale.ROOT)).replaceFirst("/$", "");
            return isIn(words) && said.endsWith(decoded(bare(text)));
        }

        private static String bare(String address) {
            return PREFIX.matcher(address)
                    .replaceFirst("")
                    .replaceFirst("/$", "")
                    .toLowerCase(Locale.ROOT);
        }
    }

    /** None, or nothing but a place in the same text, or a script. */
    record None() implements Address {}

    /** One that leads nowhere outside the inbox. */
    record Relative() implements Address {}

    Pattern SCHEME = Pattern.compile("([a-zA-Z][a-zA-Z0-9+.-]*):(.*)", Pattern.DOTALL);

    /** {@code shop.example}, with a port or a path behind it, or a mail address. */
    Pattern HOST = Pattern.compile(
            "(?:[^\\s/?#@:]+@)?[\\p{L}\\p{N}][\\p{L}\\p{N}.-]*\\.(\\p{L}{2,}|xn--[\\w-]+)(?::\\d+)?(?:[/?#].*)?");

    Pattern HOST_WITH_PORT = Pattern.compile("(?:localhost|(?:[\\w-]++\\.)++[\\w-]++):\\d{2,5}(?:[/?#].*)?");

    Set<String> SCRIPTS =
            Set.of("javascript", "vbscript", "livescript", "mocha", "data", "blob", "about", "view-source");

    Set<String> OF_THE_MACHINE =
            Set.of("file", "cid", "mid", "x-apple-data-detectors", "res", "outlook", "chrome", "chrome-extension");

    /** Ends of page names, which look like ends of host names. */
    Set<String> OF_FILES = Set.of(
            "html", "htm", "xhtml", "php", "asp", "aspx", "jsp", "pdf", "png", "jpg", "jpeg", "gif", "doc", "docx",
            "xls", "xlsx", "txt", "css", "js", "svg", "zip");

    /** Reads an attribute's value. */
    static Address of(String written) {
        // As a browser: blanks around it and line ends within count for nothing.
        String address = Visible.trimmed(written.replaceAll("[\\t\\n\\f]", ""));
        if (address.isEmpty() || address.startsWith("#")) {
            return new None();
        }
        var scheme = SCHEME.matcher(address);
        if (scheme.matches() && !HOST_WITH_PORT.matcher(address).matches()) {
            String name = scheme.group(1).toLowerCase(Locale.ROOT);
            String rest = scheme.group(2).replaceFirst("^//", "");
            if (SCRIPTS.contains(name) || Visible.isBlank(rest)) {
                return new None();
            }
            if (OF_THE_MACHINE.contains(name) || name.length() == 1) {
                return new Relative();
            }
            return name.equals("mailto") ? mail(rest, address) : new Shown(escapedBlanks(address));
        }
        if (address.startsWith("//")) {
            return new Shown("https:" + escapedBlanks(address));
        }
        var host = HOST.matcher(address);
        boolean known = host.matches() && !OF_FILES.contains(host.group(1).toLowerCase(Locale.ROOT));
        return known ? new Shown(escapedBlanks(address)) : new Relative();
    }

    private static Address mail(String rest, String address) {
        int query = rest.indexOf('?');
        String receiver = decoded(query < 0 ? rest : rest.substring(0, query));
        return new Shown(Visible.isBlank(receiver) ? escapedBlanks(address) : receiver.strip());
    }

    private static String decoded(String address) {
        try {
            return URLDecoder.decode(address.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return address;
        }
    }

    private static String escapedBlanks(String address) {
        return address.replace(" ", "%20").replace("\u00A0", "%C2%A0");
    }
}
