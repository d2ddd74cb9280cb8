package dev.byoc.testkit.kakaotalk;

import dev.byoc.json.Json;
import java.util.List;

/**
 * What a customer got to see in KakaoTalk.
 *
 * @param key the dealer's name for it: the partner's own {@code serial_number} at Happytalk, the {@code msgKey} at Bizgo
 * @param type as the dealer names it, {@code "TX"} or {@code "TEXT"}
 * @param text the text or caption, {@code ""} if there is none
 * @param bytes the image or file that was uploaded before, empty if there is none
 * @param fileName the file's name as it is shown, {@code ""} if there is none
 * @param fileSize the file's size as it is shown, -1 if there is none
 * @param buttons the buttons below, quick replies included
 * @param json the whole message as it was sent
 */
public record KakaoMessage(
        String key,
        String type,
        String text,
        byte[] bytes,
        String fileName,
        long fileSize,
        List<KakaoButton> buttons,
        Json json) {
    /** Key and type alone. */
    @Override
    public String toString() {
        return "KakaoMessage[" + key + ", " + type + "]";
    }
}
