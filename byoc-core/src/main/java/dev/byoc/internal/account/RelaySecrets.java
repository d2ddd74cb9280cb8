package dev.byoc.internal.account;

import dev.byoc.Secret;
import dev.byoc.store.StoreException;
import dev.byoc.store.spi.RelayStore;
import dev.byoc.support.Signatures;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The secrets that the core makes itself. A durable store keeps random ones; without one they follow from the Freshchat token that there
 * was at the start, the scope and the account, so that an address which was pasted by hand survives a restart. Thread-safe.
 */
public final class RelaySecrets {
    private static final Logger log = LoggerFactory.getLogger(RelaySecrets.class);

    private static final int BYTES = 24;
    private static final String LOCK = "rotate";
    private static final Duration LONGEST = Duration.ofSeconds(30);

    /** How often requests at unknown addresses may have the store asked. */
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(10);

    private final RelayStore store;
    private final Secret seed;
    private final String scope;
    private final Clock clock;
    private final Map<String, StoredSecret> made = new LinkedHashMap<>();
    private final AtomicLong lookedMillis = new AtomicLong();

    public RelaySecrets(RelayStore store, Secret seed, String scope, Clock clock) {
        this.store = store;
        this.seed = seed;
        this.scope = scope;
        this.clock = clock;
    }

    /** Names the secret in the address of an account's webhook, or of Freshchat's. */
    public static String pathOf(String account) {
        return "path " + account;
    }

    /** Names what a channel registers for the network to echo. */
    public static String webhookOf(String account) {
        return "webhook " + account;
    }

    /** The secrets in that address: those that the configuration sets, or what the core makes where it sets none. */
    public RotatingSecret path(String account, List<Secret> set) {
        return set.isEmpty() ? made(pathOf(account)) : RotatingSecret.configured(set);
    }

    /** The secret of that name, with those that it has replaced. */
    public synchronized StoredSecret made(String name) {
        return made.computeIfAbsent(name, any -> new StoredSecret(store, "secret " + name, () -> fresh(name), clock));
    }

    /** The secret of that name, the same at every call and after every restart. */
    public Secret of(String name) {
        return made(name).all().get(0);
    }

    private Secret fresh(String name) {
        if (store.isDurable()) {
            byte[] random = new byte[BYTES];
            new SecureRandom().nextBytes(random);
            return Secret.of(text(random));
        }
        byte[] derived = Signatures.hmacSha256(seed, ("byoc " + scope + " " + name).getBytes(StandardCharsets.UTF_8));
        return Secret.of(text(Arrays.copyOf(derived, BYTES)));
    }

    private static String text(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /**
     * Replaces the secrets of these names.
     *
     * @throws IllegalStateException if the store is not durable
     * @throws StoreException if another host is about to do the same, or the store does not take it
     */
    public void rotate(List<String> names, Duration oldFor) {
        if (!store.isDurable()) {
            throw new IllegalStateException(
                    "the store is not durable, so secrets would be the old ones after a restart;"
                            + " set 'path-secret' and freshchatPathSecret(...), the new one first");
        }
        Instant locked = store.settings().lock(LOCK, LONGEST);
        if (locked == null) {
            throw new StoreException("another host replaces secrets just now");
        }
        try {
            names.forEach(name -> made(name).rotate(oldFor));
        } finally {
            store.settings().unlock(LOCK, locked);
        }
    }

    /** Whether another host has replaced any. Asks the store now and then only, however often it is called. */
    public boolean lookAgain() {
        long now = clock.millis();
        long before = lookedMillis.get();
        // A clock that was put back does not keep it from looking.
        boolean lately = now >= before && now - before < BETWEEN_LOOKS.toMillis();
        if (!store.isDurable() || lately || !lookedMillis.compareAndSet(before, now)) {
            return false;
        }
        try {
            boolean news = false;
            for (StoredSecret each : all()) {
                news |= each.reread();
            }
            return news;
        } catch (StoreException e) {
            log.debug("whether secrets were replaced is not known: {}", e.getMessage());
            return false;
        }
    }

    private synchronized List<StoredSecret> all() {
        return List.copyOf(made.values());
    }
}
