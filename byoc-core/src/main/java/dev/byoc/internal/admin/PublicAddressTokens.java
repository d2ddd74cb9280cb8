package dev.byoc.internal.admin;

import dev.byoc.Secret;
import dev.byoc.support.Signatures;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
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
    public @Nullable String answer(String token) {
        int dot = token.indexOf('.');
        if (dot < 0) {
            return null;
        }
        String nonce = token.substring(0, dot);
        return isSigned("token " + nonce, token.substring(dot + 1)) ? sign("answer " + nonce) : null;
    }

    /** Whether that is the answer to a token of {@link #issue}. */
    boolean isAnswer(String token, String given) {
        return isSigned("answer " + token.substring(0, token.indexOf('.')), given);
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
