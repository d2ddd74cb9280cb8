package dev.byoc.kakaotalk.internal.skill;

import dev.byoc.ConfigurationException;
import dev.byoc.Secret;
import dev.byoc.Visible;
import dev.byoc.channel.Capabilities.Unit;
import dev.byoc.channel.config.ConfigSpec;
import dev.byoc.channel.config.Setting;
import dev.byoc.channel.config.Settings;
import dev.byoc.kakaotalk.internal.Hosts;
import dev.byoc.kakaotalk.internal.InboundSettings;
import dev.byoc.kakaotalk.internal.KakaoTalkPhrase;
import dev.byoc.kakaotalk.internal.Words;
import dev.byoc.support.AddressRange;
import dev.byoc.support.Graphemes;
import dev.byoc.wording.Wording;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The checked settings of one chatbot.
 *
 * @param secrets may change: they are asked for at each use
 * @param ownAcknowledgement what a customer reads while no one has answered; blank: the relay's words
 * @param event null: nothing can be said outside a request and its callback
 */
record SkillSettings(
        String botId,
        String headerName,
        Settings secrets,
        String ownAcknowledgement,
        Duration patience,
        Hosts callbackHosts,
        Hosts mediaHosts,
        List<AddressRange> allowedAddresses,
        @Nullable Event event) {
    /**
     * What is needed to start a block of the chatbot without a request (Event API).
     *
     * @param name of the event that the block is bound to
     */
    record Event(String name, String baseUrl) {}

    /** Kakao waits 5 s in all; the rest is for the way. */
    private static final int MAX_PATIENCE_SECONDS = 4;

    static final ConfigSpec SPEC = ConfigSpec.none()
            .text("bot-id", "the chatbot's id, from its address in the chatbot admin center")
            .optional("header-name", "X-Relay-Secret", "the header that the skill sends header-secret in")
            .secrets(
                    "header-secret",
                    "a long random value, entered at the skill as the header's value; while it is being replaced: the new"
                            + " one, then the old one")
            .optional(
                    "acknowledgement",
                    "",
                    "what the customer reads while no one has answered, at most 1000 characters; empty: the relay's own"
                            + " words in customer-language")
            .number(
                    "patience",
                    MAX_PATIENCE_SECONDS,
                    "seconds to wait for an answer before the acknowledgement, at most 4; Kakao waits for 5")
            .optional(
                    "callback-hosts",
                    "kakao.com",
                    "hosts that answers may be posted to, with everything under them, by https; 'http://localhost'"
                            + " allows plain http to that host, for tests")
            .optional(
                    "event-name",
                    "",
                    "an event of the chatbot that tells customers of a late answer; needs rest-api-key")
            .optionalSecret("rest-api-key", "the REST API key of the Kakao app that the event belongs to")
            .url("event-base-url", "https://bot-api.kakao.com", "where the Event API is")
            .optional(Setting.ALLOWED_ADDRESSES, "", InboundSettings.ADDRESSES_HELP)
            .optional("media-hosts", InboundSettings.KAKAO_MEDIA, InboundSettings.MEDIA_HOSTS_HELP)
            .identifiedBy("bot-id");

    static SkillSettings of(Settings settings) {
        List<String> faults = new ArrayList<>();
        String botId = settings.text("bot-id");
        if (!botId.matches("[A-Za-z0-9]{1,64}")) {
            faults.add("'bot-id' is no id of a chatbot: letters and digits only");
        }
        String header = settings.text("header-name");
        if (!header.matches("[A-Za-z0-9-]{1,64}")) {
            faults.add("'header-name' is no name of a header: letters, digits and hyphens only");
        }
        String acknowledgement = Words.plain(settings.text("acknowledgement"));
        if (acknowledgement.length() > SkillAnswer.MAX_TEXT) {
            faults.add("'acknowledgement' must have at most " + SkillAnswer.MAX_TEXT + " characters");
        }
        int patience = Integer.parseInt(settings.text("patience"));
        if (patience > MAX_PATIENCE_SECONDS) {
            faults.add("'patience' must be at most " + MAX_PATIENCE_SECONDS + " seconds");
        }
        Hosts callbacks = Hosts.of("callback-hosts", settings.text("callback-hosts"), faults);
        Hosts media = Hosts.of("media-hosts", settings.text("media-hosts"), faults);
        List<AddressRange> addresses = InboundSettings.addresses(settings.text(Setting.ALLOWED_ADDRESSES), faults);
        Event event = event(settings, faults);
        if (!faults.isEmpty()) {
            throw new ConfigurationException(faults);
        }
        return new SkillSettings(
                botId,
                header,
                settings,
                acknowledgement,
                Duration.ofSeconds(patience),
                callbacks,
                media,
                addresses,
                event);
    }

    private static @Nullable Event event(Settings settings, List<String> faults) {
        String name = settings.text("event-name");
        List<Secret> key = settings.secrets("rest-api-key");
        if (name.isEmpty() != key.isEmpty()) {
            faults.add("'event-name' and 'rest-api-key' belong together: set both or none");
        }
        if (name.isEmpty() || key.isEmpty()) {
            return null;
        }
        String baseUrl = settings.text("event-base-url");
        if (baseUrl.contains("?") || baseUrl.contains("#")) {
            faults.add("'event-base-url' must not have a query or fragment");
        }
        return new Event(name, baseUrl);
    }

    /** What a customer reads while no one has answered, within the longest text. */
    String acknowledgement(Wording customers) {
        String words = Visible.isBlank(ownAcknowledgement) ? customers.of(KakaoTalkPhrase.WAITING) : ownAcknowledgement;
        // A host's own sentence may be longer.
        return Graphemes.head(Words.plain(words), SkillAnswer.MAX_TEXT, Unit.UTF16);
    }

    /** The current one, then those that still count while the console is being changed. */
    List<Secret> headerSecrets() {
        return secrets.secrets("header-secret");
    }

    /** There is one where there is an {@link #event}. */
    Secret restApiKey() {
        return secrets.secret("rest-api-key");
    }
}
