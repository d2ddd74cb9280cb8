package dev.byoc.examples.bench.contest;

import dev.byoc.RelayRequest;
import dev.byoc.examples.bench.rig.Customers;
import dev.byoc.examples.bench.rig.Feed;
import dev.byoc.examples.bench.rig.Subject;
import dev.byoc.relay.RelayEngine;
import java.net.URI;
import java.util.stream.IntStream;

/** A relay that customers write to. What they send is made and signed before the turn. */
final class RelaySide implements Side {
    /** A store that forces the disk makes senders wait, and what many have sent goes into one commit; without it, more than cores are of no use. */
    private static final int WAITING_THREADS = 64;

    private static final int THREADS = 2;

    private final Crowd crowd;
    private final Customers customers = new Customers();
    private final RelayEngine relay;
    private final Feed feed;
    private final int howMany;
    private final int inFlight;
    private RelayRequest[] requests = {};
    private int next;

    /** Places that a thread takes at a time: to wake it for each message would cost more than the message. */
    private final int atOnce;

    /**
     * A side.
     *
     * @param feed the relay's listener
     * @param howMany customers, who write in turn
     * @param inFlight messages accepted and not yet relayed, at most
     * @param forces whether its store forces the disk before a message is accepted
     */
    RelaySide(RelayEngine relay, Feed feed, int howMany, int inFlight, boolean forces) {
        int threads = Math.min(inFlight, forces ? WAITING_THREADS : THREADS);
        this.crowd = new Crowd("feed", threads);
        this.atOnce = Math.max(1, inFlight / threads / 2);
        this.relay = relay;
        this.feed = feed;
        this.howMany = howMany;
        this.inFlight = inFlight;
    }

    /** A customer of whom nothing is known costs three calls. */
    @Override
    public int introduction() {
        return howMany;
    }

    @Override
    public void prepare(int messages) {
        URI webhook = relay.webhookUrl(Subject.VIBER);
        requests = IntStream.range(0, messages)
                .mapToObj(n -> customers.request(webhook, (next + n) % howMany))
                .toArray(RelayRequest[]::new);
        next = (next + messages) % howMany;
    }

    @Override
    public void run(int messages) {
        feed.most(inFlight);
        RelayRequest[] all = requests;
        crowd.all(messages, numbers -> {
            int places = 0;
            for (int number = numbers.getAsInt(); number >= 0; number = numbers.getAsInt()) {
                if (places == 0) {
                    feed.take(atOnce);
                    places = atOnce;
                }
                places--;
                // As JdkHttpHost does.
                relay.handle(all[number], answer -> {
                    if (answer.status() != 200) {
                        throw new IllegalStateException("a message was refused: " + answer.status());
                    }
                });
            }
            feed.giveBack(places);
        });
        feed.awaitAll();
    }
}
