package dev.byoc.internal.account;

import dev.byoc.ConfigurationException;
import dev.byoc.Secret;
import dev.byoc.channel.config.ConfigSpec;
import dev.byoc.channel.config.Setting;
import dev.byoc.channel.config.Setting.Kind;
import dev.byoc.channel.config.Settings;
import dev.byoc.channel.config.SettingsReading;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * An account's settings, whose secrets may change while the relay runs. Of a secret that may have previous values ({@link Kind#SECRETS})
 * the replaced ones count for a while: what is under way was made with them. Thread-safe.
 */
public final class ChangingSettings implements Settings, KeyRing.Holder {
    private record Former(Secret secret, Instant until) {}

    private final ConfigSpec spec;

    /** Of its secrets. */
    private final List<String> names;

    private final Map<String, String> given;
    private final Duration oldSecretsFor;
    private final Clock clock;
    private final Map<String, List<Former>> formers = new ConcurrentHashMap<>();
    private final Set<Secret> everUsed = ConcurrentHashMap.newKeySet();
    private volatile Settings now;
    private volatile Function<Settings, List<String>> check = candidate -> List.of();

    /**
     * Settings of which some may change.
     *
     * @param given all values, those of the sources included
     * @param now what the spec read of them
     * @param oldSecretsFor how long replaced secrets count
     */
    public ChangingSettings(
            ConfigSpec spec, Map<String, String> given, Settings now, Duration oldSecretsFor, Clock clock) {
        this.spec = spec;
        this.given = new LinkedHashMap<>(given);
        this.now = now;
        this.oldSecretsFor = oldSecretsFor;
        this.clock = clock;
        this.names = spec.settings().stream()
                .filter(Setting::isSecret)
                .map(Setting::name)
                .toList();
        names.forEach(name -> everUsed.addAll(now.secrets(name)));
    }

    /** What else speaks against new values, as sentences. */
    public void checks(Function<Settings, List<String>> value) {
        this.check = value;
    }

    @Override
    public synchronized boolean take(Map<String, String> values) {
        Map<String, String> all = new LinkedHashMap<>(given);
        all.putAll(values);
        SettingsReading reading = spec.read(all);
        if (!reading.faults().isEmpty()) {
            throw new ConfigurationException(reading.sentences());
        }
        Settings before = now;
        Settings after = reading.settings();
        if (names.stream().allMatch(name -> before.secrets(name).equals(after.secrets(name)))) {
            return false;
        }
        List<String> faults = check.apply(after);
        if (!faults.isEmpty()) {
            throw new ConfigurationException(faults);
        }
        given.putAll(values);
        names.forEach(name -> {
            everUsed.addAll(after.secrets(name));
            keepFormer(name, before.secrets(name));
        });
        now = after;
        return true;
    }

    private void keepFormer(String name, List<Secret> replaced) {
        boolean counts = spec.settings().stream()
                .anyMatch(setting -> setting.name().equals(name) && setting.kind() == Kind.SECRETS);
        if (!counts || oldSecretsFor.isZero()) {
            return;
        }
        List<Former> kept = new ArrayList<>(formers.getOrDefault(name, List.of()));
        Instant until = clock.instant().plus(oldSecretsFor);
        replaced.forEach(secret -> {
            kept.removeIf(former -> former.secret().equals(secret));
            kept.add(0, new Former(secret, until));
        });
        kept.removeIf(former -> !clock.instant().isBefore(former.until()));
        formers.put(name, List.copyOf(kept));
    }

    /** The secrets of each name, with the previous ones that still count; a map of the caller's. */
    public Map<String, List<Secret>> current() {
        Map<String, List<Secret>> current = new LinkedHashMap<>();
        names.forEach(name -> current.put(name, secrets(name)));
        return current;
    }

    /** All that are and were in use since the start: none of them may be shown or kept. */
    public Collection<Secret> everUsed() {
        return everUsed;
    }

    @Override
    public String text(String name) {
        return now.text(name);
    }

    @Override
    public boolean flag(String name) {
        return now.flag(name);
    }

    @Override
    public Secret secret(String name) {
        return now.secret(name);
    }

    @Override
    public List<Secret> secrets(String name) {
        List<Secret> current = now.secrets(name);
        List<Former> kept = formers.getOrDefault(name, List.of());
        if (kept.isEmpty()) {
            return current;
        }
        List<Secret> all = new ArrayList<>(current);
        Instant at = clock.instant();
        for (Former former : kept) {
            if (at.isBefore(former.until()) && !all.contains(former.secret())) {
                all.add(former.secret());
            }
        }
        return List.copyOf(all);
    }
}
