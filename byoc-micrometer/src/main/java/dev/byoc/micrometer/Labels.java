package dev.byoc.micrometer;

import dev.byoc.Direction;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Values of tags, of which there are never many: each is a series for good in whatever stores them. Thread-safe. */
final class Labels {
    /** Of accounts and of kinds of trouble each, beside the accounts that are configured. */
    static final int MOST = 200;

    static final String OTHER = "other";

    /** What a note is about: an answer that did not reach its customer, or not as it was written, or may not have. */
    static final String ANSWER = "answer";

    private static final String CUSTOMER = "customer";

    /** Those of which an operator wants to know exactly. */
    private static final Set<Integer> STATUSES = Set.of(
            200, 201, 202, 204, 400, 401, 402, 403, 404, 405, 408, 409, 411, 413, 415, 421, 422, 423, 425, 429, 499,
            500, 501, 502, 503, 504);

    private static final int CLASS = 100;
    private static final int LAST_CLASS = 5;

    private final Set<String> configured = ConcurrentHashMap.newKeySet();
    private final Set<String> accounts = ConcurrentHashMap.newKeySet();
    private final Set<String> kinds = ConcurrentHashMap.newKeySet();

    /** One that is configured. */
    void configured(String account) {
        configured.add(account);
    }

    /** As events name it; {@code unknown} where that is not known. */
    String account(String name) {
        if (name.isEmpty() || name.equals("-")) {
            return "unknown";
        }
        return configured.contains(name) ? name : bounded(accounts, name);
    }

    String kind(String name) {
        return bounded(kinds, name);
    }

    private static String bounded(Set<String> known, String name) {
        return known.contains(name) || (known.size() < MOST && known.add(name)) ? name : OTHER;
    }

    /** Null: it is no note's key. */
    static @Nullable String noteAbout(String account, String eventKey) {
        String note = account + " note:";
        if (!eventKey.startsWith(note)) {
            return null;
        }
        return eventKey.startsWith(CUSTOMER + ":", note.length()) ? CUSTOMER : ANSWER;
    }

    static String direction(Direction direction) {
        return direction == Direction.INBOUND ? "in" : "out";
    }

    /** A status of HTTP, or its class where it is a rare one. */
    static String status(int status) {
        if (STATUSES.contains(status)) {
            return Integer.toString(status);
        }
        int first = status / CLASS;
        return first >= 1 && first <= LAST_CLASS ? first + "xx" : OTHER;
    }

    static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
