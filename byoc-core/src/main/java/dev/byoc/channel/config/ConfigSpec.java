package dev.byoc.channel.config;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The settings that one account has. Immutable: each method returns a longer copy. {@link #read} reports every fault at once and never
 * quotes a secret.
 */
public final class ConfigSpec {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]*");

    private final Map<String, Setting> settings;
    private final List<String> identity;

    private ConfigSpec(Map<String, Setting> settings, List<String> identity) {
        this.settings = settings;
        this.identity = identity;
    }

    /** A channel without settings, to start from. */
    public static ConfigSpec none() {
        return new ConfigSpec(Map.of(), List.of());
    }

    /** A text that must be set. */
    public ConfigSpec text(String name, String what) {
        return with(new Setting(name, Setting.Kind.TEXT, true, "", List.of(), what));
    }

    /** A text that may be left out. */
    public ConfigSpec optional(String name, String otherwise, String what) {
        return with(new Setting(name, Setting.Kind.TEXT, false, otherwise, List.of(), what));
    }

    /** A secret that must be set. */
    public ConfigSpec secret(String name, String what) {
        return with(new Setting(name, Setting.Kind.SECRET, true, "", List.of(), what));
    }

    /** A secret that may be left out; {@link Settings#secrets} is empty then. */
    public ConfigSpec optionalSecret(String name, String what) {
        return with(new Setting(name, Setting.Kind.SECRET, false, "", List.of(), what));
    }

    /** A secret that must be set, with previous values that still count during a rotation. */
    public ConfigSpec secrets(String name, String what) {
        return with(new Setting(name, Setting.Kind.SECRETS, true, "", List.of(), what));
    }

    /** A secret that may be left out, with previous values that still count during a rotation. */
    public ConfigSpec optionalSecrets(String name, String what) {
        return with(new Setting(name, Setting.Kind.SECRETS, false, "", List.of(), what));
    }

    /** A secret of several words or lines that must be set. */
    public ConfigSpec phrase(String name, String what) {
        return with(new Setting(name, Setting.Kind.PHRASE, true, "", List.of(), what));
    }

    /** A secret of several words or lines that may be left out. */
    public ConfigSpec optionalPhrase(String name, String what) {
        return with(new Setting(name, Setting.Kind.PHRASE, false, "", List.of(), what));
    }

    /** Yes or no; no if it is left out. */
    public ConfigSpec flag(String name, String what) {
        return flag(name, false, what);
    }

    /** Yes or no; as said here if it is left out. */
    public ConfigSpec flag(String name, boolean otherwise, String what) {
        return with(new Setting(name, Setting.Kind.FLAG, false, otherwise ? "yes" : "no", List.of("no", "yes"), what));
    }

    /** An http(s) address that may be left out. */
    public ConfigSpec url(String name, String otherwise, String what) {
        return with(new Setting(name, Setting.Kind.URL, false, otherwise, List.of(), what));
    }

    /** One of a few words; the first is the default. */
    public ConfigSpec choice(String name, List<String> choices, String what) {
        return with(new Setting(name, Setting.Kind.CHOICE, false, choices.get(0), choices, what));
    }

    /** A whole number above zero that may be left out. */
    public ConfigSpec number(String name, int otherwise, String what) {
        return with(new Setting(name, Setting.Kind.NUMBER, false, Integer.toString(otherwise), List.of(), what));
    }

    /**
     * Which settings name the messenger's account: two of ours that share all of these are the same one, which is refused. Without this it
     * is the required secrets.
     *
     * @throws IllegalArgumentException if one is not declared
     */
    public ConfigSpec identifiedBy(String... names) {
        if (!settings.keySet().containsAll(List.of(names))) {
            throw new IllegalArgumentException("not declared: one of " + List.of(names));
        }
        return new ConfigSpec(settings, List.of(names));
    }

    /** The names that {@link #identifiedBy} gave, or of the required secrets. */
    public List<String> identity() {
        return !identity.isEmpty()
                ? identity
                : settings.values().stream()
                        .filter(setting -> setting.required() && setting.isSecret())
                        .map(Setting::name)
                        .toList();
    }

    /** Whether settings read with this spec name the same account of the messenger. */
    public boolean isSameAccount(Settings one, Settings other) {
        return !identity().isEmpty() && identity().stream().allMatch(name -> isSame(name, one, other));
    }

    private boolean isSame(String name, Settings one, Settings other) {
        Setting setting = settings.get(name);
        if (setting != null && setting.isSecret()) {
            // A secret that is being replaced is still the same account's.
            return !Collections.disjoint(one.secrets(name), other.secrets(name));
        }
        return !one.text(name).isEmpty() && one.text(name).equals(other.text(name));
    }

    /** Both specs' settings. */
    public ConfigSpec and(ConfigSpec other) {
        ConfigSpec both = this;
        for (Setting setting : other.settings.values()) {
            both = both.with(setting);
        }
        List<String> identities = new ArrayList<>(identity);
        identities.addAll(other.identity);
        return new ConfigSpec(both.settings, List.copyOf(identities));
    }

    private ConfigSpec with(Setting setting) {
        boolean taken = settings.keySet().stream()
                .anyMatch(name -> Setting.relaxed(name).equals(Setting.relaxed(setting.name())));
        if (!NAME.matcher(setting.name()).matches() || taken) {
            throw new IllegalArgumentException("not a new setting's name: " + setting.name());
        }
        Map<String, Setting> more = new LinkedHashMap<>(settings);
        more.put(setting.name(), setting);
        return new ConfigSpec(Collections.unmodifiableMap(more), identity);
    }

    /** Every setting, in the order of declaration. */
    public List<Setting> settings() {
        return List.copyOf(settings.values());
    }

    /** The setting of that name, in relaxed form; null: there is none. */
    public @Nullable Setting setting(String name) {
        return settings.values().stream()
                .filter(setting -> Setting.relaxed(setting.name()).equals(Setting.relaxed(name)))
                .findFirst()
                .orElse(null);
    }

    /**
     * Checks what was given. Null is missing. Names are read in relaxed form: {@code takeOver}, {@code TAKE_OVER} and {@code take.over} are
     * {@code take-over}. A name that is not declared is a fault too: it is most often a misspelt one.
     */
    public SettingsReading read(Map<String, String> given) {
        return SettingsReader.read(settings(), given);
    }
}
