package dev.byoc.kakaotalk.internal.dealer;

import dev.byoc.ConfigurationException;
import dev.byoc.Secret;
import dev.byoc.channel.config.ConfigSpec;
import dev.byoc.channel.config.Setting;
import dev.byoc.channel.config.Settings;
import dev.byoc.kakaotalk.internal.Hosts;
import dev.byoc.kakaotalk.internal.InboundSettings;
import dev.byoc.support.AddressRange;
import java.util.ArrayList;
import java.util.List;

/**
 * The checked settings of one KakaoTalk channel.
 *
 * @param secrets may change: they are asked for at each use
 * @param allowedAddresses empty: callbacks may come from anywhere
 * @param notesReference whether agents are told what a customer's button or link passed on
 */
record DealerConfig(
        DealerKind dealer,
        Settings secrets,
        String baseUrl,
        boolean notesReference,
        List<AddressRange> allowedAddresses,
        Hosts mediaHosts) {
    static final ConfigSpec SPEC = ConfigSpec.none()
            .choice("dealer", DealerKind.names(), "who connects the channel to KakaoTalk")
            .secret("sender-key", "the channel's sender key (발신프로필 키), from the dealer")
            .optional("client-id", "", "Happytalk's HT-Client-Id; needed with that dealer only")
            .optionalSecret("client-secret", "Happytalk's HT-Client-Secret; needed with that dealer only")
            .optionalSecret("api-key", "Bizgo's API key; needed with that dealer only")
            .url(
                    "base-url",
                    "",
                    "where the dealer's API is; empty: https://kakao-api.happytalk.io or https://mars.ibapi.kr")
            .choice(
                    "reference",
                    List.of("note", "ignore"),
                    "whether agents get a private note of what the customer's button or link passed on")
            .optional(Setting.ALLOWED_ADDRESSES, "", InboundSettings.ADDRESSES_HELP)
            .optional("media-hosts", InboundSettings.KAKAO_MEDIA, InboundSettings.MEDIA_HOSTS_HELP)
            .identifiedBy("sender-key");

    static DealerConfig of(Settings settings) {
        List<String> faults = new ArrayList<>();
        DealerKind dealer = DealerKind.of(settings.text("dealer"));
        checkCredentials(settings, dealer, faults);
        Secret senderKey = settings.secret("sender-key");
        if (!senderKey.reveal().matches("[A-Za-z0-9_-]{1,64}")) {
            faults.add("'sender-key' is no sender key: letters and digits only; copy it again from the dealer");
        }
        String baseUrl = settings.text("base-url");
        if (baseUrl.contains("?") || baseUrl.contains("#")) {
            faults.add("'base-url' must not have a query or fragment: paths are put behind it");
        }
        List<AddressRange> addresses = InboundSettings.addresses(settings.text(Setting.ALLOWED_ADDRESSES), faults);
        Hosts hosts = Hosts.of("media-hosts", settings.text("media-hosts"), faults);
        if (!faults.isEmpty()) {
            throw new ConfigurationException(faults);
        }
        return new DealerConfig(
                dealer,
                settings,
                baseUrl.isEmpty() ? dealer.baseUrl() : baseUrl,
                "note".equals(settings.text("reference")),
                addresses,
                hosts);
    }

    private static void checkCredentials(Settings settings, DealerKind chosen, List<String> faults) {
        for (DealerKind dealer : DealerKind.ALL) {
            for (String name : dealer.credentials()) {
                List<Secret> given = given(settings, name);
                boolean needed = dealer.equals(chosen);
                if (given.isEmpty() && needed) {
                    faults.add("'" + name + "' is missing: the dealer " + chosen.name() + " needs it");
                } else if (!given.isEmpty() && !needed) {
                    // Most likely the wrong dealer is set: with the default one, nothing would ever arrive.
                    faults.add("'" + name + "' belongs to the dealer " + dealer.name() + ", but 'dealer' is "
                            + chosen.name());
                } else if (!given.isEmpty() && !fitsHeader(given.get(0).reveal())) {
                    faults.add("'" + name + "' holds characters other than printable ASCII; copy it again");
                }
            }
        }
    }

    private static List<Secret> given(Settings settings, String name) {
        boolean secret =
                SPEC.settings().stream().anyMatch(setting -> setting.name().equals(name) && setting.isSecret());
        if (secret) {
            return settings.secrets(name);
        }
        String text = settings.text(name);
        return text.isEmpty() ? List.of() : List.of(Secret.of(text));
    }

    static boolean fitsHeader(String value) {
        return value.chars().allMatch(c -> c >= ' ' && c <= '~');
    }

    Secret senderKey() {
        return secrets.secret("sender-key");
    }

    /** A dealer's credential, which is there: {@link #of} has checked that. */
    String credential(String name) {
        List<Secret> given = given(secrets, name);
        if (given.isEmpty()) {
            throw new IllegalStateException("the dealer " + dealer.name() + " has no '" + name + "'");
        }
        return given.get(0).reveal();
    }
}
