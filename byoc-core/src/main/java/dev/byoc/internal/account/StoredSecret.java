package dev.byoc.internal.account;

import dev.byoc.Secret;
import dev.byoc.store.spi.RelayStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A secret that the core has made, kept in the store, with those that it has replaced and that still count. Other hosts of the store may
 * replace it too. Thread-safe.
 */
public final class StoredSecret implements RotatingSecret {
    /** @param until null: no end is set */
    private record Lasting(Secret secret, @Nullable Instant until) {
        String line() {
            return secret.reveal() + (until == null ? "" : " " + until.toEpochMilli());
        }

        static Lasting of(String line) {
            int blank = line.indexOf(' ');
            return blank < 0
                    ? new Lasting(Secret.of(line), null)
                    : new Lasting(
                            Secret.of(line.substring(0, blank)),
                            Instant.ofEpochMilli(Long.parseLong(line.substring(blank + 1))));
        }
    }

    private final RelayStore store;
    private final String setting;
    private final Supplier<Secret> fresh;
    private final Clock clock;
    private volatile String stored;
    private volatile List<Lasting> known;

    /**
     * @param setting where a durable store keeps it
     * @param fresh makes one; in a store that is not durable always the same
     */
    StoredSecret(RelayStore store, String setting, Supplier<Secret> fresh, Clock clock) {
        this.store = store;
        this.setting = setting;
        this.fresh = fresh;
        this.clock = clock;
        String first = fresh.get().reveal();
        this.stored = store.isDurable() ? store.settings().getOrPut(setting, first) : first;
        this.known = read(stored);
    }

    private static List<Lasting> read(String text) {
        return text.lines().map(Lasting::of).toList();
    }

    @Override
    public List<Secret> all() {
        List<Lasting> all = known;
        if (all.size() == 1 && all.get(0).until() == null) {
            return List.of(all.get(0).secret());
        }
        Instant now = clock.instant();
        return all.stream()
                .filter(each -> each.until() == null || now.isBefore(each.until()))
                .map(Lasting::secret)
                .toList();
    }

    /** Takes over what another host has stored; whether that is news. */
    synchronized boolean reread() {
        String text = store.isDurable() ? store.settings().get(setting) : null;
        if (text == null || text.equals(stored)) {
            return false;
        }
        known = read(text);
        stored = text;
        return true;
    }

    /** Makes another one; the one before counts for so long. */
    synchronized void rotate(Duration oldFor) {
        reread();
        Instant now = clock.instant();
        Instant until = now.plus(oldFor);
        List<Lasting> next = new ArrayList<>(List.of(new Lasting(fresh.get(), null)));
        for (Lasting each : known) {
            Instant end = Objects.requireNonNullElse(each.until(), until);
            if (now.isBefore(end)) {
                next.add(new Lasting(each.secret(), end));
            }
        }
        String text = next.stream().map(Lasting::line).collect(Collectors.joining("\n"));
        store.settings().put(setting, text);
        known = List.copyOf(next);
        stored = text;
    }
}
