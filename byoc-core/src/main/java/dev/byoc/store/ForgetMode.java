package dev.byoc.store;

/** How far it goes that a customer is forgotten. */
public enum ForgetMode {
    /** What the relay itself knows is erased; Freshchat keeps what it has. */
    KEEP_FRESHCHAT_PROFILE,
    /**
     * The profile in Freshchat is blanked too. Freshchat's API has no call that deletes a user, a conversation or a message: the user stays,
     * nameless, with the reference by which a later message finds it, and so does all that was said. A user who may be another contact is left
     * as it is: one whom Freshchat answers under another id or reference, as after a merge of contacts, whom a customer of another account has
     * too, or who has the customer's bare id ({@code bare-id}) and is not linked here (any more). A dead letter names it.
     */
    BLANK_FRESHCHAT_PROFILE
}
