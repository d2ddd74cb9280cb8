package dev.byoc.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is stored together with an entry's next state. Immutable: each method returns a changed copy.
 *
 * @param progress null: as it was
 * @param ref Freshchat's id of what was posted
 * @param posted that id again where it was posted as agent or bot: its echo must not reach a customer
 * @param parts numbers of parts that were taken now, with the network's ids of each
 * @param links changes of customers' links
 * @param entries further things to do, in lanes of their own; not bounded by the store's limits
 */
public record Change(
        @Nullable Progress progress,
        @Nullable String ref,
        @Nullable String posted,
        Map<Integer, List<String>> parts,
        List<LinkChange> links,
        List<NewEntry> entries) {
    /** Nothing but the state. */
    public static final Change NONE = new Change(null, null, null, Map.of(), List.of(), List.of());

    public Change {
        parts = Map.copyOf(parts);
        links = List.copyOf(links);
        entries = List.copyOf(entries);
    }

    public Change progress(Progress value) {
        return new Change(value, ref, posted, parts, links, entries);
    }

    public Change ref(String value) {
        return new Change(progress, value, posted, parts, links, entries);
    }

    /** Posted as agent or bot. */
    public Change posted(String value) {
        return new Change(progress, value, value, parts, links, entries);
    }

    public Change parts(Map<Integer, List<String>> value) {
        return new Change(progress, ref, posted, value, links, entries);
    }

    public Change link(LinkChange value) {
        return new Change(progress, ref, posted, parts, plus(links, value), entries);
    }

    public Change entry(NewEntry value) {
        return new Change(progress, ref, posted, parts, links, plus(entries, value));
    }

    /** Both changes; the other's single values count where it has any. */
    public Change and(Change other) {
        List<LinkChange> bothLinks = new ArrayList<>(links);
        bothLinks.addAll(other.links);
        List<NewEntry> bothEntries = new ArrayList<>(entries);
        bothEntries.addAll(other.entries);
        return new Change(
                other.progress == null ? progress : other.progress,
                other.ref == null ? ref : other.ref,
                other.posted == null ? posted : other.posted,
                other.parts.isEmpty() ? parts : other.parts,
                bothLinks,
                bothEntries);
    }

    private static <T> List<T> plus(List<T> list, T value) {
        List<T> longer = new ArrayList<>(list);
        longer.add(value);
        return longer;
    }
}
