package dev.byoc.viber;

import dev.byoc.channel.SendResult.Reason;
import dev.byoc.channel.SendResult.Refused;
import dev.byoc.json.Json;

/** One content as Viber takes it: the fields of a request, or why there are none. */
sealed interface Rendered {
    /**
     * Fields to be sent.
     *
     * @param minApiVersion the lowest that these fields need: a customer whose Viber is older is refused the message
     */
    record Fields(Json.Builder json, int minApiVersion) implements Rendered {}

    /** Nothing to be sent. */
    record Not(Refused refused) implements Rendered {}

    static Rendered plain(Json.Builder json) {
        return new Fields(json, 1);
    }

    static Rendered unsupported(String why) {
        return new Not(new Refused(Reason.UNSUPPORTED, why));
    }

    static Rendered tooLarge(String why) {
        return new Not(new Refused(Reason.TOO_LARGE, why));
    }
}
