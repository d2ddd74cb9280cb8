package dev.byoc.internal.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/** Sorts properties by their names. What does not begin with {@code byoc.} is not ours. */
final class PropertyNames {
    private static final String ACCOUNTS = "accounts.";
    private static final String WORDING = "wording.";

    private PropertyNames() {}

    /** Those of its defaults too. */
    static GivenTexts sorted(Properties properties, List<String> faults) {
        Map<String, String> relay = new LinkedHashMap<>();
        Map<String, Map<String, String>> accounts = new TreeMap<>();
        Map<String, Map<String, String>> sentences = new TreeMap<>();
        for (Map.Entry<String, String> each : ours(properties, faults).entrySet()) {
            String name = each.getKey();
            String value = each.getValue();
            if (name.startsWith(ACCOUNTS)) {
                put(accounts, name, ACCOUNTS, "ID.SETTING", value, faults);
            } else if (name.startsWith(WORDING)) {
                put(sentences, name, WORDING, "LANGUAGE.KEY", value, faults);
            } else {
                relay.put(name, value);
            }
        }
        return new GivenTexts(relay, accounts, sentences);
    }

    private static Map<String, String> ours(Properties properties, List<String> faults) {
        Map<String, String> ours = new TreeMap<>();
        for (String name : properties.stringPropertyNames()) {
            if (name.startsWith(NameStyle.PREFIX)) {
                ours.put(name.substring(NameStyle.PREFIX.length()), properties.getProperty(name, ""));
            }
        }
        // An object beside the texts has no name among those above, and would be passed over.
        properties.forEach((name, value) -> {
            if (name instanceof String text && text.startsWith(NameStyle.PREFIX) && !(value instanceof String)) {
                faults.add(ShownNames.shown(text) + " is no text");
            }
        });
        return ours;
    }

    private static void put(
            Map<String, Map<String, String>> all,
            String name,
            String group,
            String form,
            String value,
            List<String> faults) {
        String[] parts = name.substring(group.length()).split("\\.", 2);
        if (parts.length < 2 || parts[0].isEmpty() || parts[1].isEmpty()) {
            faults.add(ShownNames.shown(NameStyle.PREFIX + name) + " is not a setting; its form is " + NameStyle.PREFIX
                    + group + form);
        } else {
            all.computeIfAbsent(parts[0], unseen -> new TreeMap<>()).put(parts[1], value);
        }
    }
}
