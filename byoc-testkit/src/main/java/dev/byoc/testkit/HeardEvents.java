package dev.byoc.testkit;

import dev.byoc.event.RelayEvent;
import dev.byoc.event.RelayListener;
import dev.byoc.relay.RelayEngine;
import java.time.Duration;
import java.util.AbstractList;
import java.util.Iterator;
import java.util.List;
import java.util.Spliterator;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What a relay has told, and all of it: who reads waits until the relay's own thread for this listener is done. Thread-safe. */
final class HeardEvents extends AbstractList<RelayEvent> implements RelayListener {
    private static final Duration MOST = Duration.ofSeconds(10);

    private final List<RelayEvent> heard = new CopyOnWriteArrayList<>();
    private volatile @Nullable RelayEngine relay;

    /** Hears that relay from now on, which was given this listener. */
    void of(RelayEngine teller) {
        relay = teller;
    }

    @Override
    public void on(RelayEvent event) {
        heard.add(event);
    }

    private List<RelayEvent> all() {
        RelayEngine teller = relay;
        if (teller != null) {
            // A listener that reads them does not wait; nor does a test that never ends.
            boolean unused = teller.awaitHeard(this, MOST);
        }
        return heard;
    }

    @Override
    public boolean add(RelayEvent event) {
        return heard.add(event);
    }

    @Override
    public void clear() {
        all().clear();
    }

    @Override
    public boolean removeIf(Predicate<? super RelayEvent> filter) {
        return all().removeIf(filter);
    }

    @Override
    public RelayEvent get(int index) {
        return all().get(index);
    }

    @Override
    public int size() {
        return all().size();
    }

    /** Of what there is at this moment. */
    @Override
    public Iterator<RelayEvent> iterator() {
        return all().iterator();
    }

    @Override
    public Spliterator<RelayEvent> spliterator() {
        return all().spliterator();
    }
}
