package dev.byoc.app.config;

import dev.byoc.ByocException;
import dev.byoc.ConfigurationException;
import dev.byoc.Secret;
import dev.byoc.SecretFile;
import dev.byoc.ServiceLink;
import dev.byoc.channel.config.Setting;
import dev.byoc.channel.config.Settings;
import dev.byoc.channel.config.SettingsReading;
import dev.byoc.relay.RelayBuilder;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a file of settings and the environment say: what is the program's own is read here, the rest is for {@link RelayBuilder}. Holds
 * secrets; {@code toString} shows none.
 */
public final class AppConfig {
    private static final String PREFIX = "byoc.";
    private static final String VARIABLE_PREFIX = "BYOC_";
    private static final String FILE = "-file";

    private static final Pattern OURS = Pattern.compile("(?i)byoc[._-].*");

    private static final String UNFILLED =
            " holds a placeholder, dollar sign and braces, that nothing has filled in: its form is that of ${NAME}";

    private final Path file;
    private final Texts texts;
    private final Settings own;
    private final List<String> faults;

    /**
     * What was given.
     *
     * @param relay the file's of the relay
     * @param variables all but those of the program
     * @param given the program's own
     * @param overrides by which variable, where it is one
     */
    private record Texts(
            Properties relay,
            Map<String, String> variables,
            Map<String, String> given,
            Map<Setting, String> overrides) {}

    private AppConfig(Path file, Texts texts, Settings own, List<String> faults) {
        this.file = file;
        this.texts = texts;
        this.own = own;
        this.faults = List.copyOf(faults);
    }

    /**
     * Reads a file, and the variables that override it.
     *
     * @param file in YAML or properties, by its name
     * @throws ConfigurationException if the file cannot be read at all; other faults are among {@link #faults}
     */
    public static AppConfig read(Path file, Map<String, String> environment) {
        List<String> faults = new ArrayList<>();
        Properties written = ConfigFile.read(file);
        Properties all = new Placeholders(environment, faults).filled(written);
        Properties relay = new Properties();
        Map<String, String> given = new LinkedHashMap<>();
        for (String name : all.stringPropertyNames()) {
            String below = name.startsWith(PREFIX) ? name.substring(PREFIX.length()) : "";
            String value = SecretPaths.fromFolderOf(file, name, all.getProperty(name, ""));
            if (below.isEmpty()) {
                faults.add("a name in the file does not begin with byoc.");
            } else if (!isOwn(below)) {
                relay.setProperty(name, value);
            } else if (Placeholders.isLeftIn(written.getProperty(name, ""))) {
                faults.add(name + UNFILLED);
            } else {
                given.put(below, value);
            }
        }
        Map<String, String> variables = new TreeMap<>();
        Map<Setting, String> overrides = new HashMap<>();
        new TreeMap<>(environment).forEach((name, value) -> {
            String below = name.regionMatches(true, 0, VARIABLE_PREFIX, 0, VARIABLE_PREFIX.length())
                    ? name.substring(VARIABLE_PREFIX.length())
                    : "";
            Setting over = below.isEmpty() ? null : settingOf(below);
            if (over == null) {
                variables.put(name, value);
            } else if (!Secret.trimmed(value).isEmpty() && !ServiceLink.is(name, value)) {
                String other = overrides.putIfAbsent(over, name);
                given.keySet().removeIf(each -> other == null && over.equals(settingOf(each)));
                if (other != null) {
                    faults.add(PREFIX + AppSpec.dotted(over.name()) + " is set twice, by " + other + " and by " + name
                            + "; keep one");
                } else if (Placeholders.isUnfilled(value)) {
                    faults.add(name + UNFILLED);
                } else {
                    given.put(below.toLowerCase(Locale.ROOT).replace('_', '-'), value);
                }
            }
        });
        Settings own = read(given, faults);
        return new AppConfig(file.toAbsolutePath(), new Texts(relay, variables, given, overrides), own, faults);
    }

    private static boolean isOwn(String below) {
        return settingOf(below) != null || AppSpec.GROUPS.stream().anyMatch(each -> below.startsWith(each + "."));
    }

    /** The setting that a name is of, also as that of a secret's file; null: none of the program's own. */
    private static @Nullable Setting settingOf(String name) {
        Setting setting = AppSpec.SPEC.setting(name);
        String dashed = name.replace('_', '-');
        if (setting == null && dashed.toLowerCase(Locale.ROOT).endsWith(FILE)) {
            setting = AppSpec.SPEC.setting(dashed.substring(0, dashed.length() - FILE.length()));
            return setting != null && setting.isSecret() ? setting : null;
        }
        return setting;
    }

    private static Settings read(Map<String, String> given, List<String> faults) {
        Map<String, String> values = new LinkedHashMap<>();
        given.forEach((name, value) -> {
            Setting setting = settingOf(name);
            if (setting == null) {
                faults.add(PREFIX + name + " is not a setting; known: " + String.join(", ", known(name)));
            } else if (values.containsKey(setting.name())) {
                faults.add(PREFIX + AppSpec.dotted(setting.name()) + " is set twice; keep one");
            } else {
                values.put(setting.name(), AppSpec.SPEC.setting(name) == null ? textOf(name, value, faults) : value);
            }
        });
        SettingsReading reading = AppSpec.SPEC.read(values);
        for (SettingsReading.Fault fault : reading.faults()) {
            String quoted = "'" + fault.setting() + "'";
            faults.add(PREFIX
                    + AppSpec.dotted(fault.setting())
                    + (fault.text().startsWith(quoted)
                            ? fault.text().substring(quoted.length())
                            : ": " + fault.text()));
        }
        return reading.settings();
    }

    private static List<String> known(String name) {
        String group = name.substring(0, name.indexOf('.'));
        return AppSpec.SPEC.settings().stream()
                .map(each -> AppSpec.dotted(each.name()))
                .filter(each -> each.startsWith(group + "."))
                .map(each -> PREFIX + each)
                .toList();
    }

    private static String textOf(String name, String path, List<String> faults) {
        try {
            return SecretFile.of(Path.of(Secret.trimmed(path)))
                    .namedBy(PREFIX + name)
                    .get();
        } catch (InvalidPathException e) {
            faults.add(PREFIX + name + " is no name of a file");
        } catch (ByocException e) {
            faults.add(String.valueOf(e.getMessage()));
        }
        return "";
    }

    /** What is wrong with the program's own settings, and with placeholders; the relay's are told by {@link RelayBuilder#build}. */
    public List<String> faults() {
        return faults;
    }

    /** Absolute. */
    public Path file() {
        return file;
    }

    /** A relay that was asked for all that these settings say but the store. */
    public RelayBuilder relay() {
        return RelayBuilder.fromProperties(texts.relay(), texts.variables());
    }

    /** A text of the program's own; {@code ""} if it is not set and has no default. */
    public String text(String setting) {
        return own.text(setting);
    }

    public int number(String setting) {
        return Integer.parseInt(own.text(setting));
    }

    public boolean flag(String setting) {
        return own.flag(setting);
    }

    /** Null: it is not set. */
    public @Nullable Secret secret(String setting) {
        List<Secret> secrets = own.secrets(setting);
        return secrets.isEmpty() ? null : secrets.get(0);
    }

    /** A path among the settings, which counts from the folder of the file; {@code otherwise} if it is not set. */
    public Path path(String setting, String otherwise) {
        String text = own.text(setting);
        Path folder = file.getParent();
        Path path = Path.of(text.isEmpty() ? otherwise : text);
        return folder == null ? path : folder.resolve(path);
    }

    /**
     * What is in force, in the order of names: by the name of its property, or of the variable that gave it. With what {@link ServiceLink} names:
     * whether such a variable is an account's is told by who knows the accounts.
     */
    Map<String, String> inForce() {
        Map<String, String> inForce = new TreeMap<>();
        texts.relay()
                .stringPropertyNames()
                .forEach(name -> inForce.put(name, texts.relay().getProperty(name, "")));
        Map<String, String> ours = new TreeMap<>(texts.variables());
        ours.entrySet()
                .removeIf(each -> !OURS.matcher(each.getKey()).matches()
                        || Secret.trimmed(each.getValue()).isEmpty());
        inForce.keySet().removeIf(name -> ours.keySet().stream().anyMatch(each -> saysTheSame(each, name)));
        inForce.putAll(ours);
        texts.given().forEach((name, value) -> {
            Setting setting = AppSpec.SPEC.setting(name);
            String property = PREFIX + (setting == null ? name : AppSpec.dotted(setting.name()));
            Setting of = settingOf(name);
            inForce.put(of == null ? property : texts.overrides().getOrDefault(of, property), value);
        });
        return inForce;
    }

    /** Also where one names the file of the other. */
    private static boolean saysTheSame(String variable, String property) {
        String one = Setting.relaxed(variable);
        String other = Setting.relaxed(property);
        return one.equals(other) || one.equals(other + "file") || other.equals(one + "file");
    }

    @Override
    public String toString() {
        return "AppConfig[" + file + "]";
    }
}
