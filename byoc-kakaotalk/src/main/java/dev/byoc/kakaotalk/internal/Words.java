package dev.byoc.kakaotalk.internal;

import dev.byoc.Visible;
import dev.byoc.channel.Capabilities.Unit;
import dev.byoc.support.Graphemes;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.text.Normalizer;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Texts as they may be counted, shown and kept. */
public final class Words {
    private static final int MAX_NAME = 120;
    private static final int MAX_ID = 64;

    /**
     * More marks on one letter than any language has (<a href="https://www.unicode.org/reports/tr15/#Stream_Safe_Text_Format">UAX #15</a>):
     * to compose them takes time that grows with the square of their number.
     */
    private static final Pattern ENDLESS_MARKS = Pattern.compile("\\p{M}{31,}+");

    private Words() {}

    /**
     * Hangul in one code point a syllable: else names from a Mac show as separate letters and count threefold. Runs of more than 30 marks stay
     * as they are.
     */
    public static String composed(String text) {
        StringBuilder composed = new StringBuilder(text.length());
        Matcher marks = ENDLESS_MARKS.matcher(text);
        int from = 0;
        while (marks.find()) {
            composed.append(nfc(text.substring(from, marks.start()))).append(marks.group());
            from = marks.end();
        }
        return composed.append(nfc(text.substring(from))).toString();
    }

    private static String nfc(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFC);
    }

    /**
     * To be sent: composed, line feeds alone, no other control characters. Never longer than the text, which the core has measured: where
     * composing takes a script's letters apart, as it does in Bengali and Hebrew, they stay as they are.
     */
    public static String plain(String text) {
        String composed = composed(text);
        StringBuilder clean = new StringBuilder(text.length());
        (composed.length() > text.length() ? text : composed)
                .replace("\r\n", "\n")
                .chars()
                .forEach(c -> {
                    if (c == '\r' || c == '\u2028' || c == '\u2029') {
                        clean.append('\n');
                    } else if (c >= ' ' || c == '\n' || c == '\t') {
                        clean.append((char) c);
                    }
                });
        return clean.toString();
    }

    /** A file's name without a path, its extension kept; {@code ""} if nothing is left. */
    public static String fileName(String given) {
        String path = Graphemes.line(composed(given)).replace('\\', '/');
        String name = path.substring(path.lastIndexOf('/') + 1);
        String ending = name.contains(".") ? name.substring(name.lastIndexOf('.')) : "";
        if (Visible.isBlank(name.replace(".", ""))) {
            return "";
        }
        return name.length() <= MAX_NAME || ending.length() >= MAX_NAME
                ? Graphemes.head(name, MAX_NAME, Unit.UTF16)
                : Graphemes.head(
                                name.substring(0, name.length() - ending.length()),
                                MAX_NAME - ending.length(),
                                Unit.UTF16)
                        + ending;
    }

    /** An id from outside as part of a key: itself if it is short and plain, else its digest. */
    public static String id(String text) {
        boolean plain = text.length() <= MAX_ID && text.chars().allMatch(c -> c > ' ' && c <= '~');
        return plain ? text : digest(text.getBytes(StandardCharsets.UTF_8));
    }

    public static String digest(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
