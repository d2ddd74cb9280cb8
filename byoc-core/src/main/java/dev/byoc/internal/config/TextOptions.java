package dev.byoc.internal.config;

import dev.byoc.Secret;
import dev.byoc.SecretFile;
import dev.byoc.channel.config.Settings;
import dev.byoc.freshchat.FreshchatSettings;
import dev.byoc.policy.CatchUpPolicy;
import dev.byoc.policy.MediaLimits;
import dev.byoc.policy.RetryPolicy;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Asks for what the settings of {@link RelaySpec} say, of which only those that were given and have no fault count. */
final class TextOptions {
    private final RelayConfig config;
    private final Set<String> given;
    private final Settings settings;
    private final UnaryOperator<String> called;

    TextOptions(RelayConfig config, Set<String> given, Settings settings, UnaryOperator<String> called) {
        this.config = config;
        this.given = given;
        this.settings = settings;
        this.called = called;
    }

    /** @param token where Freshchat's token comes from, if a file is named */
    void apply(@Nullable SecretFile token) {
        text("public-url", config::publicUrl);
        flag("allow-plain-http", config::allowPlainHttp);
        flag("strips-public-path", config::stripsPublicPath);
        config.oldSecretsFor(duration("old-secrets-for", config.oldSecretsFor));
        config.sendMargin(duration("send-margin", config.sendMargin));
        config.probeEvery(duration("probe-every", config.probeEvery));
        config.registerWebhooks(settings.flag("register-webhooks"));
        flag("fail-fast", config::failFast);
        config.drainFor(duration("drain-for", config.drain));
        secrets("product-events", config::productEvents);
        secrets("settings-page", config::settingsPage);
        words("trusted-proxies", config::trustedProxy);
        words("allow-internal-hosts", config::internalHost);
        secrets("freshchat-path-secret", config::freshchatPathSecret);
        config.freshchat(null, freshchat(token));
        config.retry(retry());
        config.media(media());
        config.catchUp(catchUp());
    }

    private FreshchatSettings.Builder freshchat(@Nullable SecretFile token) {
        FreshchatSettings.Builder account = FreshchatSettings.builder();
        text("freshchat-url", account::url);
        secrets("freshchat-token", account::token);
        if (token != null) {
            account.tokenFrom(token);
        }
        secrets("freshchat-webhook-key", keys -> List.of(keys.split(",")).forEach(account::webhookKey));
        text("freshchat-scope", account::scope);
        text("freshchat-note-agent", account::noteAgent);
        text("freshchat-trust-host", account::trustHost);
        return account;
    }

    private RetryPolicy retry() {
        RetryPolicy policy = RetryPolicy.upTo(number("retry-max-attempts"));
        policy = policy.startingAt(duration("retry-initial-delay", policy.initialDelay()));
        policy = policy.cappedAt(duration("retry-max-delay", policy.maxDelay()));
        return policy.expiringAfter(
                duration("retry-inbound-age", policy.inboundAge()),
                duration("retry-outbound-age", policy.outboundAge()));
    }

    private MediaLimits media() {
        MediaLimits limits = MediaLimits.DEFAULT;
        return limits.maxBytes(number("media-max-bytes"))
                .deadline(duration("media-deadline", limits.deadline()))
                .atOnce(number("media-at-once"))
                .retryFor(duration("media-retry-for", limits.retryFor()));
    }

    private CatchUpPolicy catchUp() {
        CatchUpPolicy policy = CatchUpPolicy.DEFAULT;
        policy = policy.atMost(callsPerSecond(policy.callsPerSecond()))
                .startingAfter(duration("catch-up-after", policy.after()))
                .ofActivityWithin(duration("catch-up-active-within", policy.activeWithin()))
                .notBefore(notBefore(policy.notBefore()));
        return settings.flag("catch-up-automatic") ? policy : policy.byHand();
    }

    private double callsPerSecond(double otherwise) {
        String name = "catch-up-calls-per-second";
        String number = settings.text(name);
        if (number.matches("[0-9]{1,4}(\\.[0-9]{1,6})?")) {
            return Double.parseDouble(number);
        }
        wrong(name, "must be a number such as 2 or 0.5");
        return otherwise;
    }

    private Instant notBefore(Instant otherwise) {
        String name = "catch-up-not-before";
        try {
            return given.contains(name) ? Instant.parse(settings.text(name)) : otherwise;
        } catch (DateTimeException e) {
            wrong(name, "must be an ISO-8601 time such as 2026-01-31T08:00:00Z");
            return otherwise;
        }
    }

    private Duration duration(String name, Duration otherwise) {
        try {
            return given.contains(name) ? Duration.parse(settings.text(name)) : otherwise;
        } catch (DateTimeException e) {
            wrong(name, "must be an ISO-8601 duration: PT10S, PT5M, PT12H or P7D, for seconds, minutes, hours or days");
            return otherwise;
        }
    }

    private int number(String name) {
        return Integer.parseInt(settings.text(name));
    }

    private void text(String name, Consumer<String> option) {
        if (given.contains(name)) {
            option.accept(settings.text(name));
        }
    }

    private void flag(String name, Runnable option) {
        if (settings.flag(name)) {
            option.run();
        }
    }

    private void words(String name, Consumer<String> option) {
        text(name, words -> List.of(words.split("[,\\s]+")).forEach(option));
    }

    private void secrets(String name, Consumer<String> option) {
        if (given.contains(name)) {
            settings.secrets(name).stream().map(Secret::reveal).forEach(option);
        }
    }

    private void wrong(String name, String rule) {
        config.faults.add(called.apply(name) + " " + rule);
    }
}
