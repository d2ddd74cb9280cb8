package dev.byoc.app.config;

import dev.byoc.channel.ChannelProvider;
import dev.byoc.channel.Descriptor;
import dev.byoc.channel.config.Setting;
import java.util.HashMap;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;

/** Settings without faults, as they may be shown: secrets are hidden. A misspelt name is a fault, so none passes for a plain one here. */
public final class Shown {
    private static final String HIDDEN = "***";

    /** Of the relay and of every account; what else an account has is its channel's. */
    private static final Set<String> SECRETS = Set.of(
            "freshchattoken",
            "freshchatwebhookkey",
            "freshchatpathsecret",
            "productevents",
            "settingspage",
            "pathsecret");

    private Shown() {}

    /** By name. */
    public static Map<String, String> of(AppConfig config) {
        Map<String, Descriptor> channels = new HashMap<>();
        ServiceLoader.load(ChannelProvider.class).stream().forEach(each -> add(each, channels));
        Map<String, String> given = config.shown();
        Map<String, String> shown = new TreeMap<>();
        given.forEach((name, value) -> shown.put(name, isSecret(name, given, channels) ? HIDDEN : value));
        return shown;
    }

    private static void add(ServiceLoader.Provider<ChannelProvider> found, Map<String, Descriptor> channels) {
        try {
            Descriptor described = found.get().describe();
            channels.put(described.id(), described);
        } catch (RuntimeException | ServiceConfigurationError e) {
            // Accounts of it are hidden: without it, nothing says which of their settings are secrets.
            return;
        }
    }

    private static boolean isSecret(String name, Map<String, String> given, Map<String, Descriptor> channels) {
        String below = name.substring("byoc.".length());
        String[] steps = below.split("\\.", 3);
        if (steps.length < 3 || !steps[0].equals("accounts")) {
            Setting own = AppSpec.SPEC.setting(below);
            return own == null ? SECRETS.contains(Setting.relaxed(below)) : own.isSecret();
        }
        String setting = Setting.relaxed(steps[2]);
        Descriptor channel = channels.get(given.getOrDefault("byoc.accounts." + steps[1] + ".channel", ""));
        if (setting.equals("channel") || channel == null) {
            return !setting.equals("channel");
        }
        Setting declared = channel.config().setting(setting);
        return declared == null ? SECRETS.contains(setting) : declared.isSecret();
    }
}
