package dev.byoc.internal.config;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How a relay's settings are called where they are texts. */
public enum NameStyle {
    /** {@code byoc.freshchat.url}. */
    PROPERTY {
        @Override
        public String of(String dotted) {
            return PREFIX + dotted;
        }
    },
    /** {@code BYOC_FRESHCHAT_URL}. */
    VARIABLE {
        @Override
        public String of(String dotted) {
            return (PREFIX + dotted).replaceAll("[.-]", "_").toUpperCase(Locale.ROOT);
        }
    };

    static final String PREFIX = "byoc.";

    /** How a fault begins that is about an option of the Freshchat account's builder, or of the relay's. */
    private static final Pattern OPTION =
            Pattern.compile("^(?:Freshchat ([a-zA-Z]+)|([a-z][A-Za-z]*)\\(\\.\\.\\.\\)|(publicUrl))(?= )");

    /** Options that are not called as their settings. */
    private static final Map<String, String> OTHERS = Map.of(
            "account", "accounts.ID.channel",
            "trusted-proxy", "trusted-proxies",
            "allow-internal-host", "allow-internal-hosts");

    /**
     * The name of a setting.
     *
     * @param dotted as it stands in a property, behind {@code byoc.}
     */
    public abstract String of(String dotted);

    /**
     * All faults of a build, by the names of the settings. That one is missing is left out where a fault of its text is told.
     *
     * @param ofTexts those among them that the texts had
     */
    List<String> told(List<String> all, List<String> ofTexts) {
        return all.stream()
                .map(this::told)
                .filter(fault -> ofTexts.contains(fault) || !follows(fault, ofTexts))
                .toList();
    }

    private static boolean follows(String fault, List<String> ofTexts) {
        int end = fault.indexOf(" is missing");
        return end > 0 && ofTexts.stream().anyMatch(each -> each.startsWith(fault.substring(0, end + 1)));
    }

    /** What a fault says of an option of a builder, said of the setting; other faults as they are. */
    String told(String fault) {
        Matcher option = OPTION.matcher(fault);
        if (!option.find()) {
            return fault;
        }
        String ofFreshchat = option.group(1);
        String ofRelay = option.group(2) == null ? option.group(3) : option.group(2);
        String name = ofFreshchat == null ? words(ofRelay) : "freshchat-" + words(ofFreshchat);
        String dotted = OTHERS.getOrDefault(name, RelaySpec.dotted(name));
        boolean known = OTHERS.containsKey(name)
                || RelaySpec.SPEC.settings().stream()
                        .anyMatch(each -> each.name().equals(name));
        return known ? of(dotted) + fault.substring(option.end()) : fault;
    }

    private static String words(String camelCase) {
        return camelCase.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }
}
