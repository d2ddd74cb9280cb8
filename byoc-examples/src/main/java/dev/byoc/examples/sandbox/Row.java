package dev.byoc.examples.sandbox;

/**
 * One line of a ledger: what is on one side of the relay, of one customer.
 *
 * @param side {@code Freshchat} or the messenger's name
 * @param kind on the messenger the message's kind; in Freshchat who says it, and {@code note} if only agents see it
 */
record Row(String side, String customer, String kind, String text) {
    /** Whose ledger the row is in: the order of rows counts within it. */
    String conversation() {
        return side + ", " + customer;
    }

    /** Kind and text, on one line. */
    String said() {
        return kind + " \"" + text.replace("\n", "\\n") + '"';
    }
}
