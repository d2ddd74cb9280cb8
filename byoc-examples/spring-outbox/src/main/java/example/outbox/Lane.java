package example.outbox;

/**
 * What must stay in order, as it was when it was claimed.
 *
 * @param owner the instance that has claimed it
 * @param doubt whether the first of its open messages may have been delivered
 * @param peer whom its messages go to: Freshchat's user, or Viber's; null if not known yet
 * @param conversation null if there is none yet
 * @param lastMessage the newest message known to be in the conversation; null if none is
 */
record Lane(
        long id,
        String key,
        long owner,
        boolean doubt,
        int attempts,
        String peer,
        String conversation,
        String lastMessage) {

    boolean isOfCustomer() {
        return key.startsWith(Received.CUSTOMER);
    }

    /** Viber's or Freshchat's id of the customer. */
    String customer() {
        return key.substring(key.indexOf(':') + 1);
    }
}
