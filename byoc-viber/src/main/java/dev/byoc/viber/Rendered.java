package dev.byoc.viber;

import dev.byoc.channel.SendResult.Reason;
import dev.byoc.channel.SendResult.Refused;
import dev.byoc.json.Json;
import dev.byoc.wording.Wording;
import java.util.List;

/** One content as Viber takes it: the fields of a request, or why there are none. */
sealed interface Rendered {
    /**
     * Fields to be sent.
     *
     * @param minApiVersion the lowest that these fields need: a customer whose Viber is older is refused the message
     */
    record Fields(Json.Builder json, int minApiVersion) implements Rendered {}

    /**
     * Nothing to be sent.
     *
     * @param arguments of the sentence
     */
    record Not(Reason reason, ViberPhrase why, List<Object> arguments) implements Rendered {
        /** Told to operators in English, and to the agent in the account's language. */
        Refused refused(Wording agents) {
            Object[] all = arguments.toArray();
            return new Refused(reason, Wording.ENGLISH.of(why, all)).told(agents.of(why, all));
        }
    }

    static Rendered plain(Json.Builder json) {
        return new Fields(json, 1);
    }

    static Not unsupported(ViberPhrase why, Object... arguments) {
        return new Not(Reason.UNSUPPORTED, why, List.of(arguments));
    }

    static Not tooLarge(ViberPhrase why, Object... arguments) {
        return new Not(Reason.TOO_LARGE, why, List.of(arguments));
    }
}
