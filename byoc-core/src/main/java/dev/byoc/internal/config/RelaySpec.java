package dev.byoc.internal.config;

import dev.byoc.channel.config.ConfigSpec;
import dev.byoc.policy.CatchUpPolicy;
import dev.byoc.policy.MediaLimits;
import dev.byoc.policy.RetryPolicy;
import java.util.List;

/** What texts can tell a relay, beside its accounts and sentences: the options of a builder that are no objects. */
public final class RelaySpec {
    /** What stands before the names of settings that belong together: a dot follows it in a property. */
    static final List<String> GROUPS = List.of("freshchat", "retry", "media", "catch-up");

    public static final ConfigSpec SPEC = ConfigSpec.none()
            .optional(
                    "public-url",
                    "",
                    "the https address, with its path, below which messengers and Freshchat reach the relay")
            .flag("allow-plain-http", "take a public-url with http for any host, not only for this machine")
            .flag("strips-public-path", "the proxy before the relay cuts the path of public-url off")
            .optional("old-secrets-for", "PT24H", "how long a replaced secret still verifies webhooks")
            .optional(
                    "send-margin", "PT30S", "how long a channel's send may take beyond the deadlines of its HTTP calls")
            .optional(
                    "probe-every",
                    "PT5M",
                    "how often Freshchat, the messengers and the public address are asked whether all is well; PT0S: never")
            .flag("register-webhooks", true, "whether the start registers webhooks")
            .flag("fail-fast", "the start fails where a webhook cannot be registered without an operator")
            .optional("drain-for", "PT10S", "how long closing still relays open entries")
            .optionalPhrase(
                    "product-events",
                    "takes events of a Freshworks app too, signed with this shared secret of at least 16 characters")
            .optionalPhrase("settings-page", "serves the admin's page with this password of at least 12 characters")
            .optional(
                    "trusted-proxies", "", "proxies, or ranges, whose X-Forwarded-For is believed, with commas between")
            .optional(
                    "allow-internal-hosts",
                    "",
                    "hosts that are not public from which files may be fetched, with commas between")
            .optional("freshchat-url", "", "the chat URL of Freshchat's API settings, with or without /v2")
            .optionalSecret("freshchat-token", "the API token, without the word Bearer")
            .optionalPhrase(
                    "freshchat-webhook-key",
                    "the public key beside the webhook's address in Freshchat's admin settings; several, with commas"
                            + " between, while it changes")
            .optional(
                    "freshchat-scope",
                    "",
                    "the name under which a store keeps this account, for good: the host of url unless set; required for hosts that"
                            + " serve many accounts")
            .optional(
                    "freshchat-note-agent",
                    "",
                    "the agent who writes private notes, by id or e-mail address; the bot unless set")
            .optional(
                    "freshchat-trust-host",
                    "",
                    "one more host that may be sent the token, also over http: a proxy of your own, a test server")
            .optionalSecrets(
                    "freshchat-path-secret",
                    "the secret part of Freshchat's webhook address, 16 to 128 URL-safe characters, made by the relay unless set;"
                            + " while it is being replaced: the new one, then the old one")
            .number(
                    "retry-max-attempts",
                    RetryPolicy.DEFAULT.maxAttempts(),
                    "attempts that may count against one message; outages count against none")
            .optional(
                    "retry-initial-delay",
                    RetryPolicy.DEFAULT.initialDelay().toString(),
                    "wait after the first failure; it doubles")
            .optional("retry-max-delay", RetryPolicy.DEFAULT.maxDelay().toString(), "longest wait")
            .optional(
                    "retry-inbound-age",
                    RetryPolicy.DEFAULT.inboundAge().toString(),
                    "age at which a customer's message becomes a dead letter")
            .optional(
                    "retry-outbound-age",
                    RetryPolicy.DEFAULT.outboundAge().toString(),
                    "age at which an agent's answer becomes a dead letter")
            .number(
                    "media-max-bytes",
                    Math.toIntExact(MediaLimits.DEFAULT.maxBytes()),
                    "the largest file, in bytes, at most 999999999")
            .optional(
                    "media-deadline", MediaLimits.DEFAULT.deadline().toString(), "how long fetching one file may take")
            .number(
                    "media-at-once",
                    MediaLimits.DEFAULT.atOnce(),
                    "messages with files worked on at once, both directions together")
            .optional(
                    "media-retry-for",
                    MediaLimits.DEFAULT.retryFor().toString(),
                    "how long a file is asked for again whose server fails")
            .flag(
                    "catch-up-automatic",
                    CatchUpPolicy.DEFAULT.automatic(),
                    "whether the relay looks by itself for answers that no webhook has told of")
            .optional("catch-up-calls-per-second", "2", "most calls a second for that, such as 0.5; at most 1000")
            .optional(
                    "catch-up-after",
                    CatchUpPolicy.DEFAULT.after().toString(),
                    "how long after the relay listens again")
            .optional(
                    "catch-up-active-within",
                    CatchUpPolicy.DEFAULT.activeWithin().toString(),
                    "conversations without activity for so long before the gap wait until something comes there")
            .optional(
                    "catch-up-not-before",
                    "",
                    "answers written earlier are left alone, as after a backup was put back: a time such as 2026-01-31T08:00:00Z");

    private RelaySpec() {}

    /** The name of a setting as it stands in a property, behind {@code byoc.}: {@code freshchat-url} is {@code freshchat.url}. */
    public static String dotted(String name) {
        String group = group(name);
        return group.isEmpty() ? name : group + "." + name.substring(group.length() + 1);
    }

    /** The group of a setting; {@code ""}: it belongs to none. */
    static String group(String name) {
        return GROUPS.stream()
                .filter(each -> name.startsWith(each + "-"))
                .findFirst()
                .orElse("");
    }
}
