package dev.byoc.internal.html;

import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The attributes of what may be a tag: as much of them as tells a tag from words in angle brackets.
 *
 * @param plausible each of them is one that editors write
 * @param told one of them has a value, and is such a one
 * @param end behind the "&gt;"
 */
record TagAttributes(boolean isEmpty, boolean plausible, boolean told, boolean selfClosing, int end) {
    /** Attributes that stand without a value. */
    private static final Set<String> FLAGS =
            Set.of(("allowfullscreen async autofocus autoplay border checked compact contenteditable controls"
                            + " declare default defer disabled download draggable formnovalidate hidden inert ismap itemscope loop multiple muted"
                            + " nohref nomodule noresize noshade novalidate nowrap open playsinline readonly required reversed selected truespeed")
                    .split(" "));

    private static final Set<String> VALUED =
            Set.of(("abbr accept action align alink allow alt as axis background behavior bgcolor"
                            + " bordercolor cellpadding cellspacing char charset cite class classid clear code codebase codetype color cols colspan"
                            + " content coords crossorigin d data datetime dir dx dy enctype event face fill focusable for form frame frameborder"
                            + " headers height high href hreflang hspace icon id itemid itemprop itemref itemtype kind label lang language link"
                            + " list longdesc loading low marginheight marginwidth max maxlength media method min name object onclick optimum"
                            + " pattern placeholder points poster preload profile prompt property r ref rel rev role rows rowspan rules rx ry"
                            + " scheme scope scrolling shape size sizes slot span spellcheck src srcdoc srclang srcset standby start step stroke"
                            + " style summary tabindex target text title transform translate type usemap valign value valuetype version viewbox"
                            + " vlink vspace width wrap x x1 x2 xmlns y y1 y2")
                    .split(" "));

    /** Reads from behind the name; null if no tag ends here. */
    static @Nullable TagAttributes read(String text, int from) {
        boolean empty = true;
        boolean plausible = true;
        boolean told = false;
        int at = from;
        while (true) {
            int begin = at;
            while (at < text.length() && isBetween(text.charAt(at))) {
                at++;
            }
            if (at == text.length()) {
                return null;
            }
            if (text.charAt(at) == '>') {
                return new TagAttributes(empty, plausible, told, at > from && text.charAt(at - 1) == '/', at + 1);
            }
            int name = at;
            while (at < text.length() && isOfName(text.charAt(at))) {
                at++;
            }
            if (at == name || (begin == name && empty)) {
                return null;
            }
            empty = false;
            String word = text.substring(name, at).toLowerCase(Locale.ROOT);
            int equals = skipSpace(text, at);
            if (equals == text.length() || text.charAt(equals) != '=') {
                plausible &= FLAGS.contains(word) || isOwn(word, '-');
                continue;
            }
            int value = skipSpace(text, equals + 1);
            at = endOfValue(text, value);
            if (at < 0) {
                return null;
            }
            boolean known = text.charAt(at - 1) == '"' || text.charAt(at - 1) == '\'' || isAttribute(word);
            plausible &= known;
            told |= known;
        }
    }

    private static boolean isAttribute(String word) {
        return VALUED.contains(word) || FLAGS.contains(word) || isOwn(word, '-') || isOwn(word, ':');
    }

    /** One that an editor has made up, such as {@code data-id}; what has a dot is a file or a host. */
    private static boolean isOwn(String word, char sign) {
        return word.indexOf(sign) > 0 && word.indexOf('.') < 0;
    }

    private static boolean isBetween(char c) {
        return c == '/' || Character.isWhitespace(c);
    }

    private static boolean isOfName(char c) {
        return "\"'<>/=?".indexOf(c) < 0 && !Character.isWhitespace(c);
    }

    private static int skipSpace(String text, int from) {
        int at = from;
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        return at;
    }

    /** Behind the value; -1 if it has no end. */
    private static int endOfValue(String text, int from) {
        if (from == text.length()) {
            return -1;
        }
        char quote = text.charAt(from);
        if (quote == '"' || quote == '\'') {
            int end = text.indexOf(quote, from + 1);
            return end < 0 ? -1 : end + 1;
        }
        int at = from;
        while (at < text.length() && text.charAt(at) != '>' && !Character.isWhitespace(text.charAt(at))) {
            if (text.charAt(at) == '<') {
                return -1;
            }
            at++;
        }
        return at == text.length() ? -1 : Math.max(at, from);
    }
}
