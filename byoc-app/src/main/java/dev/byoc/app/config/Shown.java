package dev.byoc.app.config;

import dev.byoc.ServiceLink;
import dev.byoc.channel.ChannelProvider;
import dev.byoc.channel.Descriptor;
import dev.byoc.channel.config.Setting;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Settings without faults, as they may be shown: secrets are hidden. A name that neither the program nor the account's channel knows is a fault,
 * so none passes for a plain one here.
 */
public final class Shown {
    private static final String HIDDEN = "***";
    private static final String PREFIX = "byoc.";
    private static final Pattern PROPERTY = Pattern.compile("accounts\\.([^.]+)\\.(.+)");
    private static final Pattern VARIABLE = Pattern.compile("(?i)accounts[._-].*");
    private static final Pattern CHANNEL = Pattern.compile("ACCOUNTS_(.+)_CHANNEL");

    /** Of the relay and of every account; what else an account has is its channel's. */
    private static final Set<String> SECRETS = Set.of(
            "freshchattoken",
            "freshchatwebhookkey",
            "freshchatpathsecret",
            "productevents",
            "settingspage",
            "pathsecret");

    private final Map<String, Descriptor> channels = new HashMap<>();

    /** Ids of accounts as they stand in variables, the longest first. */
    private final List<String> ids;

    /** By the ids. */
    private final Map<String, String> channelsOfAccounts = new HashMap<>();

    /** A setting of an account. */
    private record Part(String account, String setting) {}

    private Shown(Map<String, String> inForce) {
        ServiceLoader.load(ChannelProvider.class).stream().forEach(this::add);
        ids = ids(inForce.keySet());
        inForce.forEach((name, value) -> {
            Part part = part(below(name));
            if (part != null && part.setting().equals("channel")) {
                channelsOfAccounts.put(part.account(), value);
            }
        });
    }

    /** What is in force, by name: that of the property, or of the variable that gave it. */
    public static Map<String, String> of(AppConfig config) {
        Map<String, String> inForce = config.inForce();
        Shown how = new Shown(inForce);
        Map<String, String> shown = new TreeMap<>();
        inForce.forEach((name, value) -> {
            if (!ServiceLink.is(name, value) || how.part(below(name)) != null) {
                shown.put(name, how.shown(below(name), value));
            }
        });
        return shown;
    }

    private void add(ServiceLoader.Provider<ChannelProvider> found) {
        try {
            Descriptor described = found.get().describe();
            channels.put(described.id(), described);
        } catch (RuntimeException | ServiceConfigurationError e) {
            // Accounts of it are hidden: without it, nothing says which of their settings are secrets.
            return;
        }
    }

    private static String below(String name) {
        return name.substring(PREFIX.length());
    }

    private static String asVariable(String name) {
        return name.toUpperCase(Locale.ROOT).replaceAll("[.-]", "_");
    }

    private static List<String> ids(Collection<String> names) {
        return names.stream()
                .map(Shown::below)
                .flatMap(each -> {
                    Matcher property = PROPERTY.matcher(each);
                    Matcher channel = CHANNEL.matcher(asVariable(each));
                    return property.matches()
                            ? Stream.of(asVariable(property.group(1)))
                            : channel.matches() ? Stream.of(channel.group(1)) : Stream.empty();
                })
                .distinct()
                .sorted(Comparator.comparing(String::length).reversed())
                .toList();
    }

    /** Null: it is of no account. */
    private @Nullable Part part(String below) {
        Matcher property = PROPERTY.matcher(below);
        if (property.matches()) {
            return new Part(asVariable(property.group(1)), Setting.relaxed(property.group(2)));
        }
        String variable = asVariable(below);
        return ids.stream()
                .map(each -> "ACCOUNTS_" + each + "_")
                .filter(variable::startsWith)
                .findFirst()
                .map(each -> new Part(
                        each.substring("ACCOUNTS_".length(), each.length() - 1),
                        Setting.relaxed(variable.substring(each.length()))))
                .orElse(null);
    }

    private String shown(String below, String value) {
        Setting own = AppSpec.SPEC.setting(below);
        if (own != null && own.name().equals("store-url")) {
            return Stores.withoutQuery(value);
        }
        return isSecret(below, own) ? HIDDEN : value;
    }

    private boolean isSecret(String below, @Nullable Setting own) {
        if (!VARIABLE.matcher(below).matches()) {
            return own == null ? SECRETS.contains(Setting.relaxed(below)) : own.isSecret();
        }
        Part part = part(below);
        if (part == null || part.setting().equals("channel")) {
            return part == null;
        }
        Descriptor channel = channels.get(channelsOfAccounts.getOrDefault(part.account(), ""));
        if (channel == null) {
            return true;
        }
        Setting declared = channel.config().setting(part.setting());
        return declared == null ? SECRETS.contains(part.setting()) : declared.isSecret();
    }
}
