package dev.byoc.channel;

import java.util.Objects;

/** What a network says of an account when it is asked. Details are shown to operators: no key, token or customer's word belongs there. */
public sealed interface AccountHealth {
    /**
     * Nothing is wrong.
     *
     * @param receives whether the network has said that it sends this account's webhooks to this relay; false: it was not asked, or does
     *     not tell
     */
    record Healthy(boolean receives) implements AccountHealth {}

    /**
     * The network sends this account's webhooks to another address.
     *
     * @param current that address; {@code ""}: to none
     */
    record WebhookElsewhere(String current) implements AccountHealth {
        public WebhookElsewhere {
            current = Objects.requireNonNullElse(current, "");
        }
    }

    /** The network does not accept the account's key or token. */
    record KeyRefused(String detail) implements AccountHealth {
        public KeyRefused {
            detail = Objects.requireNonNullElse(detail, "");
        }
    }

    /** The network could not be asked, or gave no useful answer: trying later could help. */
    record Unreachable(String detail) implements AccountHealth {
        public Unreachable {
            detail = Objects.requireNonNullElse(detail, "");
        }
    }

    /**
     * The network has answered, and told nothing of the account: it had too many calls, for instance. What was known before stays as it
     * is.
     */
    record Unknown(String detail) implements AccountHealth {
        public Unknown {
            detail = Objects.requireNonNullElse(detail, "");
        }
    }

    /**
     * Anything else that an operator has to look at.
     *
     * @param detail what is wrong, and what to do
     */
    record Impaired(String detail) implements AccountHealth {
        public Impaired {
            detail = Objects.requireNonNullElse(detail, "");
        }
    }
}
