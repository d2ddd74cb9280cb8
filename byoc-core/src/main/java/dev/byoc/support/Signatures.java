package dev.byoc.support;

import dev.byoc.Secret;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** Checks of signatures that compare bytes in constant time and never throw for what a stranger sent. */
public final class Signatures {
    private static final int SHA256_HEX_CHARS = 64;

    private Signatures() {}

    /** HMAC-SHA256 of the bytes. */
    public static byte[] hmacSha256(Secret key, byte[] bytes) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key.bytes(), "HmacSHA256"));
            return mac.doFinal(bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HmacSHA256", e);
        }
    }

    /**
     * Whether {@code hex} is the HMAC-SHA256 of the bytes under one of the keys. Hex of either case counts; anything else, of whatever
     * length, is a no.
     */
    public static boolean isHmacSha256Hex(List<Secret> keys, byte[] bytes, String hex) {
        return hmacSha256HexKey(keys, bytes, hex) != null;
    }

    /** As {@link #isHmacSha256Hex}: the first of the keys under which it is; null: none. */
    public static @Nullable Secret hmacSha256HexKey(List<Secret> keys, byte[] bytes, String hex) {
        if (hex.length() != SHA256_HEX_CHARS) {
            return null;
        }
        byte[] given;
        try {
            given = HexFormat.of().parseHex(hex);
        } catch (IllegalArgumentException e) {
            return null;
        }
        Secret right = null;
        for (Secret key : keys) {
            // Every key is tried, so that the time tells nothing about which one fits.
            boolean fits = MessageDigest.isEqual(hmacSha256(key, bytes), given);
            right = fits && right == null ? key : right;
        }
        return right;
    }
}
