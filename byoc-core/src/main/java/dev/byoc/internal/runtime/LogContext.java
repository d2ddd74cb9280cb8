package dev.byoc.internal.runtime;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * What lines of the log carry beside their words, in SLF4J's MDC: whose message is worked on. Ids alone. The log is the host's: what its MDC
 * throws changes nothing here.
 */
public final class LogContext {
    /** The account's id. */
    public static final String ACCOUNT = "byoc.account";

    /** The event key, by which events and timelines name it. */
    public static final String MESSAGE = "byoc.message";

    /** The number of the entry, which is that of the dead letter that it may become. */
    public static final String ENTRY = "byoc.entry";

    private LogContext() {}

    /** A thread of the relay's own works on an entry, until {@link #set} says otherwise. */
    public static void entry(String account, String eventKey, long entry) {
        set(Map.of(ACCOUNT, account, MESSAGE, eventKey, ENTRY, Long.toString(entry)));
    }

    /**
     * A thread, which may be the host's, works on what has come for an account.
     *
     * @param account null: for none any more
     * @return which it was before, to be given back
     */
    public static @Nullable String account(@Nullable String account) {
        try {
            String before = MDC.get(ACCOUNT);
            if (account == null) {
                MDC.remove(ACCOUNT);
            } else {
                MDC.put(ACCOUNT, account);
            }
            return before;
        } catch (Throwable e) {
            return null;
        }
    }

    /** All that this thread has, the host's values too: for a thread that works for it, or for itself once others' code has run on it. */
    public static @Nullable Map<String, String> all() {
        try {
            return MDC.getCopyOfContextMap();
        } catch (Throwable e) {
            return null;
        }
    }

    /** This thread has these alone; null: none. */
    public static void set(@Nullable Map<String, String> values) {
        try {
            if (values == null) {
                MDC.clear();
            } else {
                MDC.setContextMap(values);
            }
        } catch (Throwable e) {
            // Then lines carry other values, or none.
        }
    }
}
