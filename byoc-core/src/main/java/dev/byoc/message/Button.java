package dev.byoc.message;

import java.net.URI;

/** Something to tap under a message. */
public sealed interface Button {
    /** What the button shows. */
    String label();

    /**
     * A quick reply.
     *
     * @param text what the tap says on the customer's behalf
     */
    record Reply(String label, String text) implements Button {}

    /** A link. */
    record Open(String label, URI url) implements Button {}

    /** This button in words: a quick reply's label, or "label: address". */
    default String plainText() {
        return OneLine.of(label()) + (this instanceof Open open ? ": " + open.url() : "");
    }
}
