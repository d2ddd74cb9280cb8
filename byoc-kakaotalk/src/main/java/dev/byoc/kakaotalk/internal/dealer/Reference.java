package dev.byoc.kakaotalk.internal.dealer;

import dev.byoc.channel.Capabilities.Unit;
import dev.byoc.json.Json;
import dev.byoc.kakaotalk.internal.KakaoTalkPhrase;
import dev.byoc.kakaotalk.internal.Words;
import dev.byoc.support.Graphemes;
import dev.byoc.wording.Wording;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a customer's button or link passed on when they asked for a consultation, as a line for the agent. */
final class Reference {
    /** Documents differ: 50, 100 or 1,000 characters of data; more than a note should hold is cut. */
    private static final int MAX_SHOWN = 1_000;

    private Reference() {}

    /** Null: there is nothing to tell. Of the last known data only where the current ones are missing. */
    static @Nullable String words(Json callback, String lastReference, Wording agents) {
        Lines lines = new Lines(agents);
        Json current = callback.get("reference");
        lines.add(KakaoTalkPhrase.CAME_WITH_BUTTON, current.get("extra"));
        lines.add(KakaoTalkPhrase.CAME_WITH_TEXT, current.get("text"));
        lines.add(KakaoTalkPhrase.CAME_WITH_LAST_TEXT, current.get("lastText"));
        if (lines.told.isEmpty()) {
            Json last = callback.get(lastReference);
            lines.add(KakaoTalkPhrase.CAME_WITH_EARLIER_BUTTON, last.get("extra"));
            lines.add(KakaoTalkPhrase.CAME_WITH_BLOCK, last.get("bot_event"));
            if (!lines.told.isEmpty()) {
                lines.add(KakaoTalkPhrase.CAME_WITH_DATE, last.get("created_at"));
            }
        }
        Json appUser = callback.get("app_user_id");
        lines.add(KakaoTalkPhrase.CAME_WITH_APP_USER, appUser.isPresent() ? appUser : current.get("appUserId"));
        return lines.told.isEmpty() ? null : String.join("; ", lines.told);
    }

    /** Those that there is something to tell of. */
    private static final class Lines {
        private final Wording agents;
        private final List<String> told = new ArrayList<>();

        private Lines(Wording agents) {
            this.agents = agents;
        }

        private void add(KakaoTalkPhrase what, Json value) {
            String text = Graphemes.line(Graphemes.head(Words.composed(value.textOr("")), MAX_SHOWN, Unit.UTF16));
            if (!text.isEmpty()) {
                told.add(agents.of(what, text));
            }
        }
    }
}
