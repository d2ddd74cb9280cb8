package dev.byoc.freshchat;

import dev.byoc.internal.text.Wire;
import dev.byoc.json.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Some messages of a conversation.
 *
 * @param messages newest first
 * @param older what to pass to {@link FreshchatClient#messages} for the ones before; null: there are none
 */
public record MessagePage(
        List<FreshchatMessage> messages, @Nullable String older) {
    public MessagePage {
        messages = List.copyOf(messages);
    }

    /** By their times; where a message has none Freshchat's order stands. */
    static MessagePage read(List<Json> messages, Json link) {
        List<FreshchatMessage> newestFirst = new ArrayList<>();
        for (Json message : messages) {
            newestFirst.add(FreshchatMessage.read(message, List.of(), Json.ABSENT, null));
        }
        if (newestFirst.stream().allMatch(message -> message.createdTime() != null)) {
            // Stable: of the same millisecond Freshchat's order stands.
            newestFirst.sort(Comparator.comparing(
                    FreshchatMessage::createdTime, Comparator.nullsLast(Comparator.<Instant>reverseOrder())));
        }
        return new MessagePage(newestFirst, Wire.text(link.get("href")));
    }
}
