package example.outbox;

import java.time.Instant;

/** An open row of the outbox. */
record Message(long id, String author, String content, Instant receivedAt) {}
