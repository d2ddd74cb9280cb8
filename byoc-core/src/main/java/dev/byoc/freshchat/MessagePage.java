package dev.byoc.freshchat;

import dev.byoc.freshchat.FreshchatApi.Call;
import dev.byoc.http.HttpOutcome;
import dev.byoc.internal.text.Wire;
import dev.byoc.json.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Some messages of a conversation.
 *
 * @param messages newest first
 * @param older what to pass to {@link FreshchatClient#messages} for the ones before; null: there are none
 * @param unread of each message that is left out, as it alone is larger than what is read of an answer, how many of {@code messages} are newer;
 *     or of a whole page, with all that is behind it, whose address does not say how to ask for a part of it
 */
public record MessagePage(
        List<FreshchatMessage> messages, @Nullable String older, List<Integer> unread) {
    private static final String PATH = "/conversations/{id}/messages";

    public MessagePage {
        messages = List.copyOf(messages);
        unread = List.copyOf(unread);
    }

    /** By their times; where a message has none Freshchat's order stands. */
    private static MessagePage of(List<Json> messages, @Nullable String older, List<Integer> unread) {
        List<FreshchatMessage> newestFirst = new ArrayList<>();
        for (Json message : messages) {
            newestFirst.add(FreshchatMessage.read(message, List.of(), Json.ABSENT, null));
        }
        if (newestFirst.stream().allMatch(message -> message.createdTime() != null)) {
            // Stable: of the same millisecond Freshchat's order stands.
            newestFirst.sort(Comparator.comparing(
                    FreshchatMessage::createdTime, Comparator.nullsLast(Comparator.<Instant>reverseOrder())));
        }
        return new MessagePage(newestFirst, older, unread);
    }

    /** @param link null: the newest */
    static MessagePage read(FreshchatApi api, String conversation, @Nullable String link) {
        Call newest = api.get(PATH, "page=1&items_per_page=" + FreshchatApi.PAGE_ITEMS, conversation);
        return new Reading(api).page(Place.of(link == null ? newest.http().url().toString() : link));
    }

    /**
     * Where a page begins and how long it is, as its address says. That {@code page} counts in steps of {@code items_per_page}, both in the
     * links that Freshchat gives, is what its clients go by; the documentation could not be read.
     *
     * @param items 0: the address does not say both, so that a part of the page cannot be asked for
     */
    private record Place(String address, int page, int items) {
        private static final Pattern PAGE = Pattern.compile("(?<=[?&]page=)\\d{1,4}(?=[&#]|$)");
        private static final Pattern ITEMS = Pattern.compile("(?<=[?&]items_per_page=)\\d{1,4}(?=[&#]|$)");
        private static final int[] SMALLER = {25, 5, 1};

        static Place of(String address) {
            int page = number(PAGE, address, 0);
            return new Place(address, Math.max(1, page), page == 0 ? 0 : number(ITEMS, address, 0));
        }

        private static int number(Pattern pattern, String address, int otherwise) {
            Matcher found = pattern.matcher(address);
            return found.find() ? Integer.parseInt(found.group()) : otherwise;
        }

        private Place with(int newPage, int newItems) {
            String changed = put(PAGE, "page=", newPage, put(ITEMS, "items_per_page=", newItems, address));
            return new Place(changed, newPage, newItems);
        }

        private static String put(Pattern pattern, String name, int number, String address) {
            Matcher found = pattern.matcher(address);
            return found.find()
                    ? address.substring(0, found.start()) + number + address.substring(found.end())
                    : address + (address.contains("?") ? "&" : "?") + name + number;
        }

        private int before() {
            return (page - 1) * items;
        }

        Place next() {
            return with(page + 1, items);
        }

        /** The same messages in pages of fewer each. */
        List<Place> pieces() {
            int fewer = 1;
            for (int each : SMALLER) {
                if (fewer == 1 && each < items && items % each == 0) {
                    fewer = each;
                }
            }
            List<Place> pieces = new ArrayList<>();
            for (int from = before(); from < before() + items; from += fewer) {
                pieces.add(with(from / fewer + 1, fewer));
            }
            return pieces;
        }

        /** From the same message on, in pages of so many where these can begin there. */
        Place inPagesOf(int most) {
            return most > items && items > 0 && before() % most == 0 ? with(before() / most + 1, most) : this;
        }
    }

    /** The reading of one page: as a whole, or in pieces where it is larger than what is read of an answer. */
    private static final class Reading {
        private final FreshchatApi api;
        private final List<Json> messages = new ArrayList<>();
        private final List<Integer> unread = new ArrayList<>();

        /** Behind what was read last. */
        private @Nullable String older;

        private boolean inPieces;

        Reading(FreshchatApi api) {
            this.api = api;
        }

        MessagePage page(Place whole) {
            read(whole);
            String next = older;
            return of(
                    messages, next == null || !inPieces ? next : Place.of(next).inPagesOf(whole.items).address, unread);
        }

        /** Whether it was full, so that the piece behind it follows. */
        private boolean read(Place place) {
            Call call = api.follow(PATH, place.address);
            try {
                Json body = api.send(call);
                List<Json> listed = FreshchatApi.listed(call, body, "messages");
                messages.addAll(listed);
                older = Wire.text(body.get("link").get("href"));
                return older != null && listed.size() >= place.items;
            } catch (FreshchatException e) {
                if (e.outcome() != HttpOutcome.TOO_LARGE) {
                    throw e;
                }
            }
            if (place.items == 0) {
                // It would be as large the next time: told as unread, and what is behind it with it.
                unread.add(messages.size());
                older = null;
                return false;
            }
            if (place.items == 1) {
                unread.add(messages.size());
                older = place.next().address;
                return true;
            }
            inPieces = true;
            return place.pieces().stream().allMatch(this::read);
        }
    }
}
