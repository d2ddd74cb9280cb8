package dev.byoc.jdbc.internal.commit;

import dev.byoc.jdbc.internal.SafeText;
import dev.byoc.store.spi.Link;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The links that this process wrote last, as they were committed. A link that was only read is not kept: a reader may hold one that was
 * changed since. While a transaction that changes a link is being committed, and after one of which it is not known whether it was, the
 * link is read from the database. Thread-safe; the writer alone changes it.
 */
public final class LinkCache {
    /** A link takes about 600 bytes. */
    public static final int MOST = 50_000;

    private record Key(String account, String customer) {}

    private final Map<Key, Link> links;

    public LinkCache(int most) {
        this.links = new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<Key, Link> eldest) {
                return size() > most;
            }
        };
    }

    /** Null: it is not known here. */
    public synchronized @Nullable Link of(String account, String customer) {
        return links.get(key(account, customer));
    }

    private static Key key(String account, String customer) {
        return new Key(account, SafeText.key(customer));
    }

    synchronized void clear() {
        links.clear();
    }

    private synchronized void forget(Iterable<Key> changed) {
        changed.forEach(links::remove);
    }

    private synchronized void put(Map<Key, @Nullable Link> changed) {
        changed.forEach((key, link) -> {
            if (link != null) {
                links.put(key, link);
            }
        });
    }

    /** What one transaction makes of links. Used by the writer's thread. */
    final class Changes {
        private final Map<Key, @Nullable Link> changed = new HashMap<>();

        void set(Link link) {
            changed.put(key(link.account(), link.customer()), link);
        }

        void forget(String account, String customer) {
            changed.put(key(account, customer), null);
        }

        /** The commit begins, and from now on readers may see either state. */
        void commits() {
            LinkCache.this.forget(changed.keySet());
        }

        /** It has succeeded. */
        void committed() {
            put(changed);
        }
    }
}
