package dev.byoc.spring.internal.properties;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The names below {@code byoc.accounts.<id>}: those of core's own options, of this repository's channels, and {@code settings} for any other
 * channel. Values are checked by core, which says what each means: docs/reference/settings.md.
 */
public record AccountProperties(
        @Nullable String channel,
        @Nullable Map<String, String> settings,
        @Nullable Viber viber,
        @Nullable KakaoTalk kakaotalk,
        @Nullable KakaoTalkSkill kakaotalkSkill,
        @Nullable String topic,
        @Nullable String group,
        @Nullable String properties,
        @Nullable String userProperties,
        @Nullable String contextProperty,
        @Nullable String conversations,
        @Nullable String unknownOutcome,
        @Nullable String untypedReplies,
        @Nullable Boolean bareId,
        @Nullable Boolean relaySystem,
        @Nullable Boolean takeOver,
        @Nullable Boolean endSessionOnResolve,
        @Nullable Boolean keepReceipts,
        @Nullable Boolean noteLosses,
        @Nullable Boolean contactsAsVcard,
        @Nullable Boolean numberPieces,
        @Nullable Boolean agentNames,
        @Nullable String agentAliases,
        @Nullable Boolean agentAvatars,
        @Nullable String sentFromCode,
        @Nullable String silentAfter,
        @Nullable String customerLanguage,
        @Nullable String agentLanguage,
        @Nullable String agentTimeZone,
        @Nullable String pathSecret) {
    /** Of a Viber bot: docs/guides/viber.md. */
    public record Viber(
            @Nullable String authToken,
            @Nullable String senderName,
            @Nullable String senderAvatar,
            @Nullable Boolean showAgentName,
            @Nullable String welcomeMessage,
            @Nullable Integer captionLimit,
            @Nullable String baseUrl,
            @Nullable String authHeader) {}

    /** Of a KakaoTalk channel behind a dealer: docs/guides/kakaotalk.md. */
    public record KakaoTalk(
            @Nullable String dealer,
            @Nullable String senderKey,
            @Nullable String clientId,
            @Nullable String clientSecret,
            @Nullable String apiKey,
            @Nullable String baseUrl,
            @Nullable String reference,
            @Nullable String allowedAddresses,
            @Nullable String mediaHosts) {}

    /** Of a KakaoTalk chatbot: docs/guides/kakaotalk.md. */
    public record KakaoTalkSkill(
            @Nullable String botId,
            @Nullable String headerName,
            @Nullable String headerSecret,
            @Nullable String acknowledgement,
            @Nullable Integer patience,
            @Nullable String callbackHosts,
            @Nullable String eventName,
            @Nullable String restApiKey,
            @Nullable String eventBaseUrl,
            @Nullable String allowedAddresses,
            @Nullable String mediaHosts) {}
}
