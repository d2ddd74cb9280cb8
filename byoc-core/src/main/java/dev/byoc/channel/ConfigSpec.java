package dev.byoc.channel;

import dev.byoc.Secret;
import java.net.URI;
import java.util.ArrayList;
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
    /** One setting, as {@link ConfigSpec} knows it. */
    public record Setting(
            String name, Kind kind, boolean required, String otherwise, List<String> choices, String what) {
        public Setting {
            choices = List.copyOf(choices);
        }
    }

    /** What a setting holds. */
    public enum Kind {
        TEXT,
        SECRET,
        /** A current secret, and behind commas or line breaks the previous ones that still count. */
        SECRETS,
        /** An absolute http(s) address without a trailing slash. */
        URL,
        CHOICE,
        /** A whole number above zero. */
        NUMBER
    }

    /** What {@link #read} found: the settings if there are no faults. */
    public record Reading(List<String> faults, @Nullable Settings settings) {}

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]*");

    private final Map<String, Setting> settings;

    private ConfigSpec(Map<String, Setting> settings) {
        this.settings = settings;
    }

    /** A channel without settings, to start from. */
    public static ConfigSpec none() {
        return new ConfigSpec(Map.of());
    }

    /** A text that must be set. */
    public ConfigSpec text(String name, String what) {
        return with(new Setting(name, Kind.TEXT, true, "", List.of(), what));
    }

    /** A text that may be left out. */
    public ConfigSpec optional(String name, String otherwise, String what) {
        return with(new Setting(name, Kind.TEXT, false, otherwise, List.of(), what));
    }

    /** A secret that must be set. */
    public ConfigSpec secret(String name, String what) {
        return with(new Setting(name, Kind.SECRET, true, "", List.of(), what));
    }

    /** A secret that may be left out; {@link Settings#secrets} is empty then. */
    public ConfigSpec optionalSecret(String name, String what) {
        return with(new Setting(name, Kind.SECRET, false, "", List.of(), what));
    }

    /** A secret that must be set, with previous values that still count during a rotation. */
    public ConfigSpec secrets(String name, String what) {
        return with(new Setting(name, Kind.SECRETS, true, "", List.of(), what));
    }

    /** An http(s) address that may be left out. */
    public ConfigSpec url(String name, String otherwise, String what) {
        return with(new Setting(name, Kind.URL, false, otherwise, List.of(), what));
    }

    /** One of a few words; the first is the default. */
    public ConfigSpec choice(String name, List<String> choices, String what) {
        return with(new Setting(name, Kind.CHOICE, false, choices.get(0), choices, what));
    }

    /** A whole number above zero that may be left out. */
    public ConfigSpec number(String name, int otherwise, String what) {
        return with(new Setting(name, Kind.NUMBER, false, Integer.toString(otherwise), List.of(), what));
    }

    /** Both specs' settings. */
    public ConfigSpec and(ConfigSpec other) {
        ConfigSpec both = this;
        for (Setting setting : other.settings.values()) {
            both = both.with(setting);
        }
        return both;
    }

    private ConfigSpec with(Setting setting) {
        if (!NAME.matcher(setting.name()).matches() || settings.containsKey(setting.name())) {
            throw new IllegalArgumentException("not a new setting's name: " + setting.name());
        }
        Map<String, Setting> more = new LinkedHashMap<>(settings);
        more.put(setting.name(), setting);
        return new ConfigSpec(java.util.Collections.unmodifiableMap(more));
    }

    /** Every setting, in the order of declaration. */
    public List<Setting> settings() {
        return List.copyOf(settings.values());
    }

    /** Checks what was given. A name that is not declared is a fault too: it is most often a misspelt one. */
    public Reading read(Map<String, String> given) {
        List<String> faults = new ArrayList<>();
        Map<String, String> texts = new LinkedHashMap<>();
        Map<String, List<Secret>> secrets = new LinkedHashMap<>();
        for (String name : given.keySet()) {
            if (!settings.containsKey(name)) {
                faults.add("'" + name + "' is not a setting; known: " + String.join(", ", settings.keySet()));
            }
        }
        for (Setting setting : settings.values()) {
            String value = given.getOrDefault(setting.name(), "").strip();
            if (value.isEmpty()) {
                if (setting.required()) {
                    faults.add("'" + setting.name() + "' is missing: " + setting.what());
                }
                value = setting.otherwise();
            }
            if (setting.kind() == Kind.SECRET || setting.kind() == Kind.SECRETS) {
                secrets.put(setting.name(), secretsIn(value, setting.kind()));
                if (!value.isEmpty() && secrets.get(setting.name()).isEmpty()) {
                    faults.add("'" + setting.name() + "' holds no secret: " + setting.what());
                }
            } else {
                String fault = value.isEmpty() ? null : faultOf(setting, value);
                if (fault != null) {
                    faults.add(fault);
                }
                texts.put(setting.name(), value);
            }
        }
        return new Reading(List.copyOf(faults), faults.isEmpty() ? new Checked(texts, secrets) : null);
    }

    private static List<Secret> secretsIn(String value, Kind kind) {
        if (value.isEmpty()) {
            return List.of();
        }
        if (kind == Kind.SECRET) {
            return List.of(Secret.of(value));
        }
        List<Secret> secrets = new ArrayList<>();
        for (String one : value.split("[,\\s]+", -1)) {
            if (!one.isBlank()) {
                secrets.add(Secret.of(one));
            }
        }
        return List.copyOf(secrets);
    }

    private static @Nullable String faultOf(Setting setting, String value) {
        String head = "'" + setting.name() + "' ";
        switch (setting.kind()) {
            case URL -> {
                try {
                    URI uri = new URI(value);
                    boolean web = "https".equalsIgnoreCase(uri.getScheme()) || "http".equalsIgnoreCase(uri.getScheme());
                    if (web && uri.getHost() != null && uri.getUserInfo() == null && !value.endsWith("/")) {
                        return null;
                    }
                } catch (java.net.URISyntaxException e) {
                    // told below
                }
                return head + "is not an http(s) address without user name and trailing slash: " + setting.what();
            }
            case CHOICE -> {
                return setting.choices().contains(value)
                        ? null
                        : head + "must be one of " + String.join(", ", setting.choices()) + ": " + setting.what();
            }
            case NUMBER -> {
                boolean whole = value.length() <= 9 && value.chars().allMatch(c -> c >= '0' && c <= '9');
                return whole && Integer.parseInt(value) > 0
                        ? null
                        : head + "must be a whole number above zero: " + setting.what();
            }
            default -> {
                return null;
            }
        }
    }

    private record Checked(Map<String, String> texts, Map<String, List<Secret>> given) implements Settings {
        @Override
        public String text(String name) {
            String text = texts.get(name);
            if (text == null) {
                throw new IllegalArgumentException("no text setting is declared as '" + name + "'");
            }
            return text;
        }

        @Override
        public Secret secret(String name) {
            List<Secret> found = secrets(name);
            if (found.isEmpty()) {
                throw new IllegalArgumentException("the secret setting '" + name + "' is not set");
            }
            return found.get(0);
        }

        @Override
        public List<Secret> secrets(String name) {
            List<Secret> found = given.get(name);
            if (found == null) {
                throw new IllegalArgumentException("no secret setting is declared as '" + name + "'");
            }
            return found;
        }
    }
}
