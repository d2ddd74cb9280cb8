package dev.byoc.internal.account;

import dev.byoc.Secret;
import java.util.List;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * Which of several secrets or keys a request has shown, as they are being replaced: what tells an operator whether an old one is still in
 * use.
 *
 * @param what kind of secret
 * @param place of that one, from 1; the first one is the current one
 * @param of how many
 */
public record Proof(String what, int place, int of) {
    /** The one that is shown, compared in constant time with all; null: none of them. */
    public static @Nullable Proof of(String what, List<Secret> secrets, String shown) {
        Proof proof = null;
        for (int i = 0; i < secrets.size(); i++) {
            if (secrets.get(i).matches(shown) && proof == null) {
                proof = new Proof(what, i + 1, secrets.size());
            }
        }
        return proof;
    }

    /** In a sentence; {@code ""} where there is only one, so that there is nothing to tell. */
    public static String words(List<Proof> proofs) {
        StringJoiner words = new StringJoiner(", ");
        for (Proof proof : proofs) {
            if (proof.of > 1) {
                words.add(proof.what + " " + proof.place + " of " + proof.of);
            }
        }
        return words.toString();
    }
}
