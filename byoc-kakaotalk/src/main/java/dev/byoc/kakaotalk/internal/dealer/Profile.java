package dev.byoc.kakaotalk.internal.dealer;

import dev.byoc.channel.AccountHealth;
import dev.byoc.json.Json;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A sender profile as both dealers describe it (happytalkLC/mkdocs-test, sender/search; developers.bizgo.io, kakao-common). */
final class Profile {
    private static final Map<String, String> STATES =
            Map.of("B", "blocked", "C", "deactivated", "D", "deleted", "E", "being deleted");

    private Profile() {}

    /** Whether it can be used for consultation. What is not told is not wrong. */
    static AccountHealth health(Json profile) {
        if (!profile.isObject()) {
            return new AccountHealth.KeyRefused("The dealer does not know the sender profile. Check 'sender-key'.");
        }
        String trouble = trouble(profile);
        return trouble == null ? new AccountHealth.Healthy(false) : new AccountHealth.Impaired(trouble);
    }

    private static @Nullable String trouble(Json profile) {
        String state = STATES.get(profile.get("profileStatus").textOr("A"));
        if (state != null) {
            return "The KakaoTalk channel is " + state + ". Look at it in the KakaoTalk channel manager.";
        }
        if (profile.get("block").isTrue() || profile.get("dormant").isTrue()) {
            return "The sender profile is blocked or dormant. Ask the dealer.";
        }
        if (!profile.get("status").textOr("A").equals("A")) {
            return "The sender profile is not active. Ask the dealer.";
        }
        Json bizchat = profile.get("bizchat");
        return bizchat.isPresent() && !bizchat.isTrue()
                ? "The sender profile is not registered for Consultation Talk (bizchat). Ask the dealer."
                : null;
    }
}
