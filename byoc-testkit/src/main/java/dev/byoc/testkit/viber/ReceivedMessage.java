package dev.byoc.testkit.viber;

import dev.byoc.json.Json;

/**
 * What a customer of {@link FakeViber} got to see.
 *
 * @param token the message's token; 0 for a welcome message, which has none
 * @param type the message's type, {@code ""} for a keyboard alone
 * @param text the text or caption, {@code ""} if there is none
 * @param media the address of the picture, video, file or link, {@code ""} if there is none
 * @param keyboard the buttons' keyboard; {@link Json#ABSENT} if there is none
 * @param json the whole message as it was sent
 */
public record ReceivedMessage(long token, String type, String text, String media, Json keyboard, Json json) {
    static ReceivedMessage of(long token, Json json) {
        return new ReceivedMessage(
                token,
                json.get("type").textOr(""),
                json.get("text").textOr(""),
                json.get("media").textOr(""),
                json.get("keyboard"),
                json);
    }

    /** Token and type alone. */
    @Override
    public String toString() {
        return "ReceivedMessage[" + token + ", " + type + "]";
    }
}
