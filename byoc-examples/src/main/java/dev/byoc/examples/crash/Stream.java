package dev.byoc.examples.crash;

import java.util.List;

/**
 * One customer, one direction.
 *
 * @param acknowledged the texts that the relay has taken, in the order in which they were sent: each only after the last was acknowledged
 * @param arrivals what the remote API has taken, in order
 */
record Stream(String name, List<String> acknowledged, List<Arrival> arrivals) {
    Stream {
        acknowledged = List.copyOf(acknowledged);
        arrivals = List.copyOf(arrivals);
    }
}
