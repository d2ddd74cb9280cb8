package dev.byoc.internal.catchup;

import dev.byoc.freshchat.FreshchatMessage;
import dev.byoc.internal.account.Account;
import dev.byoc.internal.gap.Gap;
import dev.byoc.internal.gap.Gaps;
import dev.byoc.internal.intake.AnswerFilter;
import java.time.Instant;

/** Whether a reading shows messages under the ids that webhooks tell. Thread-safe. */
final class IdFamilies {
    private final AnswerFilter filter;
    private final Gaps gaps;

    IdFamilies(AnswerFilter filter, Gaps gaps) {
        this.filter = filter;
        this.gaps = gaps;
    }

    /**
     * It shows one that a webhook told of, or at least one of the relay's own and no answer that a webhook must have told of and did not,
     * which is one from before the gap.
     */
    boolean areOfOneFamily(Account account, Read read, Gap gap) {
        if (!read.told().isEmpty()) {
            return true;
        }
        Instant known = gaps.knownSince();
        Instant told = gap.from().minus(Gaps.BEAT);
        boolean inBetween = false;
        boolean contradicted = false;
        for (int i = 0; i < read.newestFirst().size(); i++) {
            FreshchatMessage message = read.newestFirst().get(i);
            if (read.isKnown(message)) {
                contradicted |= inBetween;
            } else if (filter.whyNotIn(message, account) == null) {
                Instant written = message.createdTime();
                inBetween |= i >= read.known();
                contradicted |= written != null && !written.isBefore(known) && written.isBefore(told);
            }
        }
        return !read.posted().isEmpty() && !contradicted;
    }
}
