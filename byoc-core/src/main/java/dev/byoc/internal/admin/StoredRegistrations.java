package dev.byoc.internal.admin;

import dev.byoc.channel.Registration;
import dev.byoc.internal.account.Account;
import dev.byoc.internal.account.RegistrationCodec;
import dev.byoc.store.StoreException;
import dev.byoc.store.spi.SharedSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the store keeps of registrations, for every host and after a restart: the last outcome of each account, the addresses that were
 * registered for it, and whose turn it is. Thread-safe.
 */
final class StoredRegistrations {
    private static final Logger log = LoggerFactory.getLogger(StoredRegistrations.class);

    /** Outlives a registration: what the guard grants to a channel's code and to its calls by HTTP, 130 s where there are two. */
    private static final Duration LOCKED_FOR = Duration.ofMinutes(5);

    private final SharedSettings settings;

    StoredRegistrations(SharedSettings settings) {
        this.settings = settings;
    }

    private static String key(Account account) {
        return "registration " + account.id();
    }

    private static String addresses(Account account) {
        return "webhook " + account.id();
    }

    private static String lockOf(Account account) {
        return "install " + account.id();
    }

    /** The last outcome at the present address; null: none is known. */
    @Nullable
    Registration outcomeOf(Account account) {
        return RegistrationCodec.read(settings.get(key(account)), account.webhookUrl());
    }

    boolean isTakenBack(Account account) {
        return RegistrationCodec.NONE.equals(settings.get(key(account)));
    }

    /** Open steps are shown after a restart too. */
    void put(Account account, Registration outcome) {
        try {
            settings.put(key(account), RegistrationCodec.write(outcome, account.webhookUrl()));
        } catch (StoreException e) {
            log.warn("{}: the outcome of the registration could not be stored: {}", account.id(), e.getMessage());
        }
    }

    void putTakenBack(Account account) {
        try {
            settings.put(key(account), RegistrationCodec.NONE);
        } catch (StoreException e) {
            log.warn("{}: that the webhook was taken back could not be stored: {}", account.id(), e.getMessage());
        }
    }

    /** The addresses that may be replaced as our own: registered by this relay, or by another one on the same store. */
    List<String> addressesOf(Account account) {
        String stored = settings.get(addresses(account));
        return stored == null ? List.of() : List.of(stored.split("\n", -1));
    }

    /** @param ours what {@link #addressesOf} has said */
    void addAddress(Account account, List<String> ours, String url) {
        if (!ours.contains(url)) {
            settings.put(addresses(account), ours.isEmpty() ? url : String.join("\n", ours) + "\n" + url);
        }
    }

    boolean isOurs(Account account, String address) {
        try {
            return addressesOf(account).contains(address);
        } catch (StoreException e) {
            return false;
        }
    }

    /** Until when; null: another host has it. */
    @Nullable
    Instant lock(Account account) {
        return settings.lock(lockOf(account), LOCKED_FOR);
    }

    void unlock(Account account, Instant lock) {
        try {
            settings.unlock(lockOf(account), lock);
        } catch (StoreException e) {
            log.debug("{}: the lock of the registration ends by itself: {}", account.id(), e.getMessage());
        }
    }
}
