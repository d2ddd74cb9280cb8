package dev.byoc.internal.outbound;

import dev.byoc.internal.account.Account;
import dev.byoc.internal.breaker.Trouble;
import dev.byoc.internal.dispatch.Outcome;
import dev.byoc.internal.guard.GuardedChannel.NotCalledException;
import dev.byoc.store.spi.Change;
import java.time.Duration;
import java.util.function.Supplier;

/** Whether an account's channel may be called now. */
final class ChannelReach {
    private static final Duration AFTER_HUNG_CALL = Duration.ofSeconds(5);

    private ChannelReach() {}

    /** The attempt's outcome; else when it is made again. Nothing is said to a customer beside a call for them that may still do something. */
    static Outcome through(Account account, String customer, Supplier<Outcome> attempt) {
        String down = account.channel().whyDown();
        if (down != null) {
            return down(down);
        }
        String why = account.channel().whyNotNow(customer);
        if (why != null) {
            return new Outcome.Wait(AFTER_HUNG_CALL, why, Change.NONE);
        }
        return called(attempt);
    }

    /** The attempt's outcome; else that the channel has become one that may not be called. */
    static Outcome called(Supplier<Outcome> attempt) {
        try {
            return attempt.get();
        } catch (NotCalledException e) {
            return down(String.valueOf(e.getMessage()));
        }
    }

    private static Outcome down(String why) {
        return new Outcome.Pause(Trouble.OUT_OF_REACH, null, why, Change.NONE);
    }
}
