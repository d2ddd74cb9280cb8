package example.outbox;

/**
 * What a webhook brought and is to be stored.
 *
 * @param key the same for copies of the same message
 * @param lane the key of the lane that it belongs to
 */
record Received(String key, String lane, String author, String content) {
    static final String CUSTOMER = "viber:";
    static final String AGENTS = "freshchat:";

    Received {
        // PostgreSQL takes no NUL in a text, and one would spoil the whole batch.
        key = key.replace("\0", "");
        lane = lane.replace("\0", "");
        author = author.replace("\0", "");
        content = content.replace("\0", "");
    }
}
