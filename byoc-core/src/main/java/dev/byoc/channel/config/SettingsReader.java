package dev.byoc.channel.config;

import dev.byoc.Secret;
import dev.byoc.channel.config.Setting.Kind;
import dev.byoc.channel.config.SettingsReading.Fault;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads settings, and finds every fault at once. No fault quotes a value. */
final class SettingsReader {
    /** What may be shown of a name that is none: where names and values are swapped, it is a secret. */
    private static final Pattern SHOWN_NAME = Pattern.compile("[A-Za-z][A-Za-z._-]{0,30}");

    /** A text that is equal to a shorter secret is so by chance. */
    private static final int TELLING_CHARS = 8;

    private static final int MAX_PORT = 65_535;
    private static final Set<String> YES = Set.of("yes", "true", "on", "1");
    private static final Set<String> NO = Set.of("no", "false", "off", "0");

    private final List<Setting> settings;
    private final List<Fault> faults = new ArrayList<>();
    private final Map<String, String> texts = new LinkedHashMap<>();
    private final Map<String, List<Secret>> secrets = new LinkedHashMap<>();

    private SettingsReader(List<Setting> settings) {
        this.settings = settings;
    }

    static SettingsReading read(List<Setting> settings, Map<String, String> given) {
        SettingsReader reader = new SettingsReader(settings);
        Map<String, List<String>> byName = reader.byName(given);
        for (Setting setting : settings) {
            reader.read(setting, byName.getOrDefault(setting.name(), List.of()));
        }
        reader.refuseSecretsElsewhere();
        return new SettingsReading(reader.faults, new Checked(reader.texts, reader.secrets));
    }

    private void fault(Setting setting, String what) {
        faults.add(new Fault(setting.name(), "'" + setting.name() + "' " + what));
    }

    /** The values by the names as they are declared. */
    private Map<String, List<String>> byName(Map<String, String> given) {
        Map<String, Setting> known = new LinkedHashMap<>();
        settings.forEach(setting -> known.put(Setting.relaxed(setting.name()), setting));
        Map<String, List<String>> byName = new LinkedHashMap<>();
        given.forEach((key, value) -> {
            String name = Secret.trimmed(key);
            Setting setting = known.get(Setting.relaxed(name));
            if (setting != null) {
                byName.computeIfAbsent(setting.name(), unseen -> new ArrayList<>())
                        .add(Secret.trimmed(value));
            } else {
                boolean swapped = known.containsKey(Setting.relaxed(Secret.trimmed(value)));
                faults.add(new Fault("", notASetting(name, swapped)));
            }
        });
        return byName;
    }

    private String notASetting(String name, boolean swapped) {
        String shown = name.isEmpty()
                ? "a setting without a name"
                : swapped || !SHOWN_NAME.matcher(name).matches()
                        ? "a name that is not shown, as it looks like a value,"
                        : "'" + name + "'";
        String known = settings.stream().map(Setting::name).collect(Collectors.joining(", "));
        return shown + " is not a setting" + (swapped ? " (are a name and its value swapped?)" : "") + "; known: "
                + known;
    }

    private void read(Setting setting, List<String> values) {
        if (values.size() > 1) {
            fault(setting, "is set " + values.size() + " times, in different spellings; keep one");
        }
        String value = values.isEmpty() ? "" : values.get(0);
        if (value.isEmpty() && setting.required()) {
            fault(setting, "is missing: " + setting.what());
        }
        if (setting.isSecret()) {
            secrets.put(setting.name(), secretsIn(setting, value));
        } else {
            texts.put(setting.name(), textOf(setting, value));
        }
    }

    private List<Secret> secretsIn(Setting setting, String value) {
        List<Secret> found = new ArrayList<>();
        String[] each = setting.kind() == Kind.SECRETS ? value.split("[,\\s]+", -1) : new String[] {value};
        for (String one : each) {
            if (!Secret.trimmed(one).isEmpty()) {
                found.add(Secret.of(one));
            }
        }
        if (!value.isEmpty() && found.isEmpty()) {
            fault(setting, "holds no secret: " + setting.what());
        } else if (setting.kind() == Kind.SECRETS && !found.isEmpty() && each[0].isEmpty()) {
            // As of a variable that is not set: the previous one must not become the current one.
            fault(setting, "begins with a comma, so that its current secret is missing: " + setting.what());
        } else if (setting.kind() == Kind.PHRASE && !found.stream().allMatch(Secret::isText)) {
            fault(setting, "holds control characters; copy it again: " + setting.what());
        } else if (setting.kind() != Kind.PHRASE && !found.stream().allMatch(Secret::isVisibleAscii)) {
            fault(
                    setting,
                    "holds a blank, a control character or one that is not ASCII, and cannot be sent; copy it again: "
                            + setting.what());
        }
        return found.isEmpty() && setting.required() ? List.of(Secret.of("stand-in-secret")) : List.copyOf(found);
    }

    /** The value in its usual form, or the default in place of a wrong one. */
    private String textOf(Setting setting, String value) {
        String standIn = setting.required() && setting.otherwise().isEmpty() ? "stand-in" : setting.otherwise();
        if (value.isEmpty()) {
            return standIn;
        }
        String usual = usual(setting, value);
        if (usual == null) {
            fault(setting, rule(setting) + ": " + setting.what());
        }
        return usual == null ? standIn : usual;
    }

    /** Null: the value is wrong. */
    private static @Nullable String usual(Setting setting, String value) {
        return switch (setting.kind()) {
            case URL -> isWeb(value) ? value : null;
            case NUMBER -> isNumber(value) ? value : null;
            case FLAG -> {
                String word = value.toLowerCase(Locale.ROOT);
                yield YES.contains(word) ? "yes" : NO.contains(word) ? "no" : null;
            }
            case CHOICE ->
                setting.choices().stream()
                        .filter(choice -> Setting.relaxed(choice).equals(Setting.relaxed(value)))
                        .findFirst()
                        .orElse(null);
            default -> value;
        };
    }

    private static String rule(Setting setting) {
        return switch (setting.kind()) {
            case URL -> "is not an http(s) address without user name, fragment and trailing slash";
            case NUMBER -> "must be a whole number above zero";
            case FLAG -> "must be yes or no (also true, false, on, off, 1, 0)";
            default -> "must be one of " + String.join(", ", setting.choices());
        };
    }

    private static boolean isNumber(String value) {
        return value.matches("[0-9]{1,9}") && Integer.parseInt(value) > 0;
    }

    private static boolean isWeb(String value) {
        try {
            URI uri = new URI(value);
            boolean web = "https".equalsIgnoreCase(uri.getScheme()) || "http".equalsIgnoreCase(uri.getScheme());
            boolean port = uri.getPort() == -1 || (uri.getPort() > 0 && uri.getPort() <= MAX_PORT);
            // An empty port, and what servers never see: both are slips.
            boolean whole = uri.getHost() != null
                    && uri.getRawUserInfo() == null
                    && uri.getRawFragment() == null
                    && !uri.getRawAuthority().endsWith(":");
            return web && port && whole && !value.endsWith("/");
        } catch (URISyntaxException e) {
            return false;
        }
    }

    /** A secret that was pasted into the wrong field would be shown to customers, or printed. */
    private void refuseSecretsElsewhere() {
        secrets.forEach((secretName, values) -> {
            for (Setting setting : settings) {
                String text = texts.getOrDefault(setting.name(), "");
                if (text.length() >= TELLING_CHARS && values.stream().anyMatch(secret -> secret.matches(text))) {
                    fault(setting, "holds the value of the secret '" + secretName + "'");
                }
            }
        });
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
        public boolean flag(String name) {
            return text(name).equals("yes");
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
