package dev.byoc.internal.freshchat;

import dev.byoc.Visible;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something of Freshchat's that a setting names.
 *
 * @param name by which it may be named in place of its id; null: by none
 */
record Named(String id, @Nullable String name) {
    /** The ids of what is meant. An id first: one may be named like another one's id only on purpose. */
    static List<String> find(String wanted, Collection<Named> all) {
        if (all.stream().anyMatch(each -> each.id().equals(wanted))) {
            return List.of(wanted);
        }
        String name = Visible.trimmed(wanted);
        return all.stream()
                .filter(each -> each.name() != null && name.equalsIgnoreCase(Visible.trimmed(each.name())))
                .map(Named::id)
                .distinct()
                .toList();
    }
}
