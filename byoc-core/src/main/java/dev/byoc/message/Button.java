package dev.byoc.message;

import dev.byoc.wording.CorePhrase;
import dev.byoc.wording.Wording;
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

    /** With a number, by which a customer can answer where nothing can be tapped. */
    default String numbered(int number, Wording wording) {
        return wording.of(CorePhrase.BUTTON, String.valueOf(number), plainText());
    }
}
