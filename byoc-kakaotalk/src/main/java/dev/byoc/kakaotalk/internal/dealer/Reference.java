package dev.byoc.kakaotalk.internal.dealer;

import dev.byoc.channel.Capabilities.Unit;
import dev.byoc.json.Json;
import dev.byoc.kakaotalk.internal.Words;
import dev.byoc.support.Graphemes;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a customer's button or link passed on when they asked for a consultation, as a line for the agent. */
final class Reference {
    /** Documents differ: 50, 100 or 1,000 characters of data; more than a note should hold is cut. */
    private static final int MAX_SHOWN = 1_000;

    private Reference() {}

    /** Null: there is nothing to tell. Of the last known data only where the current ones are missing. */
    static @Nullable String words(Json callback, String lastReference) {
        List<String> lines = new ArrayList<>();
        Json current = callback.get("reference");
        add(lines, "button data", current.get("extra"));
        add(lines, "text", current.get("text"));
        add(lines, "last text", current.get("lastText"));
        if (lines.isEmpty()) {
            Json last = callback.get(lastReference);
            add(lines, "earlier button data", last.get("extra"));
            add(lines, "chatbot block", last.get("bot_event"));
            if (!lines.isEmpty()) {
                add(lines, "from", last.get("created_at"));
            }
        }
        Json appUser = callback.get("app_user_id");
        add(lines, "app user id", appUser.isPresent() ? appUser : current.get("appUserId"));
        return lines.isEmpty() ? null : String.join("; ", lines);
    }

    private static void add(List<String> lines, String name, Json value) {
        String text = Graphemes.line(Graphemes.head(Words.composed(value.textOr("")), MAX_SHOWN, Unit.UTF16));
        if (!text.isEmpty()) {
            lines.add(name + ": " + text);
        }
    }
}
