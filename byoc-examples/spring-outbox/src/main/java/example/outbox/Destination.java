package example.outbox;

/** Where the messages of a lane go. */
interface Destination {
    /**
     * The first open messages may have been delivered: ends those that were. Where nothing can be found out, they are delivered again.
     *
     * @throws CallFailed if it cannot be said now
     */
    void settle(Visit visit);

    /**
     * Delivers the next message.
     *
     * @throws CallFailed if that did not succeed
     */
    void deliver(Visit visit);
}
