package dev.byoc.internal.config;

import dev.byoc.ByocException;
import dev.byoc.Secret;
import dev.byoc.SecretFile;
import dev.byoc.channel.config.Setting;
import dev.byoc.channel.config.SettingsReading;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads a relay's settings from texts into what a builder was asked for, with every fault of them. What is required and missing is told when the
 * relay is built, as code may still give it.
 */
public final class TextReader {
    /** What a tool that fills in values leaves where it has none. */
    private static final Pattern UNFILLED = Pattern.compile("\\$\\{[^}]*}");

    /** In a sentence {@code ${0}} is a sum of money. */
    private static final Pattern UNFILLED_SENTENCE = Pattern.compile("\\$\\{\\s*[A-Za-z_][^}]*}");

    private static final String TOKEN = "freshchat-token";

    private final NameStyle names;
    private final RelayConfig config;

    private TextReader(NameStyle names, RelayConfig config) {
        this.names = names;
        this.config = config;
    }

    /** A configuration of properties. */
    public static RelayConfig properties(@Nullable Properties given) {
        return read(
                NameStyle.PROPERTY,
                given,
                faults -> PropertyNames.sorted(given == null ? new Properties() : given, faults),
                "fromProperties(...) is missing: properties whose names begin with byoc.");
    }

    /** A configuration of environment variables. */
    public static RelayConfig variables(@Nullable Map<String, String> given) {
        return read(
                NameStyle.VARIABLE,
                given,
                faults -> VariableNames.sorted(given == null ? Map.of() : given, List.of(), faults),
                "fromEnvironment(...) is missing: variables whose names begin with BYOC_");
    }

    /** A configuration of properties, in whose place variables stand where they say the same. */
    public static RelayConfig overridden(@Nullable Properties given, @Nullable Map<String, String> variables) {
        return read(
                NameStyle.PROPERTY,
                given == null || variables == null ? null : given,
                faults -> {
                    GivenTexts texts = PropertyNames.sorted(given == null ? new Properties() : given, faults);
                    Map<String, String> over = variables == null ? Map.of() : variables;
                    GivenTexts overrides =
                            VariableNames.sorted(over, texts.accounts().keySet(), faults);
                    RelayConfig named = new RelayConfig();
                    // By the names that they were written with: merged, all go by those of properties.
                    TextReader ofVariables = new TextReader(NameStyle.VARIABLE, named);
                    ofVariables.refuseUnknown(overrides.relay());
                    ofVariables.refuseUnfilled(overrides.relay(), "", UNFILLED);
                    overrides
                            .accounts()
                            .forEach((id, each) -> ofVariables.refuseUnfilled(each, "accounts." + id + ".", UNFILLED));
                    faults.addAll(named.faults);
                    return texts.overriddenBy(overrides);
                },
                "fromProperties(...) is missing: properties whose names begin with byoc., and the variables beside them");
    }

    private static RelayConfig read(
            NameStyle names, @Nullable Object given, Function<List<String>, GivenTexts> sorting, String missing) {
        RelayConfig config = new RelayConfig();
        config.names = names;
        if (given == null) {
            config.faults.add(missing);
        }
        TextReader reader = new TextReader(names, config);
        GivenTexts texts = sorting.apply(config.faults);
        reader.readRelay(new LinkedHashMap<>(texts.relay()));
        reader.readAccounts(texts.accounts());
        reader.readSentences(texts.sentences());
        return config;
    }

    private String called(String setting) {
        return names.of(RelaySpec.dotted(setting));
    }

    private void readRelay(Map<String, String> texts) {
        refuseUnknown(texts);
        refuseUnfilled(texts, "", UNFILLED);
        Map<String, SecretFile> files = SecretFiles.takenFrom(texts, RelaySpec.SPEC, this::called, config.faults);
        SecretFile token = files.remove(TOKEN);
        files.forEach((name, file) -> {
            String text = textOf(called(name), file);
            if (text != null) {
                texts.put(name, text);
            }
        });
        SettingsReading reading = RelaySpec.SPEC.read(texts);
        Set<String> wrong =
                reading.faults().stream().map(SettingsReading.Fault::setting).collect(Collectors.toSet());
        reading.faults().forEach(fault -> config.faults.add(told(fault)));
        Set<String> given = texts.entrySet().stream()
                .filter(each -> !Secret.trimmed(each.getValue()).isEmpty())
                .flatMap(each -> Stream.ofNullable(RelaySpec.SPEC.setting(Secret.trimmed(each.getKey()))))
                .map(Setting::name)
                .filter(name -> !wrong.contains(name))
                .collect(Collectors.toSet());
        new TextOptions(config, given, reading.settings(), this::called).apply(token);
    }

    /** The sentences of a spec begin with the setting's name. */
    private String told(SettingsReading.Fault fault) {
        String name = "'" + fault.setting() + "'";
        return fault.text().startsWith(name)
                ? called(fault.setting()) + fault.text().substring(name.length())
                : fault.text();
    }

    private @Nullable String textOf(String name, SecretFile file) {
        try {
            String text = file.get();
            if (!text.isEmpty()) {
                return text;
            }
            config.faults.add(name + " is missing: its file holds nothing");
        } catch (ByocException e) {
            config.faults.add(name + " is missing: " + e.getMessage());
        }
        return null;
    }

    private void readAccounts(Map<String, Map<String, String>> accounts) {
        Map<String, String> spellings = new LinkedHashMap<>();
        accounts.forEach((id, given) -> {
            if (spellings.putIfAbsent(Setting.relaxed(id), id) != null) {
                config.faults.add(ShownNames.shown(names.of("accounts." + id))
                        + " is the id of another account in another spelling; keep one");
                return;
            }
            Map<String, String> settings = new LinkedHashMap<>(given);
            refuseUnfilled(settings, "accounts." + id + ".", UNFILLED);
            List<String> channels = settings.keySet().stream()
                    .filter(name -> Setting.relaxed(name).equals("channel"))
                    .toList();
            if (channels.size() > 1) {
                config.faults.add(ShownNames.shown(names.of("accounts." + id + ".channel"))
                        + " is set twice, in different spellings; keep one");
            }
            String channel = "";
            for (String name : channels) {
                channel = Secret.trimmed(settings.remove(name));
            }
            config.account(id, channel.isEmpty() ? null : channel, null, settings, List.of());
        });
    }

    private void readSentences(Map<String, Map<String, String>> sentences) {
        sentences.forEach((language, given) -> {
            Map<String, String> filled = new LinkedHashMap<>(given);
            refuseUnfilled(filled, "wording." + language + ".", UNFILLED_SENTENCE);
            filled.values().removeIf(text -> Secret.trimmed(text).isEmpty());
            if (!filled.isEmpty()) {
                config.wording(language, filled);
            }
        });
    }

    /** A placeholder is no value: taken for a token, it would be sent as one. */
    private void refuseUnfilled(Map<String, String> texts, String below, Pattern unfilled) {
        texts.entrySet().removeIf(each -> {
            boolean isUnfilled = unfilled.matcher(each.getValue()).find();
            if (isUnfilled) {
                config.faults.add(ShownNames.shown(names.of(below + each.getKey()))
                        + " holds a placeholder, dollar sign and braces, that nothing has filled in");
            }
            return isUnfilled;
        });
    }

    private void refuseUnknown(Map<String, String> texts) {
        texts.keySet().removeIf(name -> {
            boolean known = RelaySpec.SPEC.setting(name) != null || SecretFiles.secretOf(name, RelaySpec.SPEC) != null;
            if (!known) {
                config.faults.add(ShownNames.shown(names.of(name)) + " is not a setting; known: "
                        + String.join(", ", knownBeside(name)));
            }
            return !known;
        });
    }

    /** The settings of the group that a name begins with; else those of none, and the groups. */
    private List<String> knownBeside(String name) {
        String group = RelaySpec.GROUPS.stream()
                .filter(each -> Setting.relaxed(name).startsWith(Setting.relaxed(each)))
                .findFirst()
                .orElse("");
        List<String> known = new ArrayList<>();
        RelaySpec.SPEC.settings().stream()
                .map(Setting::name)
                .filter(each -> RelaySpec.group(each).equals(group))
                .forEach(each -> known.add(called(each)));
        if (group.isEmpty()) {
            RelaySpec.GROUPS.forEach(each -> known.add(names.of(each + ".*")));
            known.add(names.of("accounts.ID.*"));
            if (names == NameStyle.PROPERTY) {
                known.add(names.of("wording.LANGUAGE.KEY"));
            }
        }
        return known;
    }
}
