package example;

import dev.byoc.relay.RelayBuilder;
import dev.byoc.event.RelayEvent;
import dev.byoc.event.RelayEventListener;

/** What docs/reference/events.md shows of events. */
final class Metrics {
    private Metrics() {}

    static void to(RelayBuilder builder) {
        // snippet: events
        builder.listener(event -> System.out.println(event)) // all events; each is a record
                .listener(new RelayEventListener() { // one more, with a method for each kind
                    @Override
                    public void onDelivered(RelayEvent.Delivered event) {
                        System.out.println(event.direction() + " took " + event.timing().total().toMillis() + " ms, of which "
                                + event.timing().waited().toMillis() + " waiting; attempt " + event.attempt());
                    }

                    @Override
                    public void onDeadLettered(RelayEvent.DeadLettered event) {
                        System.out.println(event.eventKey() + " is a dead letter: " + event.why());
                    }
                });
        // end snippet
    }
}
