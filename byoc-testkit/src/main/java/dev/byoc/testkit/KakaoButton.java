package dev.byoc.testkit;

/**
 * A button under a message in KakaoTalk.
 *
 * @param type {@code WL} web link, {@code AL} app link, {@code BK} says its name, {@code MD} says its name and the message,
 *     {@code BT} leads to the bot, {@code BF} a form
 * @param name what stands on it
 * @param link where it leads on a phone, {@code ""} if nowhere
 * @param extra what comes with the customer's next message, {@code ""} if nothing
 */
public record KakaoButton(String type, String name, String link, String extra) {
    /** The type alone. */
    @Override
    public String toString() {
        return "KakaoButton[" + type + "]";
    }
}
