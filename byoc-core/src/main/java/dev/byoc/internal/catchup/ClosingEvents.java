package dev.byoc.internal.catchup;

import dev.byoc.event.RelayEvent;
import dev.byoc.internal.gap.Gaps;
import dev.byoc.internal.report.Reports;
import dev.byoc.store.spi.CustomerMap;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells what readings after a gap have found. Used by the one worker that sweeps. */
final class ClosingEvents {
    private static final Logger log = LoggerFactory.getLogger(ClosingEvents.class);

    /** How often it is looked for what was read for a gap that is swept already. */
    private static final Duration FURTHER_INTERVAL = Duration.ofMinutes(10);

    private final CustomerMap customers;
    private final Reports reports;
    private final Clock clock;
    private volatile Instant furtherAt = Instant.MIN;

    /** Not told yet, as the store has failed. */
    private volatile @Nullable Search ended;

    ClosingEvents(CustomerMap customers, Reports reports, Clock clock) {
        this.customers = customers;
        this.reports = reports;
        this.clock = clock;
    }

    /**
     * A search that has ended.
     *
     * @param since the begin of its gap
     * @param passedOver conversations that are left to other readings, or are of no account here
     * @param inactive conversations that are not looked at
     */
    record Search(Instant since, int passedOver, int inactive) {}

    boolean isDue() {
        return ended != null;
    }

    void due(Search search) {
        ended = search;
    }

    /** Tells of a search that has ended. */
    void tell() {
        Search search = ended;
        if (search != null) {
            tell(search, untold());
            ended = null;
        }
    }

    /** Whether {@link #tellFurther} is to be called again. */
    boolean isFurtherDue() {
        return Gaps.isOver(furtherAt, clock.instant(), FURTHER_INTERVAL);
    }

    /** That was looked for, and is due again later. */
    void further() {
        furtherAt = clock.instant().plus(FURTHER_INTERVAL);
    }

    /** Tells what was found since the last event, if anything was read. */
    void tellFurther(Instant since) {
        Collection<Finding> untold = untold();
        if (!untold.isEmpty()) {
            tell(new Search(since, 0, 0), untold);
        }
    }

    private Collection<Finding> untold() {
        Map<String, Finding> byConversation = new LinkedHashMap<>();
        for (String text : customers.takeReadings()) {
            Finding finding = Finding.read(text);
            byConversation.merge(finding.conversation(), finding, Finding::and);
        }
        return byConversation.values();
    }

    private void tell(Search search, Collection<Finding> found) {
        RelayEvent.CaughtUp event = new RelayEvent.CaughtUp(
                search.since(),
                count(found, finding -> !finding.unreadable()),
                sum(found, Finding::sent),
                sum(found, Finding::tooOld),
                sum(found, Finding::unsure),
                sum(found, Finding::ambiguous),
                sum(found, Finding::leftOut),
                count(found, Finding::cutShort),
                count(found, Finding::unreadable),
                search.passedOver(),
                search.inactive());
        log.info(
                "read {} conversations after a gap since {}: {} answers are sent, {} were too old, {} may have been sent, {} do not"
                        + " name their customer alone, {} are from before the bounds; not read to the gap: {} at a bound, {} unreadable,"
                        + " {} left to others, {} without recent activity",
                event.conversations(),
                event.since(),
                event.sent(),
                event.tooOld(),
                event.unsure(),
                event.ambiguous(),
                event.leftOut(),
                event.cutShort(),
                event.unreadable(),
                event.passedOver(),
                event.inactive());
        reports.tell(event);
    }

    private static int sum(Collection<Finding> found, ToIntFunction<Finding> number) {
        return found.stream().mapToInt(number).sum();
    }

    private static int count(Collection<Finding> found, Predicate<Finding> which) {
        return (int) found.stream().filter(which).count();
    }
}
