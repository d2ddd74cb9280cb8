package dev.byoc.kakaotalk.internal;

import dev.byoc.Visible;
import dev.byoc.channel.SendResult.Reason;
import dev.byoc.json.Json;
import dev.byoc.message.Button;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A button in Kakao's own terms, which the dealers share. */
public final class Buttons {
    private static final int MAX_ADDRESS = 1_000;

    /** The narrowest of the documented limits: a tap sends it back as {@code extra}. */
    private static final String EXTRA = "[A-Za-z0-9_]{1,50}";

    /** What a message is answered whose buttons KakaoTalk would refuse. */
    public static final Refusal REFUSED = Refusal.of(Reason.UNSUPPORTED, KakaoTalkPhrase.BUTTON_UNFIT);

    private Buttons() {}

    /** All of them, as {@link #of} gives each; null: one would be refused. */
    public static @Nullable List<Json> all(List<Button> buttons, int maxName, String mobile, String pc) {
        List<Json> rendered = new ArrayList<>();
        for (Button button : buttons) {
            Json.Builder one = of(button, maxName, mobile, pc);
            if (one == null) {
                return null;
            }
            rendered.add(one.build());
        }
        return rendered;
    }

    /**
     * Null: it would be refused. A quick reply says its label, as KakaoTalk has no other words for it.
     *
     * @param mobile the dealer's name for the address on phones
     * @param pc the dealer's name for the address elsewhere
     */
    private static Json.@Nullable Builder of(Button button, int maxName, String mobile, String pc) {
        String name = Words.plain(button.label()).replace('\n', ' ').strip();
        if (Visible.isBlank(name) || name.length() > maxName) {
            return null;
        }
        Json.Builder link = Json.object().put("name", name);
        if (button instanceof Button.Open open) {
            String address = open.url().toASCIIString();
            if (Hosts.web(address) == null || address.length() > MAX_ADDRESS) {
                return null;
            }
            return link.put("type", "WL").put(mobile, address).put(pc, address);
        }
        String text = ((Button.Reply) button).text();
        boolean tells = !text.equals(button.label()) && text.matches(EXTRA);
        return link.put("type", "BK").put("extra", tells ? text : null);
    }
}
