package dev.byoc.internal.gap;

import dev.byoc.store.spi.Change;
import dev.byoc.store.spi.Link;
import dev.byoc.store.spi.LinkChange;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** When something was last relayed for a customer, to the hour: what a sweep after a gap goes by. */
public final class Activity {
    private static final Duration WRITTEN_EVERY = Duration.ofHours(1);

    private Activity() {}

    /** What is stored when something was relayed now: nothing, if that is known to have been so within the hour. */
    public static Change at(Instant now, String account, String customer, @Nullable Link known) {
        Instant last = known == null ? null : known.activeAt();
        boolean fresh = last != null && Duration.between(last, now).abs().compareTo(WRITTEN_EVERY) < 0;
        return fresh ? Change.NONE : Change.NONE.link(new LinkChange.Active(account, customer, now));
    }
}
