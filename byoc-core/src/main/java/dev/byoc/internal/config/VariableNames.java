package dev.byoc.internal.config;

import dev.byoc.Secret;
import dev.byoc.ServiceLink;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Sorts environment variables by their names. What does not begin with {@code BYOC_} is not ours, and neither is a service link. */
final class VariableNames {
    private static final String PREFIX = "BYOC_";
    private static final String ACCOUNTS = "ACCOUNTS_";
    private static final String CHANNEL = "_CHANNEL";
    private static final String WORDING = "WORDING_";

    /** In whatever case, and with the dots and hyphens of a property: some shells and container tools let them through. */
    private static final Pattern OURS = Pattern.compile("(?i)byoc[._-].*");

    private VariableNames() {}

    /** @param others ids of accounts that are not made by a variable, in their spelling elsewhere */
    static GivenTexts sorted(Map<String, String> variables, Collection<String> others, List<String> faults) {
        Map<String, String> ours = ours(variables, faults);
        Map<String, String> known = new TreeMap<>();
        others.forEach(each -> known.put(each.toUpperCase(Locale.ROOT).replaceAll("[.-]", "_"), each));
        List<String> ids = ids(ours, known.keySet());
        Map<String, Map<String, String>> accounts = new TreeMap<>();
        Map<String, String> relay = new LinkedHashMap<>();
        ours.forEach((name, value) -> {
            String id = ids.stream()
                    .filter(each -> name.startsWith(ACCOUNTS + each + "_"))
                    .findFirst()
                    .orElse("");
            if (!id.isEmpty()) {
                accounts.computeIfAbsent(known.getOrDefault(id, accountId(id)), unseen -> new TreeMap<>())
                        .put(name.substring((ACCOUNTS + id + "_").length()), value);
            } else if (name.startsWith(ACCOUNTS) && !ServiceLink.is(name, value)) {
                faults.add(ShownNames.shown(PREFIX + name) + " belongs to no account: each has a variable "
                        + NameStyle.VARIABLE.of("accounts.ID.channel"));
            } else if (name.startsWith(WORDING) && !ServiceLink.is(name, value)) {
                faults.add(ShownNames.shown(PREFIX + name)
                        + " is not a setting: sentences are given as properties, or in code by wording(...)");
            } else if (!ServiceLink.is(name, value)) {
                relay.put(name, value);
            }
        });
        return new GivenTexts(relay, accounts, Map.of());
    }

    /** As they stand in the names, the longest first. */
    private static List<String> ids(Map<String, String> ours, Set<String> others) {
        Stream<String> made = ours.keySet().stream()
                .filter(name -> name.startsWith(ACCOUNTS) && name.endsWith(CHANNEL))
                .filter(name -> name.length() > ACCOUNTS.length() + CHANNEL.length())
                .map(name -> name.substring(ACCOUNTS.length(), name.length() - CHANNEL.length()));
        return Stream.concat(made, others.stream())
                .distinct()
                .sorted(Comparator.comparing(String::length).reversed())
                .toList();
    }

    private static String accountId(String id) {
        return id.toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** In their usual form, without what all of them begin with. */
    private static Map<String, String> ours(Map<String, String> variables, List<String> faults) {
        Map<String, String> ours = new TreeMap<>();
        variables.forEach((given, value) -> {
            if (given != null && OURS.matcher(given).matches()) {
                String name =
                        given.toUpperCase(Locale.ROOT).replaceAll("[.-]", "_").substring(PREFIX.length());
                if (ours.put(name, Secret.trimmed(value)) != null) {
                    faults.add(ShownNames.shown(PREFIX + name) + " is set twice, in different spellings; keep one");
                }
            }
        });
        return ours;
    }
}
