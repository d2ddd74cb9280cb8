package dev.byoc.internal.address;

import dev.byoc.Secret;
import dev.byoc.support.Signatures;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Questions that the relay sends to its own public address, and their answers. Both follow from a secret that all hosts of one store share, so
 * any of them may answer, and nothing else can. Thread-safe.
 */
public final class PublicAddressTokens {
    private static final int RANDOM_BYTES = 16;

    private final Secret secret;
    private final SecureRandom random = new SecureRandom();

    public PublicAddressTokens(Secret secret) {
        this.secret = secret;
    }

    /** A token that no cache on the way has seen. */
    String issue() {
        byte[] bytes = new byte[RANDOM_BYTES];
        random.nextBytes(bytes);
        String nonce = HexFormat.of().formatHex(bytes);
        return nonce + "." + sign("token " + nonce);
    }

    /** Null: no host of this store has issued the token, so a stranger learns no more than at any other address. */
    @Nullable
    String answer(String token) {
        return isOurs(token) ? sign("answer " + nonce(token)) : null;
    }

    /** Whether a host of this store has issued it. */
    boolean isOurs(String token) {
        int dot = token.indexOf('.');
        return dot >= 0 && isSigned("token " + nonce(token), token.substring(dot + 1));
    }

    private static String nonce(String token) {
        return token.substring(0, token.indexOf('.'));
    }

    /** Proves that a part of a request with that token had that value. */
    String seal(String token, String part, byte[] value) {
        return HexFormat.of().formatHex(Signatures.hmacSha256(secret, sealed(token, part, value)));
    }

    boolean isSeal(String token, String part, byte[] value, String seal) {
        return Signatures.isHmacSha256Hex(List.of(secret), sealed(token, part, value), seal);
    }

    private static byte[] sealed(String token, String part, byte[] value) {
        byte[] name = bytes("arrived " + nonce(token) + " " + part + " ");
        byte[] all = Arrays.copyOf(name, name.length + value.length);
        System.arraycopy(value, 0, all, name.length, value.length);
        return all;
    }

    /** Whether that is the answer to a token of {@link #issue}. */
    boolean isAnswer(String token, String given) {
        return isSigned("answer " + nonce(token), given);
    }

    private String sign(String words) {
        return HexFormat.of().formatHex(Signatures.hmacSha256(secret, bytes(words)));
    }

    private boolean isSigned(String words, String signature) {
        return Signatures.isHmacSha256Hex(List.of(secret), bytes(words), signature);
    }

    private static byte[] bytes(String words) {
        return words.getBytes(StandardCharsets.UTF_8);
    }
}
