package dev.byoc.testkit.kakaotalk;

import dev.byoc.json.Json;
import java.util.Arrays;
import java.util.List;

/**
 * What a customer did in KakaoTalk, before a dealer writes it down.
 *
 * @param type {@code text}, {@code photo}, {@code video}, {@code audio} or {@code file}
 * @param items the text, or one entry for each file
 * @param fullText where the whole of a long text lies, {@code ""} for a text that is whole
 * @param extra what the button carried that was pressed, {@code ""} if none was
 * @param over fields that replace what the dealer would write; none as a rule
 */
record KakaoSaid(String type, List<Item> items, String fullText, String extra, Json over) {
    /**
     * A text, or a file.
     *
     * @param url {@code ""} for a text
     * @param comment the text, or a file's name; {@code ""} if there is none
     */
    record Item(String url, String comment) {}

    static KakaoSaid text(String text, String fullText, String extra) {
        return new KakaoSaid("text", List.of(new Item("", text)), fullText, extra, Json.ABSENT);
    }

    static KakaoSaid media(String type, String... urls) {
        return new KakaoSaid(
                type, Arrays.stream(urls).map(url -> new Item(url, "")).toList(), "", "", Json.ABSENT);
    }

    static KakaoSaid file(String url, String name) {
        return new KakaoSaid("file", List.of(new Item(url, name)), "", "", Json.ABSENT);
    }

    static KakaoSaid fields(Json over) {
        return new KakaoSaid("text", List.of(), "", "", over);
    }
}
