package dev.byoc.channel;

import dev.byoc.Secret;
import dev.byoc.wording.CorePhrase;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What became of telling a network where its webhooks go. */
public sealed interface Registration {
    /** The network has confirmed it. */
    record Registered(String detail) implements Registration {
        public Registered {
            detail = Objects.requireNonNullElse(detail, "");
        }
    }

    /** An operator has to do it. */
    record ByHand(List<Step> steps) implements Registration {
        public ByHand {
            steps = List.copyOf(steps);
        }
    }

    /**
     * One thing to do by hand.
     *
     * @param value what to paste; a secret, as an address with a secret part lets its holder write to the relay. Never a key or token: steps
     *     are shown on a page and kept in the store, so name the setting in {@code what} instead
     */
    record Step(String what, @Nullable Secret value) {
        public Step {
            Objects.requireNonNull(what, "what");
        }
    }

    /** Another receiver is registered, and replacing it was not allowed. */
    record Occupied(String current) implements Registration {
        public Occupied {
            current = Objects.requireNonNullElse(current, "");
        }
    }

    /**
     * It did not work.
     *
     * @param again whether trying later could help
     * @param detail the network's own words, for the operator
     * @param ofAddress whether the network says that it could not use the address: not reached, no certificate that it trusts, another
     *     answer than it wants. Then the relay looks at its public address by itself, and adds to the detail what it finds
     */
    record Failed(boolean again, String detail, boolean ofAddress) implements Registration {
        public Failed {
            detail = Objects.requireNonNullElse(detail, "");
        }

        /** One that is not known to be of the address. */
        public Failed(boolean again, String detail) {
            this(again, detail, false);
        }
    }

    /** One step: paste the address. */
    static Registration byHand(WebhookTarget target) {
        return new ByHand(List.of(new Step(
                target.wording().of(CorePhrase.PASTE_WEBHOOK),
                Secret.of(target.url().toString()))));
    }
}
