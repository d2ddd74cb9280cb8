package dev.byoc.internal.config;

import dev.byoc.Secret;
import dev.byoc.SecretFile;
import dev.byoc.channel.config.ConfigSpec;
import dev.byoc.channel.config.Setting;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Settings that name the file of a secret, in place of the secret itself: the secret's name with {@code -file} behind it. */
final class SecretFiles {
    private static final Pattern SUFFIX = Pattern.compile("(?i)[-_.\\s]*file$");

    private SecretFiles() {}

    /**
     * Takes them out of the settings.
     *
     * @param named how a setting is called in a fault
     * @param faults get sentences that quote no value
     * @return by the names of the secrets
     */
    static Map<String, SecretFile> takenFrom(
            Map<String, String> settings, ConfigSpec spec, UnaryOperator<String> named, List<String> faults) {
        Map<String, SecretFile> files = new LinkedHashMap<>();
        for (String key : new ArrayList<>(settings.keySet())) {
            Setting secret = secretOf(Secret.trimmed(key), spec);
            String path = secret == null ? "" : Secret.trimmed(settings.remove(key));
            if (secret == null || path.isEmpty()) {
                continue;
            }
            String name = named.apply(secret.name());
            String fileName = named.apply(secret.name() + "-file");
            if (isGiven(secret, settings, spec) || files.containsKey(secret.name())) {
                faults.add(name + " is set twice; keep one, the value or " + fileName);
            } else {
                try {
                    files.put(secret.name(), SecretFile.of(Path.of(path)).namedBy(fileName));
                } catch (InvalidPathException e) {
                    faults.add(fileName + " is no name of a file");
                }
            }
        }
        return files;
    }

    /** The secret that a name with that end belongs to; null: it is no such name, or a setting of its own. */
    static @Nullable Setting secretOf(String name, ConfigSpec spec) {
        Setting secret = spec.setting(SUFFIX.matcher(name).replaceFirst(""));
        boolean isFile = SUFFIX.matcher(name).find() && spec.setting(name) == null;
        return isFile && secret != null && secret.isSecret() ? secret : null;
    }

    /** Null is missing, so it is no value beside another one, and is taken out. */
    static boolean isGiven(Setting setting, Map<String, String> settings, ConfigSpec spec) {
        settings.entrySet()
                .removeIf(each -> setting.equals(spec.setting(Secret.trimmed(each.getKey())))
                        && Secret.trimmed(each.getValue()).isEmpty());
        return settings.keySet().stream().anyMatch(name -> setting.equals(spec.setting(Secret.trimmed(name))));
    }
}
