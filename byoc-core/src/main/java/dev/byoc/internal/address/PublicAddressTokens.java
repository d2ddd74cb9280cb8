package dev.byoc.internal.address;

import dev.byoc.Secret;
import dev.byoc.support.Signatures;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Questions that the relay sends to its own public address, and their answers. Both follow from a secret that all hosts of one store share, so
 * any of them may answer, and nothing else can. A question stands in the logs of proxies, so it is one for some minutes only. Thread-safe.
 */
public final class PublicAddressTokens {
    /** Of a token, either way: an answer takes seconds, and the clocks of the hosts of a store may differ by minutes. */
    private static final Duration VALID = Duration.ofMinutes(10);

    private static final int RANDOM_BYTES = 8;

    private final Secret secret;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    public PublicAddressTokens(Secret secret, Clock clock) {
        this.secret = secret;
        this.clock = clock;
    }

    /** A token that no cache on the way has seen: the time, and what is random. */
    String issue() {
        byte[] bytes = new byte[RANDOM_BYTES];
        random.nextBytes(bytes);
        String nonce = HexFormat.of()
                .formatHex(ByteBuffer.allocate(Long.BYTES + RANDOM_BYTES)
                        .putLong(clock.millis())
                        .put(bytes)
                        .array());
        return nonce + "." + sign("token " + nonce);
    }

    /** Null: no host of this store has just issued the token, so a stranger learns no more than at any other address. */
    @Nullable
    String answer(String token) {
        return isOurs(token) ? sign("answer " + nonce(token)) : null;
    }

    /** Whether a host of this store has issued it, within the last minutes. */
    boolean isOurs(String token) {
        int dot = token.indexOf('.');
        return dot >= 0 && isSigned("token " + nonce(token), token.substring(dot + 1)) && isFresh(nonce(token));
    }

    /** Of a nonce of {@link #issue}, as its signature shows. */
    private boolean isFresh(String nonce) {
        long issued = HexFormat.fromHexDigitsToLong(nonce, 0, 2 * Long.BYTES);
        return Math.abs(clock.millis() - issued) <= VALID.toMillis();
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
