package example;

import dev.byoc.relay.RelayEngine;
import dev.byoc.store.DeadLetter;
import dev.byoc.store.DeadLetterFilter;
import dev.byoc.store.ForgetMode;
import dev.byoc.store.Timeline;
import java.util.List;

/** What docs/guides/operating.md shows of dead letters and timelines. Compiled here; byoc-viber's tests run the like. */
final class LookAfter {
    private LookAfter() {}

    static void run(RelayEngine relay, String messageId, String customerId) {
        // snippet: look-after
        DeadLetterFilter refused = DeadLetterFilter.ALL.account("viber-main").reason("REJECTED");
        for (DeadLetter letter : relay.deadLetters(refused)) {
            System.out.println(letter.id() + " " + letter.reason());
            relay.replay(letter.id()); // once more, behind what waits; not if it may have arrived
        }
        List<DeadLetter> would = relay.replayable(refused); // those that relay.replayAll(refused) does again
        List<Timeline> steps = relay.timeline(messageId); // by the messenger's, Freshchat's or the store's id
        relay.forget("viber-main", customerId); // erases a customer's texts, profile and links
        relay.forget("viber-main", customerId, ForgetMode.BLANK_FRESHCHAT_PROFILE); // and blanks the profile in Freshchat
        // end snippet
    }
}
