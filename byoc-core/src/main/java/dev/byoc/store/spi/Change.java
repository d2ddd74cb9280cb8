package dev.byoc.store.spi;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is stored together with an entry's next state. Immutable: each method returns a changed copy.
 *
 * @param checkpoint null: as it was
 * @param ref Freshchat's id of what was posted
 * @param posted that id again where it was posted as agent or bot: its echo must not reach a customer
 * @param parts numbers of parts that were taken now, with the network's ids of each
 * @param links changes of customers' links
 * @param entries further things to do, in lanes of their own; not bounded by the store's limits
 * @param traces what a timeline should tell of this
 * @param keepsLane the lane stays with this host though its claim ends, and nothing of it is handed out until {@link Journal#letGo}
 */
public record Change(
        @Nullable Checkpoint checkpoint,
        @Nullable String ref,
        @Nullable String posted,
        Map<Integer, List<String>> parts,
        List<LinkChange> links,
        List<NewEntry> entries,
        List<Trace> traces,
        boolean keepsLane) {
    /** Nothing but the state. */
    public static final Change NONE = new Change(null, null, null, Map.of(), List.of(), List.of(), List.of(), false);

    public Change {
        parts = Map.copyOf(parts);
        links = List.copyOf(links);
        entries = List.copyOf(entries);
        traces = List.copyOf(traces);
    }

    public Change checkpoint(Checkpoint value) {
        return new Change(value, ref, posted, parts, links, entries, traces, keepsLane);
    }

    public Change ref(String value) {
        return new Change(checkpoint, value, posted, parts, links, entries, traces, keepsLane);
    }

    /** Posted as agent or bot. */
    public Change posted(String value) {
        return new Change(checkpoint, value, value, parts, links, entries, traces, keepsLane);
    }

    public Change parts(Map<Integer, List<String>> value) {
        return new Change(checkpoint, ref, posted, value, links, entries, traces, keepsLane);
    }

    public Change link(LinkChange value) {
        return new Change(checkpoint, ref, posted, parts, plus(links, value), entries, traces, keepsLane);
    }

    public Change entry(NewEntry value) {
        return new Change(checkpoint, ref, posted, parts, links, plus(entries, value), traces, keepsLane);
    }

    public Change trace(String what, String detail) {
        return new Change(
                checkpoint, ref, posted, parts, links, entries, plus(traces, new Trace(what, detail)), keepsLane);
    }

    /** The lane stays with this host. */
    public Change keepingLane() {
        return new Change(checkpoint, ref, posted, parts, links, entries, traces, true);
    }

    /** Both changes; the other's single values count where it has any. */
    public Change and(Change other) {
        List<LinkChange> bothLinks = new ArrayList<>(links);
        bothLinks.addAll(other.links);
        List<NewEntry> bothEntries = new ArrayList<>(entries);
        bothEntries.addAll(other.entries);
        List<Trace> bothTraces = new ArrayList<>(traces);
        bothTraces.addAll(other.traces);
        return new Change(
                other.checkpoint == null ? checkpoint : other.checkpoint,
                other.ref == null ? ref : other.ref,
                other.posted == null ? posted : other.posted,
                other.parts.isEmpty() ? parts : other.parts,
                bothLinks,
                bothEntries,
                bothTraces,
                keepsLane || other.keepsLane);
    }

    private static <T> List<T> plus(List<T> list, T value) {
        List<T> longer = new ArrayList<>(list);
        longer.add(value);
        return longer;
    }

    /**
     * Something worth telling in a timeline.
     *
     * @param what one word or two: {@code user made}, {@code try later}
     * @param detail ids and reasons, never what was said
     */
    public record Trace(String what, String detail) {}
}
