package dev.byoc.app.admin;

import dev.byoc.ByocException;
import dev.byoc.json.Json;
import dev.byoc.relay.RelayEngine;
import dev.byoc.store.DeadLetter;
import dev.byoc.store.DeadLetterFilter;
import dev.byoc.store.ReplayMode;
import dev.byoc.store.ReplayResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A replay of the dead letters that a filter covers, the oldest first, at most 1,000 at a time. Where one fails, what was replayed before it is
 * told with the fault.
 */
final class ReplayOfAll {
    private final RelayEngine relay;
    private final DeadLetterFilter filter;

    /** @param filter has an end, which keeps what fails again out of the next call */
    ReplayOfAll(RelayEngine relay, DeadLetterFilter filter) {
        this.relay = relay;
        this.filter = filter;
    }

    Json answer() {
        List<DeadLetter> found = relay.replayable(filter);
        List<DeadLetter> replayed = new ArrayList<>();
        @Nullable String fault = null;
        long passedOver = 0;
        try {
            for (DeadLetter each : found) {
                if (relay.replay(each.id(), ReplayMode.REFUSE_DUPLICATE) == ReplayResult.REPLAYED) {
                    replayed.add(each);
                }
            }
            passedOver = relay.deadLetters(filter).stream()
                    .filter(DeadLetter::mayHaveArrived)
                    .count();
        } catch (ByocException | IllegalStateException e) {
            fault = told(e, replayed);
        }
        Json.Builder answer = Json.object()
                .put("until", Objects.requireNonNull(filter.until()).toString())
                .put("found", found.size())
                .put("replayed", replayed.size())
                .put("passedOver", passedOver)
                .put("deadLetters", replayed.stream().map(AdminViews::of).toList());
        return (fault == null ? answer : answer.put("fault", fault)).build();
    }

    private static String told(RuntimeException e, List<DeadLetter> replayed) {
        if (replayed.isEmpty()) {
            throw e;
        }
        return String.valueOf(e.getMessage());
    }
}
