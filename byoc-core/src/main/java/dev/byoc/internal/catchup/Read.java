package dev.byoc.internal.catchup;

import dev.byoc.freshchat.FreshchatMessage;
import dev.byoc.internal.gap.Gap;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was read of a conversation. A message's place in it counts from the newest.
 *
 * @param newestFirst each message once; also those without an id, as far as they can be told apart
 * @param told since when messages are known that a webhook or an earlier reading told of, by id
 * @param posted since when the relay's own messages are known
 * @param unread the places before which messages are left out, as each alone is too large to be read
 * @param known the place of the newest message that was known before the gap; the number of messages: there is none
 * @param cut whether it ends at a bound, so that older messages may be missing
 */
record Read(
        List<FreshchatMessage> newestFirst,
        Map<String, Instant> told,
        Map<String, Instant> posted,
        List<Integer> unread,
        int known,
        boolean cut) {

    static Read of(
            Collection<FreshchatMessage> newestFirst,
            Map<String, Instant> told,
            Map<String, Instant> posted,
            List<Integer> unread,
            Gap gap,
            boolean cut) {
        List<FreshchatMessage> messages = List.copyOf(newestFirst);
        int known = 0;
        while (known < messages.size() && !isKnownBefore(messages.get(known), told, posted, gap)) {
            known++;
        }
        return new Read(messages, Map.copyOf(told), Map.copyOf(posted), List.copyOf(unread), known, cut);
    }

    private static boolean isKnownBefore(
            FreshchatMessage message, Map<String, Instant> told, Map<String, Instant> posted, Gap gap) {
        Instant first = told.get(message.id());
        Instant own = posted.get(message.id());
        return (first != null && first.isBefore(gap.from())) || (own != null && own.isBefore(gap.from()));
    }

    boolean isKnown(FreshchatMessage message) {
        return message.id() != null && (told.containsKey(message.id()) || posted.containsKey(message.id()));
    }

    boolean holds(String id) {
        return placeOf(id) >= 0;
    }

    /**
     * The places of what is too large to be read and may have been missed: no known message is newer, and it was not surely written before
     * that time.
     */
    List<Integer> unreadSince(Instant begin) {
        return unread.stream()
                .filter(place -> place <= known && (place == 0 || !isBefore(newestFirst.get(place - 1), begin)))
                .toList();
    }

    private static boolean isBefore(FreshchatMessage message, Instant time) {
        return message.createdTime() != null && message.createdTime().isBefore(time);
    }

    /** -1: it is not among them. */
    int placeOf(@Nullable String id) {
        for (int i = 0; id != null && i < newestFirst.size(); i++) {
            if (id.equals(newestFirst.get(i).id())) {
                return i;
            }
        }
        return -1;
    }

    /** The place of the newest message that is as old as that; the number of messages: all are newer. */
    int placeOf(Instant written) {
        int place = 0;
        while (place < newestFirst.size() && isAfter(newestFirst.get(place), written)) {
            place++;
        }
        return place;
    }

    private static boolean isAfter(FreshchatMessage message, Instant time) {
        return message.createdTime() == null || message.createdTime().isAfter(time);
    }

    /** When the oldest of them was written that tells; null: none does. */
    @Nullable
    Instant oldest() {
        for (int i = newestFirst.size() - 1; i >= 0; i--) {
            Instant written = newestFirst.get(i).createdTime();
            if (written != null) {
                return written;
            }
        }
        return null;
    }

    /** The place of the newest message from there on that a webhook told of; the number of messages: of none. */
    int toldFrom(int place) {
        int told = place;
        while (told < newestFirst.size() && !isTold(told)) {
            told++;
        }
        return told;
    }

    /** The place of the oldest message before that one, which is newer, that a webhook told of; -1: of none. */
    int toldBefore(int place) {
        int told = place - 1;
        while (told >= 0 && !isTold(told)) {
            told--;
        }
        return told;
    }

    private boolean isTold(int place) {
        return told.containsKey(String.valueOf(newestFirst.get(place).id()));
    }
}
