package dev.byoc.testkit.kakaotalk;

import java.net.URI;

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
    static final int MAX_URL_CHARS = 1_000;

    /** Whether a web link may lead there. */
    public static boolean isWeb(String url) {
        try {
            URI uri = URI.create(url);
            return url.length() <= MAX_URL_CHARS && uri.getHost() != null && url.matches("(?i)https?://.*");
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** The type alone. */
    @Override
    public String toString() {
        return "KakaoButton[" + type + "]";
    }
}
