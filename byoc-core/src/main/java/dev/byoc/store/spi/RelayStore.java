package dev.byoc.store.spi;

import dev.byoc.store.StoreException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The one home of a relay's state, and what a host hands to the relay's builder. Its faces share one database and its transactions:
 * an entry that ends changes links, references, settings of its own and the counters in the same commit. The faces are there once the
 * store is {@linkplain #open opened}. Thread-safe.
 */
public interface RelayStore extends AutoCloseable {
    /** What of its own settings cannot work, a sentence each; asked before it is opened, and told together with all other faults. */
    default List<String> faults() {
        return List.of();
    }

    /**
     * Makes the store ready for one relay, which calls this once, first of all.
     *
     * @param scope what tells this relay's rows from those of others in the same database
     * @throws StoreException saying what is in the way and what to do about it
     */
    void open(String scope);

    /** Whether what was stored outlives the process. */
    boolean isDurable();

    Journal journal();

    CustomerMap customers();

    References references();

    DeadLetters deadLetters();

    SharedSettings settings();

    Counters counters();

    /**
     * Erases what is known of a customer: in one commit the link, and the content of what is open or a dead letter in those lanes, which is
     * discarded; and before it returns, the content of all else there. A call that throws may be repeated.
     *
     * @return how many entries have lost their content
     * @throws StoreException if the store is closed or out of reach
     */
    int forget(String account, String customer, List<Lane> lanes);

    /**
     * What keeps it from storing anything, as far as the last attempts have shown; null: nothing does. Does no I/O, never throws.
     */
    @Nullable
    String trouble();

    /**
     * What will keep it from storing anything before long, such as a disk that fills; null: nothing is known. Does no I/O, never throws.
     */
    default @Nullable String warning() {
        return null;
    }

    @Override
    void close();

    /** What {@link #trouble()} says of a store that takes no more, as it has too many open entries. */
    static String fullOf(int entries) {
        return "the store is full: " + entries + " entries are open";
    }
}
