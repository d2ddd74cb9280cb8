package dev.byoc.internal.file;

import dev.byoc.Visible;
import dev.byoc.channel.Capabilities.Unit;
import dev.byoc.support.Graphemes;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Names of files from outside, as they may be written into a form, a header or a folder. */
public final class FileNames {
    /** Whole, ending included, in UTF-8: file systems take 255. */
    static final int MAX_BYTES = 200;

    private static final int MAX_ENDING = 10;

    /** Of a name from outside its first and last characters are looked at, so many of each: more never fit. */
    private static final int MAX_LOOKED_AT = 1_000;

    /** RFC 6266 with RFC 5987 values: {@code filename*=UTF-8''...}. Case and blanks as loose as servers write them. */
    private static final Pattern EXTENDED =
            Pattern.compile("(?i);\\s*filename\\*\\s*=\\s*([a-z0-9_-]+)'[^']*'([^;\\s]+)");

    private static final Pattern QUOTED = Pattern.compile("(?i);\\s*filename\\s*=\\s*\"((?:[^\"\\\\]++|\\\\.)*+)\"");
    private static final Pattern BARE = Pattern.compile("(?i);\\s*filename\\s*=\\s*([^\";\\s]+)");

    private FileNames() {}

    /**
     * A name without a path, in NFC, on one line, without control, bidi or invisible characters and what Windows refuses, with an ending
     * that goes with the type, at most 200 bytes.
     *
     * @param given as it came; null: none
     * @param type what the file is; null if that is not known
     * @param kind what it is called if no name is left, such as {@code "picture"}
     */
    public static String safe(@Nullable String given, @Nullable String type, String kind) {
        String name = given == null ? "" : cleaned(given);
        String ending = endingOf(name);
        String stem = ending.isEmpty() ? name : name.substring(0, name.length() - ending.length() - 1);
        stem = stem.replaceAll("^[. ]+", "");
        if (Visible.isBlank(stem)) {
            stem = kind;
        }
        String known = type == null ? FileTypes.ANY : type;
        if (ending.isEmpty() || !FileTypes.fits(ending, known)) {
            stem = ending.isEmpty() ? stem : stem + "." + ending;
            ending = FileTypes.ending(known);
        }
        int room = MAX_BYTES - 1 - ending.length();
        String head = Graphemes.head(stem, room, Unit.UTF8_BYTES).strip();
        return (Visible.isBlank(head) ? kind : head) + "." + ending;
    }

    private static String cleaned(String given) {
        String last = given.substring(Math.max(given.lastIndexOf('/'), given.lastIndexOf('\\')) + 1);
        String looked = last.length() <= 2 * MAX_LOOKED_AT
                ? last
                : last.substring(0, MAX_LOOKED_AT) + last.substring(last.length() - MAX_LOOKED_AT);
        StringBuilder name = new StringBuilder();
        Normalizer.normalize(looked, Normalizer.Form.NFC).codePoints().forEach(c -> {
            int kind = Character.getType(c);
            boolean shown = kind != Character.CONTROL
                    && kind != Character.FORMAT
                    && kind != Character.SURROGATE
                    && kind != Character.UNASSIGNED
                    && kind != Character.LINE_SEPARATOR
                    && kind != Character.PARAGRAPH_SEPARATOR;
            // The joiner within emoji families; without it they fall apart.
            if (shown || c == 0x200D) {
                name.appendCodePoint("\"<>:|?*".indexOf(c) >= 0 ? '_' : c);
            }
        });
        return name.toString().strip().replaceAll("[. ]+$", "");
    }

    /** Of a name or the path of an address, as it stands there; {@code ""} if there is none. */
    public static String endingOf(String name) {
        int dot = name.lastIndexOf('.');
        String ending = dot < 0 ? "" : name.substring(dot + 1);
        return ending.length() <= MAX_ENDING && ending.matches("[A-Za-z0-9]+") ? ending : "";
    }

    /** The name in a {@code Content-Disposition}; null if there is none. The extended form counts before the plain one. */
    public static @Nullable String inDisposition(@Nullable String header) {
        if (header == null) {
            return null;
        }
        String all = ";" + header;
        Matcher extended = EXTENDED.matcher(all);
        if (extended.find()) {
            String name = decoded(extended.group(2), extended.group(1));
            if (name != null) {
                return name;
            }
        }
        Matcher quoted = QUOTED.matcher(all);
        if (quoted.find()) {
            return utf8(quoted.group(1).replaceAll("\\\\(.)", "$1"));
        }
        Matcher bare = BARE.matcher(all);
        return bare.find() ? utf8(bare.group(1)) : null;
    }

    /** Servers write UTF-8 into headers, which arrives as one char a byte. */
    private static String utf8(String latin) {
        if (!latin.chars().allMatch(c -> c < 0x100)) {
            return latin;
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(latin.getBytes(StandardCharsets.ISO_8859_1)))
                    .toString();
        } catch (CharacterCodingException e) {
            return latin;
        }
    }

    /** Percent-decoded strictly, once; null if it is not that. */
    private static @Nullable String decoded(String text, String charset) {
        if (!charset.toLowerCase(Locale.ROOT).matches("utf-?8|iso-8859-1")
                || !text.matches("(?:[^%]++|%[0-9a-fA-F]{2})*+")) {
            return null;
        }
        ByteBuffer bytes = ByteBuffer.allocate(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '%') {
                bytes.put((byte) Integer.parseInt(text.substring(i + 1, i + 3), 16));
                i += 2;
            } else {
                bytes.put((byte) c);
            }
        }
        bytes.flip();
        Charset as = charset.startsWith("i") || charset.startsWith("I")
                ? StandardCharsets.ISO_8859_1
                : StandardCharsets.UTF_8;
        try {
            return as.newDecoder().decode(bytes).toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }

    /** The header for a safe name. */
    public static String disposition(String how, String safeName) {
        String encoded = URLEncoder.encode(safeName, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A");
        return how + "; filename=\"" + plain(safeName) + "\"; filename*=UTF-8''" + encoded;
    }

    /** In letters that every address and header takes. */
    public static String plain(String safeName) {
        String ending = endingOf(safeName);
        String stem = safeName.substring(0, safeName.length() - (ending.isEmpty() ? 0 : ending.length() + 1));
        String ascii = stem.replaceAll("[^A-Za-z0-9_-]+", "_").replaceAll("^_+|_+$", "");
        return (ascii.isEmpty() ? "file" : Graphemes.head(ascii, 60, Unit.UTF16))
                + (ending.isEmpty() ? "" : "." + ending);
    }
}
