package dev.byoc.internal.config;

import dev.byoc.Secret;
import dev.byoc.channel.config.Setting;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * A relay's settings as texts, sorted by what they are of.
 *
 * @param relay by their names as they were given, without what all of them begin with
 * @param accounts the settings of each account, the channel among them, by the account's id and their names as they were given
 * @param sentences a host's own, by language and key
 */
record GivenTexts(
        Map<String, String> relay,
        Map<String, Map<String, String>> accounts,
        Map<String, Map<String, String>> sentences) {
    private static final String FILE = "file";

    /** These, but for what others say in their place, in whatever spelling; what is empty there says nothing. */
    GivenTexts overriddenBy(GivenTexts others) {
        Map<String, Map<String, String>> merged = new TreeMap<>(accounts);
        others.accounts.forEach((id, settings) -> merged.merge(id, settings, GivenTexts::overridden));
        return new GivenTexts(overridden(relay, others.relay), merged, sentences);
    }

    private static Map<String, String> overridden(Map<String, String> texts, Map<String, String> others) {
        Map<String, String> over = new TreeMap<>(others);
        over.values().removeIf(value -> Secret.trimmed(value).isEmpty());
        Map<String, String> merged = new TreeMap<>(texts);
        // Before any is added: of two overrides that say the same neither takes the other's place, so that they are
        // told as a fault.
        merged.keySet().removeIf(each -> over.keySet().stream().anyMatch(name -> saysTheSame(each, name)));
        over.forEach((name, value) -> merged.put(name.toLowerCase(Locale.ROOT).replace('_', '-'), value));
        return merged;
    }

    /** Also as the name of a file that holds it. */
    private static boolean saysTheSame(String one, String other) {
        String first = Setting.relaxed(one);
        String second = Setting.relaxed(other);
        return first.equals(second) || first.equals(second + FILE) || second.equals(first + FILE);
    }
}
