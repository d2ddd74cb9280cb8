package dev.byoc.freshchat;

/**
 * Something that was said in a message and is not among its contents.
 *
 * @param kind the part type's own name for it, or a word for the piece of a text
 */
public record Skipped(String kind, Why why) {
    /** Why it is not among the contents. */
    public enum Why {
        /** Parts of this type are not known. */
        UNKNOWN,
        /** The agent's editor does not show it either. */
        HIDDEN,
        /** A link's address leads nowhere outside Freshchat. */
        RELATIVE_ADDRESS,
        /** A picture, film or frame without an address that can be opened. */
        NO_ADDRESS
    }
}
