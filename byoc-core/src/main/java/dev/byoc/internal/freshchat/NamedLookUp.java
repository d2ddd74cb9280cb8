package dev.byoc.internal.freshchat;

import dev.byoc.freshchat.FreshchatException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;

/** Which one of Freshchat's groups or agents a setting means: asked once, and remembered until {@link #anew}. Thread-safe. */
final class NamedLookUp {
    /** How long what was not found is believed not to be there: every message would ask again. */
    private static final Duration BELIEVED = Duration.ofSeconds(30);

    /** What came of it. */
    sealed interface Found {
        /** That one is meant. */
        record One(String id) implements Found {}

        /**
         * None is, or several are.
         *
         * @param count how many
         */
        record NotOne(int count) implements Found {}

        /** The token may not read them, or Freshchat fails to list them, or lists them otherwise than is known. */
        record Unreadable(String why) implements Found {}
    }

    private record Known(Found found, Instant at) {
        boolean counts(Instant now) {
            return found instanceof Found.One || now.isBefore(at.plus(BELIEVED));
        }
    }

    private final Supplier<Collection<Named>> list;
    private final Clock clock;
    private final Map<String, Known> known = new ConcurrentHashMap<>();

    /** @param list asks Freshchat for all of them */
    NamedLookUp(Supplier<Collection<Named>> list, Clock clock) {
        this.list = list;
        this.clock = clock;
    }

    /**
     * As far as is known.
     *
     * @throws FreshchatException if it is not, and Freshchat is out of reach
     */
    Found of(String wanted) {
        Known before = known.get(wanted);
        return before != null && before.counts(clock.instant()) ? before.found() : anew(wanted);
    }

    /**
     * As Freshchat has them now.
     *
     * @throws FreshchatException if it is out of reach
     */
    Found anew(String wanted) {
        return remember(wanted, ask());
    }

    /**
     * The same for each of these, asked once for all.
     *
     * @throws FreshchatException if it is out of reach
     */
    void anew(Collection<String> wanted) {
        if (!wanted.isEmpty()) {
            Function<String, Found> asked = ask();
            wanted.forEach(each -> remember(each, asked));
        }
    }

    private Found remember(String wanted, Function<String, Found> asked) {
        Found found = asked.apply(wanted);
        known.put(wanted, new Known(found, clock.instant()));
        return found;
    }

    private Function<String, Found> ask() {
        try {
            Collection<Named> all = list.get();
            return wanted -> found(Named.find(wanted, all));
        } catch (FreshchatException e) {
            Found unreadable = unreadable(e);
            return wanted -> unreadable;
        }
    }

    /** @param ask gives the ids of all that may be meant */
    static Found found(Supplier<List<String>> ask) {
        try {
            return found(ask.get());
        } catch (FreshchatException e) {
            return unreadable(e);
        }
    }

    private static Found found(List<String> ids) {
        return ids.size() == 1 ? new Found.One(ids.get(0)) : new Found.NotOne(ids.size());
    }

    /** What keeps the list from being read, and perhaps nothing else, must not hold back what can go without it. */
    private static Found unreadable(FreshchatException e) {
        boolean ofTheList = switch (e.outcome()) {
            case REFUSED, GONE, UNREADABLE, FAILED -> true;
            // Either may mean a missing right; with a wrong token the next call is refused too.
            default -> !e.isOfReplacedToken() && (e.status() == 401 || e.status() == 403);
        };
        if (!ofTheList) {
            throw e;
        }
        return new Found.Unreadable(String.valueOf(e.getMessage()));
    }
}
