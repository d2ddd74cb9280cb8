package dev.byoc.event;

import dev.byoc.json.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The state of the relay at one moment, from what it knows, without a remote call. A value; its times are of the store's clock, as
 * those of entries are, apart from {@link Part#since} and {@link Figures#lastWebhook}, which are of this machine's.
 *
 * @param parts Freshchat first, then each account, the store, the host and the relay itself
 * @param open entries that are stored and not yet relayed
 * @param figures of Freshchat first, then of each account; at the end of accounts that the store knows and this relay has not: their
 *     open entries are not relayed here
 * @param ready whether a webhook would be taken now: the store can keep it, and the relay is neither closing nor closed. Before the
 *     start too, as messengers call back while they register
 */
public record Health(List<Part> parts, int open, List<Figures> figures, boolean ready) {
    /** Names of parts. An account's part has its id for a name, and none of these is an account's id. */
    public static final String FRESHCHAT = "freshchat";

    public static final String STORE = "store";
    public static final String HOST = "host";
    public static final String RELAY = "relay";

    public Health {
        parts = List.copyOf(parts);
        figures = List.copyOf(figures);
    }

    /** From the best to the worst. */
    public enum Status {
        /** It works, as far as is known. */
        UP,
        /** It works in part, or an operator should look. */
        DEGRADED,
        /** It does not work now: nothing is taken, or nothing is sent. */
        DOWN
    }

    /**
     * One remote API, the store, the host's server or the relay itself.
     *
     * @param name the account's id, {@link #FRESHCHAT}, {@link #STORE}, {@link #HOST} or {@link #RELAY}
     * @param since when the worst of its troubles was noticed, at the latest by this very look; null: it is up
     * @param trouble the cause, as a sentence for an operator; null: it is up
     * @param remedy what an operator can do; null: it is up
     * @param note what is worth knowing and no trouble, such as that something could not be checked from here; null: nothing
     */
    public record Part(
            String name,
            Status status,
            @Nullable Instant since,
            @Nullable String trouble,
            @Nullable String remedy,
            @Nullable String note) {
        public static Part up(String name) {
            return new Part(name, Status.UP, null, null, null, null);
        }

        public Part with(@Nullable String value) {
            return new Part(name, status, since, trouble, remedy, value);
        }

        private Json toJson() {
            return Json.object()
                    .put("name", name)
                    .put("status", status.name())
                    .put("since", text(since))
                    .put("trouble", trouble)
                    .put("remedy", remedy)
                    .put("note", note)
                    .build();
        }
    }

    /**
     * Figures of one account, or of Freshchat: counted with each change in its transaction, so that they outlive the process where the
     * store does. What other hosts on the same database do shows after at most ten seconds.
     *
     * @param name the account's id; {@code freshchat} for Freshchat's webhook, and for its events that belong to no account
     * @param in towards Freshchat: customers' messages, notes, names, receipts
     * @param out towards customers: agents' answers, and what is sent from code
     * @param lastWebhook when the last request came that had proved where it is from; a crash may cost the last ten seconds of that;
     *     null: none is known
     */
    public record Figures(
            String name, Traffic in, Traffic out, @Nullable Instant lastWebhook) {
        private Json toJson() {
            return Json.object()
                    .put("name", name)
                    .put("lastWebhook", text(lastWebhook))
                    .put("in", in.toJson())
                    .put("out", out.toJson())
                    .build();
        }
    }

    /**
     * Figures of one account in one {@link dev.byoc.Direction}.
     *
     * @param open entries that are stored and not yet relayed
     * @param oldestOpen since when the oldest of them waits, up to ten seconds ago; null: nothing is open
     * @param oldestAge how long that has waited, by the store's clock too; null: nothing is open
     * @param deadLetters dead letters that were neither replayed nor discarded since
     * @param lastMessage when the last message came that was new and was stored; null: none is known
     * @param lastRelayed when the last entry was relayed; null: none is known
     */
    public record Traffic(
            long open,
            @Nullable Instant oldestOpen,
            @Nullable Duration oldestAge,
            long deadLetters,
            @Nullable Instant lastMessage,
            @Nullable Instant lastRelayed) {
        public static final Traffic NONE = new Traffic(0, null, null, 0, null, null);

        private Json toJson() {
            return Json.object()
                    .put("open", open)
                    .put("oldestOpen", text(oldestOpen))
                    .put("oldestAgeSeconds", oldestAge == null ? null : oldestAge.toSeconds())
                    .put("deadLetters", deadLetters)
                    .put("lastMessage", text(lastMessage))
                    .put("lastRelayed", text(lastRelayed))
                    .build();
        }
    }

    /** The worst of all parts. */
    public Status status() {
        return parts.stream().map(Part::status).max(Comparator.naturalOrder()).orElse(Status.UP);
    }

    /** Whether all of it works. */
    public boolean ok() {
        return status() == Status.UP;
    }

    /**
     * The liveness view: whether this process is able to work. It is while neither the relay itself nor its host is down, whatever
     * Freshchat, the messengers or the database do: against their trouble a restart is of no use. Not before the start, so a probe has to
     * begin after it.
     */
    public boolean live() {
        return parts.stream()
                .filter(part -> part.name().equals(RELAY) || part.name().equals(HOST))
                .noneMatch(part -> part.status() == Status.DOWN);
    }

    /**
     * The same as JSON, for monitoring. The names of its fields are stable: {@code status}, {@code live}, {@code ready}, {@code open},
     * {@code parts} (each with {@code name}, {@code status}, {@code since}, {@code trouble}, {@code remedy}, {@code note}) and {@code figures} (each with
     * {@code name}, {@code lastWebhook}, and {@code in} and {@code out} with {@code open}, {@code oldestOpen},
     * {@code oldestAgeSeconds}, {@code deadLetters}, {@code lastMessage}, {@code lastRelayed}). Times are text as in {@code 2026-01-15T09:00:00Z}; what is null is left out. It holds no
     * secrets, ids of customers or words; who may see it is the host's matter.
     */
    public Json toJson() {
        return Json.object()
                .put("status", status().name())
                .put("live", live())
                .put("ready", ready)
                .put("open", open)
                .put("parts", parts.stream().map(Part::toJson).toList())
                .put("figures", figures.stream().map(Figures::toJson).toList())
                .build();
    }

    private static @Nullable String text(@Nullable Instant time) {
        return time == null ? null : time.toString();
    }
}
