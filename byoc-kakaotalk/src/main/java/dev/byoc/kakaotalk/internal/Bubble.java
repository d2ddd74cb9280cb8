package dev.byoc.kakaotalk.internal;

import dev.byoc.channel.SendResult.Reason;
import dev.byoc.message.Button;
import dev.byoc.message.Media;
import java.util.List;

/** One content as KakaoTalk shows it. */
public sealed interface Bubble {
    /** A text within the limit. */
    record Words(String text) implements Bubble {}

    /**
     * A file, to be uploaded; its size, type and name are known.
     *
     * @param caption {@code ""}: none
     */
    record Attached(Media file, boolean picture, String caption) implements Bubble {}

    /** Buttons under a text. */
    record Choice(String prompt, List<Button> buttons) implements Bubble {
        public Choice {
            buttons = List.copyOf(buttons);
        }
    }

    /** Nothing to be sent. */
    record Not(Refusal refusal) implements Bubble {}

    static Bubble not(Reason reason, KakaoTalkPhrase why, Object... arguments) {
        return new Not(Refusal.of(reason, why, arguments));
    }
}
