package dev.byoc.internal.operations;

import dev.byoc.store.Timeline;
import dev.byoc.store.spi.Journal;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Finds what happened to a message, by any id that an operator may have of it. Thread-safe. */
public final class TimelineReader {
    private final Journal journal;
    private final Set<String> accounts;

    public TimelineReader(Journal journal, Set<String> accounts) {
        this.journal = journal;
        this.accounts = Set.copyOf(accounts);
    }

    public List<Timeline> read(String id) {
        Set<String> keys = new HashSet<>(Set.of(id, "message:" + id, "adopted:" + id));
        for (String account : accounts) {
            keys.add(account + " message:" + id);
            // Channels tell kinds of ids apart by a word before them; for messages it is this one.
            keys.add(account + " message:message:" + id);
            keys.add("host:" + account + ":" + id);
        }
        return journal.timeline(keys, id);
    }
}
