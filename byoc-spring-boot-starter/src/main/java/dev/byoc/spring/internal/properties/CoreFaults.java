package dev.byoc.spring.internal.properties;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Faults that core tells, by the names that the properties have. */
final class CoreFaults {
    private static final Pattern SETTING = Pattern.compile("account '([a-z0-9-]+)': '([^']+)' (.*)", Pattern.DOTALL);
    private static final Pattern ACCOUNT = Pattern.compile("account '([a-z0-9-]+)': (.*)", Pattern.DOTALL);
    private static final Pattern UNNAMED = Pattern.compile("account (\\d+): (.*)", Pattern.DOTALL);
    private static final Pattern FRESHCHAT =
            Pattern.compile("Freshchat (url|token|webhookKey|scope)(?: \\([^)]*\\))? (.*)", Pattern.DOTALL);
    private static final Pattern STORE =
            Pattern.compile("JdbcStore\\.([a-zA-Z]+)(?:\\(\\.\\.\\.\\))?:? (.*)", Pattern.DOTALL);
    private static final Pattern OPTION =
            Pattern.compile("([a-z][a-zA-Z]+)(?:\\(\\.\\.\\.\\))?:? (.*)", Pattern.DOTALL);

    /** Options of the builder that are named otherwise here. */
    private static final Map<String, String> OTHERWISE = Map.of(
            "account", "accounts",
            "freshchatPathSecret", "freshchat.path-secret",
            "trustedProxy", "trusted-proxies",
            "allowInternalHost", "allow-internal-hosts");

    private static final Set<String> POLICIES = Set.of("retry", "media", "catch-up");

    private static final Set<String> OPTIONS = Stream.of(ByocProperties.class.getRecordComponents())
            .map(component -> PropertyNames.kebab(component.getName()))
            .collect(Collectors.toSet());

    /** How a sentence names what a builder has for it. */
    private static final Map<String, String> WORDS = new LinkedHashMap<>(Map.of(
            "FreshchatSettings.builder().scope(\"acme\")", "byoc.freshchat.scope: acme",
            "Name it in trustHost", "Name it in byoc.freshchat.trust-host",
            "allowPlainHttp() takes", "byoc.allow-plain-http takes"));

    private final GivenProperties given;

    CoreFaults(GivenProperties given) {
        this.given = given;
    }

    List<Fault> of(List<String> sentences) {
        return sentences.stream().map(this::of).toList();
    }

    private Fault of(String told) {
        String sentence = told;
        for (Map.Entry<String, String> word : WORDS.entrySet()) {
            sentence = sentence.replace(word.getKey(), word.getValue());
        }
        Matcher setting = SETTING.matcher(sentence);
        if (setting.matches()) {
            return Fault.of(setting(setting.group(1), setting.group(2)), setting.group(3));
        }
        Matcher account = ACCOUNT.matcher(sentence);
        if (account.matches()) {
            String name = "byoc.accounts." + account.group(1);
            // Without a channel nothing else of it is read, and that is told already.
            boolean hasChannel = given.below(account.group(1), "").keySet().stream()
                    .anyMatch(path -> path.equals("channel") || path.contains("."));
            return new Fault(hasChannel ? sentence : name + ".channel", name + ": " + account.group(2));
        }
        Matcher unnamed = UNNAMED.matcher(sentence);
        if (unnamed.matches()) {
            String id = given.accounts()
                    .skip(Long.parseLong(unnamed.group(1)) - 1)
                    .findFirst()
                    .orElse("");
            return new Fault(sentence, "byoc.accounts." + id + ": " + unnamed.group(2));
        }
        Matcher freshchat = FRESHCHAT.matcher(sentence);
        if (freshchat.matches()) {
            return Fault.of("byoc.freshchat." + PropertyNames.kebab(freshchat.group(1)), freshchat.group(2));
        }
        Matcher store = STORE.matcher(sentence);
        if (store.matches()) {
            return Fault.of("byoc.store." + PropertyNames.kebab(store.group(1)), store.group(2));
        }
        Matcher option = OPTION.matcher(sentence);
        if (option.matches()) {
            String name = OTHERWISE.getOrDefault(option.group(1), PropertyNames.kebab(option.group(1)));
            if (OPTIONS.contains(name.replaceAll("\\..*", ""))) {
                // Of a policy there may be several.
                String property = POLICIES.contains(name) ? sentence : "byoc." + name;
                return new Fault(property, "byoc." + name + " " + option.group(2));
            }
        }
        return new Fault(sentence, sentence);
    }

    /** As it is given, else where it would be. */
    private String setting(String account, String setting) {
        String before = "byoc.accounts." + account + ".";
        String relaxed = PropertyNames.letters(setting);
        Map<String, String> all = given.below(account, "");
        for (String path : all.keySet()) {
            if (PropertyNames.letters(path.substring(path.indexOf('.') + 1)).equals(relaxed)) {
                return before + path;
            }
        }
        if (PropertyNames.ACCOUNT.ofPath(setting) != null) {
            return before + setting;
        }
        String group = all.keySet().stream()
                .filter(path -> path.indexOf('.') > 0)
                .map(path -> path.substring(0, path.indexOf('.')))
                .max(Comparator.comparing(each -> !each.equals("settings")))
                .orElse(
                        PropertyNames.ACCOUNT.ofPath(all.getOrDefault("channel", "") + "." + setting) == null
                                ? "settings"
                                : all.getOrDefault("channel", ""));
        return before + group + "." + setting;
    }
}
