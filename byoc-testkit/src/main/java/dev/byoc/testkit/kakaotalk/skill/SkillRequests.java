package dev.byoc.testkit.kakaotalk.skill;

import dev.byoc.json.Json;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What Kakao's bot server asks a skill. */
final class SkillRequests {
    private static final String BLOCK_ID = "66aa00bb11cc22dd33ee44ff";
    private static final String BLOCK_NAME = "폴백 블록";

    private SkillRequests() {}

    static Json request(
            String botId, String botUserKey, String utterance, Json.Builder params, @Nullable URI callbackUrl) {
        Json.Builder userRequest = Json.object()
                .put("timezone", "Asia/Seoul")
                .put("params", params)
                .put("block", named(BLOCK_ID, BLOCK_NAME))
                .put("utterance", utterance)
                .put("lang", "ko")
                .put("user", user(botUserKey))
                .put("callbackUrl", callbackUrl == null ? null : callbackUrl.toString());
        Json reason = Json.object().put("code", 1).put("message", "OK").build();
        return Json.object()
                .put(
                        "intent",
                        named(BLOCK_ID, BLOCK_NAME).put("extra", Json.object().put("reason", reason)))
                .put("userRequest", userRequest)
                .put("bot", named(botId, "샘플봇"))
                .put(
                        "action",
                        named("66aa00bb11cc22dd33ee0002", "relay")
                                .put("params", Map.of())
                                .put("detailParams", Map.of())
                                .put("clientExtra", Map.of()))
                .put("contexts", List.of())
                .build();
    }

    private static Json.Builder named(String id, String name) {
        return Json.object().put("id", id).put("name", name);
    }

    private static Json.Builder user(String botUserKey) {
        // Another name of the same person, per channel; made from the bot's name for them so that it stays the same.
        String channelKey = "p%011x".formatted(botUserKey.hashCode() & 0xFFFF_FFFFL);
        return Json.object()
                .put("id", botUserKey)
                .put("type", "botUserKey")
                .put(
                        "properties",
                        Json.object()
                                .put("botUserKey", botUserKey)
                                .put("plusfriendUserKey", channelKey)
                                .put("isFriend", true)
                                .put("bot_user_key", botUserKey)
                                .put("plusfriend_user_key", channelKey));
    }
}
