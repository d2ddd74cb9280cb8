package dev.byoc.internal.media;

import dev.byoc.internal.file.FileNames;
import dev.byoc.internal.file.FileTypes;
import dev.byoc.message.Media;
import dev.byoc.message.MediaException;
import dev.byoc.message.MediaException.Reason;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * A picture that is its own address, a {@code data:} URL (<a href="https://www.rfc-editor.org/rfc/rfc2397">RFC 2397</a>), read as browsers
 * read it: blanks within base64 and escapes are passed over, padding may be missing. What it is, its bytes say.
 *
 * @param media its name, type and size; its reference says nothing of it
 */
record PastedPicture(Media media, byte[] bytes) {
    private static final String SCHEME = "data:";
    private static final Pattern BASE64 = Pattern.compile("(?is).*;\\s*base64\\s*");

    static boolean isOne(String address) {
        return address.regionMatches(true, 0, SCHEME, 0, SCHEME.length());
    }

    /** By which it is known without its bytes. */
    static String nameOf(String address) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(address.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** @throws MediaException if it is no picture, or larger than {@code most} bytes */
    static PastedPicture of(String address, long most) throws MediaException {
        int comma = address.indexOf(',');
        if (comma < 0) {
            throw new MediaException(Reason.WRONG_TYPE);
        }
        int fragment = address.indexOf('#', comma);
        byte[] said = unescaped(address.substring(comma + 1, fragment < 0 ? address.length() : fragment));
        boolean isBase64 =
                BASE64.matcher(address.substring(SCHEME.length(), comma)).matches();
        byte[] bytes = isBase64 ? decoded(said) : said;
        if (bytes.length == 0) {
            throw new MediaException(Reason.EMPTY);
        }
        if (bytes.length > most) {
            throw MediaException.largerThan(most);
        }
        String type = FileTypes.sniff(bytes);
        if (type == null || !type.startsWith("image/")) {
            throw new MediaException(Reason.WRONG_TYPE);
        }
        return new PastedPicture(Media.of("pasted", FileNames.safe(null, type, "picture"), type, bytes.length), bytes);
    }

    InputStream open() {
        return new ByteArrayInputStream(bytes);
    }

    private static byte[] decoded(byte[] base64) throws MediaException {
        ByteArrayOutputStream bare = new ByteArrayOutputStream(base64.length);
        for (byte b : base64) {
            if (b != ' ' && b != '\n' && b != '\r' && b != '\t' && b != '\f') {
                bare.write(b);
            }
        }
        try {
            return Base64.getDecoder().decode(bare.toByteArray());
        } catch (IllegalArgumentException e) {
            throw new MediaException(Reason.WRONG_TYPE);
        }
    }

    private static byte[] unescaped(String text) {
        byte[] given = text.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(given.length);
        for (int i = 0; i < given.length; i++) {
            int high = given[i] == '%' && i + 2 < given.length ? Character.digit(given[i + 1], 16) : -1;
            int low = high < 0 ? -1 : Character.digit(given[i + 2], 16);
            if (low < 0) {
                bytes.write(given[i]);
            } else {
                bytes.write(high << 4 | low);
                i += 2;
            }
        }
        return bytes.toByteArray();
    }
}
