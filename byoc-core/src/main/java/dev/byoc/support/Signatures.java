package dev.byoc.support;

import dev.byoc.Secret;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Function;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Signatures as networks make them, and checks that compare bytes in constant time and never throw for what a stranger sent.
 *
 * <pre>{@code
 * byte[] given = Signatures.fromBase64(request.header("x-signature"));
 * Secret key = Signatures.keyOf(keys, given, each -> Signatures.hmacSha256(each.bytes(), request.body()));
 * }</pre>
 */
public final class Signatures {
    private static final int SHA256_HEX_CHARS = 64;

    private Signatures() {}

    /** HMAC-SHA1 of the bytes (RFC 2104), for networks that know no better; as a MAC it is still sound. */
    public static byte[] hmacSha1(byte[] key, byte[] bytes) {
        return hmac("HmacSHA1", key, bytes);
    }

    /** HMAC-SHA256 of the bytes (RFC 2104). */
    public static byte[] hmacSha256(byte[] key, byte[] bytes) {
        return hmac("HmacSHA256", key, bytes);
    }

    /** HMAC-SHA256 of the bytes under the UTF-8 bytes of a secret. */
    public static byte[] hmacSha256(Secret key, byte[] bytes) {
        return hmacSha256(key.bytes(), bytes);
    }

    private static byte[] hmac(String algorithm, byte[] key, byte[] bytes) {
        try {
            Mac mac = Mac.getInstance(algorithm);
            mac.init(new SecretKeySpec(key, algorithm));
            return mac.doFinal(bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + algorithm, e);
        }
    }

    /** What hex digits of either case stand for; null: they are none. */
    public static byte @Nullable [] fromHex(String hex) {
        try {
            return HexFormat.of().parseHex(hex);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /**
     * What base64 of the standard alphabet stands for (RFC 4648, 4), with its padding or without; null: it is none, or its last character has bits
     * that stand for nothing, so that another text would stand for the same bytes (3.5).
     */
    public static byte @Nullable [] fromBase64(String base64) {
        try {
            byte[] bytes = Base64.getDecoder().decode(base64);
            String only = Base64.getEncoder().encodeToString(bytes);
            boolean same = only.equals(base64) || only.replace("=", "").equals(base64);
            return same ? bytes : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /**
     * The first of the keys whose signature was given; null: none, or nothing was given. Every key is tried, so that the time tells nothing about
     * which one fits.
     *
     * @param sign the signature under a key
     */
    public static @Nullable Secret keyOf(List<Secret> keys, byte @Nullable [] given, Function<Secret, byte[]> sign) {
        Secret right = null;
        for (Secret key : given == null ? List.<Secret>of() : keys) {
            boolean fits = MessageDigest.isEqual(sign.apply(key), given);
            right = fits && right == null ? key : right;
        }
        return right;
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
        // What is longer or shorter costs no MAC.
        return hex.length() == SHA256_HEX_CHARS ? keyOf(keys, fromHex(hex), key -> hmacSha256(key, bytes)) : null;
    }

    /** Whether it is the RSASSA-PKCS1-v1_5 signature with SHA-256 of the bytes (RFC 8017, 8.2); under a key that is none for RSA nothing is. */
    public static boolean isRsaSha256(PublicKey key, byte[] bytes, byte @Nullable [] signature) {
        if (signature == null) {
            return false;
        }
        try {
            Signature rsa = Signature.getInstance("SHA256withRSA");
            rsa.initVerify(key);
            rsa.update(bytes);
            return rsa.verify(signature);
        } catch (SignatureException | InvalidKeyException e) {
            // Of another length, for instance.
            return false;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has SHA256withRSA", e);
        }
    }
}
