package dev.byoc.store;

import dev.byoc.Direction;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which dead letters are meant. Immutable: each method returns a narrower copy.
 *
 * @param account null: of all accounts
 * @param direction null: both
 * @param party null: of all; else {@link DeadLetter#party}
 * @param since stored at that time or later; null: however old
 * @param until stored before that time; null: however new
 * @param reason words that the reason contains, whatever the case; {@code ""}: any reason
 */
public record DeadLetterFilter(
        @Nullable String account,
        @Nullable Direction direction,
        @Nullable String party,
        @Nullable Instant since,
        @Nullable Instant until,
        String reason) {
    /** All of them. */
    public static final DeadLetterFilter ALL = new DeadLetterFilter(null, null, null, null, null, "");

    public DeadLetterFilter account(String value) {
        return new DeadLetterFilter(value, direction, party, since, until, reason);
    }

    public DeadLetterFilter direction(Direction value) {
        return new DeadLetterFilter(account, value, party, since, until, reason);
    }

    public DeadLetterFilter party(String value) {
        return new DeadLetterFilter(account, direction, value, since, until, reason);
    }

    public DeadLetterFilter since(Instant value) {
        return new DeadLetterFilter(account, direction, party, value, until, reason);
    }

    /** The same, and none that was stored then or later. */
    public DeadLetterFilter atMostUntil(Instant end) {
        return until == null || until.isAfter(end) ? until(end) : this;
    }

    public DeadLetterFilter until(Instant value) {
        return new DeadLetterFilter(account, direction, party, since, value, reason);
    }

    public DeadLetterFilter reason(String value) {
        return new DeadLetterFilter(account, direction, party, since, until, value);
    }

    /** Whether that letter is meant. */
    public boolean covers(DeadLetter letter) {
        return (account == null || account.equals(letter.account()))
                && (direction == null || direction == letter.direction())
                && (party == null || party.equals(letter.party()))
                && (since == null || !letter.at().isBefore(since))
                && (until == null || letter.at().isBefore(until))
                && letter.reason()
                        .toLowerCase(java.util.Locale.ROOT)
                        .contains(reason.toLowerCase(java.util.Locale.ROOT));
    }
}
