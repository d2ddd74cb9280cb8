package dev.byoc.kakaotalk.internal;

import dev.byoc.channel.SendResult;
import dev.byoc.channel.SendResult.Reason;
import dev.byoc.wording.Wording;
import java.util.List;

/**
 * Why a message is not sent, before it is known in which language that is told.
 *
 * @param arguments of the sentence
 */
public record Refusal(Reason reason, KakaoTalkPhrase why, List<Object> arguments) {
    public Refusal {
        arguments = List.copyOf(arguments);
    }

    public static Refusal of(Reason reason, KakaoTalkPhrase why, Object... arguments) {
        return new Refusal(reason, why, List.of(arguments));
    }

    /** Told to operators in English, and to the agent in the account's language. */
    public SendResult.Refused told(Wording agents) {
        return told(Wording.ENGLISH.of(why, arguments.toArray()), agents);
    }

    /** With what operators are told in place of the agent's sentence. */
    public SendResult.Refused told(String detail, Wording agents) {
        return new SendResult.Refused(reason, detail).told(agents.of(why, arguments.toArray()));
    }
}
