package dev.byoc.kakaotalk.internal;

import dev.byoc.Visible;
import dev.byoc.channel.Capabilities.Unit;
import dev.byoc.support.Graphemes;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.text.Normalizer;
import java.util.HexFormat;

/** Texts as they may be counted, shown and kept. */
public final class Words {
    private static final int MAX_NAME = 120;
    private static final int MAX_ID = 64;

    private Words() {}

    /** Hangul in one code point a syllable: else names from a Mac show as separate letters and count threefold. */
    public static String composed(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFC);
    }

    /** To be sent: composed, line feeds alone, no other control characters. */
    public static String plain(String text) {
        StringBuilder clean = new StringBuilder(text.length());
        composed(text).replace("\r\n", "\n").chars().forEach(c -> {
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
