package dev.byoc.message;

import java.net.URI;
import java.util.Objects;

/** Something to tap under a message. */
public sealed interface Button {
    /** What the button shows. */
    String label();

    /**
     * A quick reply.
     *
     * @param text what the tap says on the customer's behalf
     */
    record Reply(String label, String text) implements Button {
        public Reply {
            Objects.requireNonNull(label, "label");
            Objects.requireNonNull(text, "text");
        }
    }

    /** A link. */
    record Open(String label, URI url) implements Button {
        public Open {
            Objects.requireNonNull(label, "label");
            Objects.requireNonNull(url, "url");
        }
    }

    /** This button in words: a quick reply's label, or "label: address". */
    default String plainText() {
        return OneLine.of(label()) + (this instanceof Open open ? ": " + open.url() : "");
    }
}
