package dev.byoc.examples.bench.contest;

import dev.byoc.examples.bench.rig.Far;
import dev.byoc.examples.bench.rig.RawConnection;
import java.io.IOException;

/** The least that a call can cost: the same bodies, written to sockets by hand. */
final class RawSide implements Side {
    private final Crowd crowd;
    private final Far far;

    RawSide(Far far, int threads) {
        this.crowd = new Crowd("raw", threads);
        this.far = far;
    }

    @Override
    public void prepare(int messages) {
        // A loop that only calls needs nothing.
    }

    @Override
    public void run(int messages) {
        crowd.all(messages, numbers -> {
            try (RawConnection connection = new RawConnection(far.port())) {
                for (int number = numbers.getAsInt(); number >= 0; number = numbers.getAsInt()) {
                    int status = connection.post(Far.CONVERSATION, Posts.body(number), "");
                    if (status != 200) {
                        throw new IOException("status " + status);
                    }
                }
            }
        });
    }
}
