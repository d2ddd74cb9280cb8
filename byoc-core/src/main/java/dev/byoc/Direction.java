package dev.byoc;

/** Which way a message goes, as the business sees it. */
public enum Direction {
    /** From a customer, by a messenger, to Freshchat. */
    INBOUND,
    /** From Freshchat, or the host's own code, to a customer. */
    OUTBOUND
}
