package dev.byoc.support;

import dev.byoc.Visible;
import dev.byoc.channel.Capabilities.Unit;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Cuts text where a reader would: between extended grapheme clusters, so that no emoji, syllable or accent is torn. */
public final class Graphemes {
    private static final Pattern CLUSTER = Pattern.compile("\\X");

    private Graphemes() {}

    /** How long a text is, as a network counts it. A lone surrogate counts as the three bytes of its replacement. */
    public static int length(CharSequence text, Unit unit) {
        return switch (unit) {
            case UTF16 -> text.length();
            case CODE_POINTS -> Character.codePointCount(text, 0, text.length());
            case GRAPHEMES -> {
                int count = 0;
                for (Matcher matcher = CLUSTER.matcher(text); matcher.find(); ) {
                    count++;
                }
                yield count;
            }
            case UTF8_BYTES -> text.toString().getBytes(StandardCharsets.UTF_8).length;
        };
    }

    /** The longest head of whole graphemes that fits; the text itself if it does. */
    public static String head(String text, int max, Unit unit) {
        return text.substring(0, end(text, 0, max, unit));
    }

    /**
     * Where the longest run of whole graphemes that fits ends; {@code from} if not even one does. Costs no more than that run, however
     * long the text or one of its graphemes is.
     */
    public static int end(String text, int from, int max, Unit unit) {
        // Whatever reaches further is too long, in any unit but that of graphemes.
        long reach = unit == Unit.GRAPHEMES ? text.length() : Math.min(text.length(), from + 2L * max + 2);
        Matcher matcher = CLUSTER.matcher(text).region(from, (int) reach);
        int used = 0;
        int end = from;
        while (used < max && matcher.find()) {
            used += length(matcher.group(), unit);
            if (used <= max) {
                end = matcher.end();
            }
        }
        return end;
    }

    /** The clusters of a text; joined they give it back. */
    public static List<String> of(String text) {
        List<String> clusters = new ArrayList<>();
        Matcher matcher = CLUSTER.matcher(text);
        while (matcher.find()) {
            clusters.add(matcher.group());
        }
        return clusters;
    }

    /** One line without control characters and marks of direction, for names that are shown in a line; {@code ""} if it shows nothing. */
    public static String line(String text) {
        StringBuilder line = new StringBuilder();
        text.codePoints().forEach(c -> {
            int type = Character.getType(c);
            if (type == Character.CONTROL
                    || type == Character.LINE_SEPARATOR
                    || type == Character.PARAGRAPH_SEPARATOR) {
                line.append(' ');
            } else if (!isBidiControl(c)) {
                line.appendCodePoint(c);
            }
        });
        return Visible.isBlank(line) ? "" : line.toString().strip();
    }

    private static boolean isBidiControl(int c) {
        return (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) || c == 0x200E || c == 0x200F;
    }
}
