package dev.byoc.internal.catchup;

import dev.byoc.internal.notes.Answer;
import dev.byoc.store.spi.NewEntry;
import java.util.List;

/** A message that no webhook told of, with what is to become of it. */
record Missed(String id, NewEntry entry, Fate fate, Answer answer) {
    enum Fate {
        SENT,
        LATE,
        AMBIGUOUS
    }

    static List<Missed> with(Fate fate, List<Missed> all) {
        return all.stream().filter(each -> each.fate() == fate).toList();
    }
}
