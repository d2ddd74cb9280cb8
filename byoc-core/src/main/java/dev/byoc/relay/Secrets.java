package dev.byoc.relay;

import dev.byoc.Secret;
import dev.byoc.store.RelayStore;
import dev.byoc.support.Signatures;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;

/**
 * The secrets that the core makes itself. A durable store keeps random ones; without one they follow from the Freshchat token and the
 * account, so that an address which was pasted by hand survives a restart.
 */
final class Secrets {
    private static final int BYTES = 24;

    private final RelayStore store;
    private final Secret token;
    private final String scope;

    Secrets(RelayStore store, Secret token, String scope) {
        this.store = store;
        this.token = token;
        this.scope = scope;
    }

    /** The secret of that name, the same at every call and after every restart. */
    Secret of(String name) {
        if (store.isDurable()) {
            byte[] random = new byte[BYTES];
            new SecureRandom().nextBytes(random);
            return Secret.of(store.settingOrPut("secret " + name, text(random)));
        }
        byte[] derived = Signatures.hmacSha256(token, ("byoc " + scope + " " + name).getBytes(StandardCharsets.UTF_8));
        return Secret.of(text(Arrays.copyOf(derived, BYTES)));
    }

    private static String text(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
