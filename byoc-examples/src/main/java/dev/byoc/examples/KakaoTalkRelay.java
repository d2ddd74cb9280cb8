package dev.byoc.examples;

import dev.byoc.ConfigurationException;
import dev.byoc.relay.RelayBuilder;
import dev.byoc.relay.RelayEngine;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Relays between one KakaoTalk channel (Consultation Talk, by a dealer) and one Freshchat account, set up by environment variables:
 *
 * <ul>
 *   <li>those of {@link RealRelay}
 *   <li>{@code KAKAO_SENDER_KEY}: the channel's sender key, from the dealer
 *   <li>{@code KAKAO_DEALER}: {@code happytalk}, as without it, or {@code bizgo}
 *   <li>{@code HAPPYTALK_CLIENT_ID}, {@code HAPPYTALK_CLIENT_SECRET}, or {@code BIZGO_API_KEY}: the dealer's credentials
 *   <li>and, if need be, {@code KAKAO_ALLOWED_ADDRESSES}: from where the dealer calls; {@code KAKAO_TAKE_OVER=yes}: replaces a webhook that
 *       another system has set; {@code KAKAO_DEALER_URL}: where the dealer's API is; {@code KAKAO_MEDIA_HOSTS}: where customers' files lie
 * </ul>
 */
public final class KakaoTalkRelay {
    /** Part of every customer's reference in Freshchat, so it never changes. */
    public static final String ACCOUNT = "kakao-main";

    public static final String NETWORK = "KakaoTalk";

    private static final Map<String, List<String>> CREDENTIALS = Map.of(
            "happytalk", List.of("HAPPYTALK_CLIENT_ID", "HAPPYTALK_CLIENT_SECRET"),
            "bizgo", List.of("BIZGO_API_KEY"));

    private static final Map<String, String> SETTINGS = Map.of(
            "KAKAO_SENDER_KEY", "sender-key",
            "HAPPYTALK_CLIENT_ID", "client-id",
            "HAPPYTALK_CLIENT_SECRET", "client-secret",
            "BIZGO_API_KEY", "api-key",
            "FRESHCHAT_TOPIC", "topic",
            "KAKAO_ALLOWED_ADDRESSES", "allowed-addresses",
            "KAKAO_TAKE_OVER", "take-over",
            "KAKAO_DEALER_URL", "base-url",
            "KAKAO_MEDIA_HOSTS", "media-hosts");

    private KakaoTalkRelay() {}

    public static void main(String[] args) throws InterruptedException {
        RealRelay.run(NETWORK, KakaoTalkRelay::relay);
    }

    /**
     * The relay of this program, not started yet. The sandbox makes its own by this method, with other addresses only.
     *
     * @throws ConfigurationException naming all that is missing or wrong
     */
    public static RelayEngine relay(Map<String, String> variables) {
        Environment set = new Environment(variables);
        String dealer = set.text("KAKAO_DEALER").isEmpty() ? "happytalk" : set.text("KAKAO_DEALER");
        List<String> credentials = CREDENTIALS.get(dealer);
        if (credentials == null) {
            throw new ConfigurationException("KAKAO_DEALER must be happytalk or bizgo.");
        }
        List<String> own = new ArrayList<>(List.of("KAKAO_SENDER_KEY"));
        own.addAll(credentials);
        RelayBuilder builder = RealRelay.builder(set, own);
        Map<String, String> kakao = new LinkedHashMap<>();
        kakao.put("dealer", dealer);
        SETTINGS.forEach((variable, setting) -> {
            if (!set.text(variable).isEmpty()) {
                kakao.put(setting, set.text(variable));
            }
        });
        return builder.account(ACCOUNT, "kakaotalk", kakao).build();
    }
}
