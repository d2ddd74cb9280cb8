package dev.byoc.jdbc.internal.commit;

import dev.byoc.store.spi.Claim;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The lanes that this process holds, and the claim of each. Changed by the writer alone; {@link #isGood} and whether it is closing by any thread. */
final class ClaimRegistry {
    private static final long NO_TOKEN = -1;

    private final Map<Long, Long> entryOf = new HashMap<>();
    private final Map<Long, Long> tokenOf = new ConcurrentHashMap<>();

    /** Lanes that may have an owner in the database and that no worker has. */
    private final Set<Long> doubted = new HashSet<>();

    private long lastToken;
    private volatile boolean closing;

    /** From now on no caller is given a claim: who would begin its entry has ended. */
    void handOutNoMore() {
        closing = true;
    }

    boolean isClosing() {
        return closing;
    }

    void take(long lane, long entry, long token) {
        free(lane);
        entryOf.put(lane, entry);
        tokenOf.put(entry, token);
    }

    void free(long lane) {
        Long entry = entryOf.remove(lane);
        if (entry != null) {
            tokenOf.remove(entry);
        }
    }

    /** Frees all but the kept lanes. True: there are such. */
    boolean freeAllButKept() {
        entryOf.values().removeIf(entry -> entry >= 0);
        tokenOf.keySet().removeIf(entry -> entry >= 0);
        return !entryOf.isEmpty();
    }

    void freeAll() {
        entryOf.clear();
        tokenOf.clear();
    }

    /**
     * Frees all lanes but those that are still this host's under the same token.
     *
     * @param tokens of the lanes that are this host's in the database
     */
    void keepOnly(Map<Long, Long> tokens) {
        for (Map.Entry<Long, Long> each : Map.copyOf(entryOf).entrySet()) {
            Long token = tokenOf.get(each.getValue());
            if (token == null || !token.equals(tokens.get(each.getKey()))) {
                free(each.getKey());
            }
        }
    }

    /** A token that no claim of this process has. */
    long freshToken() {
        return ++lastToken;
    }

    /** Whether these lanes are free is not known until {@link #doubtNoMore}. */
    void doubt(Set<Long> lanes) {
        doubted.addAll(lanes);
    }

    void doubtNoMore() {
        doubted.clear();
    }

    /** The token under which a lane is held here; one that no claim has where it may be; null: it is free, if no other host has it. */
    @Nullable
    Long tokenOf(long lane) {
        Long entry = entryOf.get(lane);
        Long token = entry == null ? null : tokenOf.get(entry);
        return token == null && doubted.contains(lane) ? Long.valueOf(NO_TOKEN) : token;
    }

    boolean holds(long lane, long entry) {
        Long held = entryOf.get(lane);
        return held != null && held == entry;
    }

    boolean holdsLane(long lane) {
        return entryOf.containsKey(lane);
    }

    /** Whether the lane is kept under no claim. */
    boolean keepsLane(long lane) {
        Long entry = entryOf.get(lane);
        return entry != null && entry < 0;
    }

    /** Compares the fencing token too: an entry that was lost and claimed again is under another claim. */
    boolean isGood(Claim claim) {
        Long token = tokenOf.get(claim.entry().id());
        return token != null && token == claim.token();
    }
}
