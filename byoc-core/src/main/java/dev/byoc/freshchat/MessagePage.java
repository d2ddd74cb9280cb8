package dev.byoc.freshchat;

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
}
