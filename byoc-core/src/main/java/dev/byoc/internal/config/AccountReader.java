package dev.byoc.internal.config;

import dev.byoc.channel.Descriptor;
import dev.byoc.channel.config.ConfigSpec;
import dev.byoc.channel.config.Setting;
import dev.byoc.channel.config.Settings;
import dev.byoc.channel.config.SettingsReading;
import dev.byoc.internal.account.AccountOptions;
import dev.byoc.internal.account.ChangingSettings;
import dev.byoc.internal.account.KeyRing;
import dev.byoc.internal.account.ReservedIds;
import dev.byoc.internal.freshchat.Topics;
import dev.byoc.internal.guard.Guard;
import dev.byoc.internal.guard.GuardedProvider;
import dev.byoc.internal.guard.Result;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads the accounts that a builder was asked for, and names every fault of theirs. */
public final class AccountReader {
    private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9-]{0,30}");

    private final List<String> faults;
    private final Guard guard;
    private final List<RelayConfig.Sourced> sourced;
    private final Duration oldSecretsFor;
    private final Clock clock;
    private final HostWording wording;

    public AccountReader(RelayConfig asked, List<String> faults, Guard guard) {
        this.faults = faults;
        this.guard = guard;
        this.sourced = asked.sourced;
        this.oldSecretsFor = asked.oldSecretsFor;
        this.clock = asked.clock;
        this.wording = asked.wording;
    }

    public List<WantedAccount> read(List<RelayConfig.Asked> asked) {
        if (asked.isEmpty()) {
            faults.add("account(...) is missing: a relay needs at least one channel account");
        }
        Discovery discovery = asked.stream().allMatch(each -> each.provider() != null) ? null : Discovery.search(guard);
        Map<String, WantedAccount> wanted = new LinkedHashMap<>();
        for (int i = 0; i < asked.size(); i++) {
            RelayConfig.Asked each = asked.get(i);
            String id = each.id();
            if (id == null || !ID.matcher(id).matches() || ReservedIds.ALL.contains(id)) {
                // Not quoted: it may be a token in the wrong place.
                faults.add("account " + (i + 1) + ": its id is missing or none: it matches " + ID.pattern()
                        + " and is none of " + ReservedIds.ALL.stream().sorted().collect(Collectors.joining(", ")));
            } else if (wanted.containsKey(id)) {
                faults.add(WantedAccount.who(id) + "there are two of that id");
            } else {
                each.faults().forEach(fault -> faults.add(WantedAccount.who(id) + fault));
                Discovery.Found found = provider(each, discovery);
                if (found instanceof Discovery.Found.Provider provider) {
                    WantedAccount read = read(id, each.settings(), new GuardedProvider(provider.provider(), guard));
                    if (read != null) {
                        wanted.put(id, read);
                    }
                } else if (found instanceof Discovery.Found.None none) {
                    faults.add(WantedAccount.who(id) + none.sentence());
                }
            }
        }
        refuseSourcesWithoutAccount(asked);
        List<WantedAccount> all = List.copyOf(wanted.values());
        refuseTheSameTwice(all);
        refuseSharedTopics(all);
        faults.addAll(wording.faults(all));
        return all;
    }

    /** Where one account's name and another's id mean the same topic, {@link Topics} finds out. */
    private void refuseSharedTopics(List<WantedAccount> all) {
        for (WantedAccount one : all) {
            for (WantedAccount other : all) {
                boolean told = one.wrong().contains("topic") || other.wrong().contains("topic");
                boolean same =
                        one.options().topic().equalsIgnoreCase(other.options().topic());
                if (!one.id().equals(other.id())
                        && same
                        && !told
                        && one.options().bareId()) {
                    faults.add(WantedAccount.who(one.id()) + Topics.shared(other.id()));
                }
            }
        }
    }

    private static Discovery.Found provider(RelayConfig.Asked each, @Nullable Discovery discovery) {
        if (each.provider() != null) {
            return new Discovery.Found.Provider(each.provider());
        }
        return each.channel() == null || discovery == null
                ? new Discovery.Found.None("its channel is missing: the channel's id or its provider")
                : discovery.find(each.channel());
    }

    private void refuseSourcesWithoutAccount(List<RelayConfig.Asked> asked) {
        for (RelayConfig.Sourced each : sourced) {
            if (asked.stream().noneMatch(account -> Objects.equals(account.id(), each.account()))) {
                faults.add("secret(...): there is no such account: " + shown(each.account()));
            }
        }
    }

    /** Not quoted unless it looks like an id: it may be a token in the wrong place. */
    private static String shown(@Nullable String id) {
        return id != null && ID.matcher(id).matches() ? "'" + id + "'" : "its id is missing or none";
    }

    /** The sources of an account's secrets; what they give is put among its settings. */
    private Map<String, Supplier<String>> sources(String id, Map<String, String> settings, ConfigSpec spec) {
        Map<String, Supplier<String>> sources = new LinkedHashMap<>();
        addFiles(id, settings, spec, sources);
        for (RelayConfig.Sourced each : sourced) {
            if (!id.equals(each.account())) {
                continue;
            }
            Setting setting = each.setting() == null ? null : spec.setting(each.setting());
            Supplier<String> source = each.source();
            if (setting == null || !setting.isSecret()) {
                faults.add(WantedAccount.who(id) + "secret(...) names no secret of the channel");
            } else if (source == null) {
                faults.add(WantedAccount.who(id) + "'" + setting.name()
                        + "' is missing: secret(...) gives no source of it");
            } else if (SecretFiles.isGiven(setting, settings, spec) || sources.put(setting.name(), source) != null) {
                faults.add(WantedAccount.who(id) + "'" + setting.name()
                        + "' is set twice; keep one, its source or a value");
            } else {
                settings.put(setting.name(), given(id, setting.name(), source));
            }
        }
        return sources;
    }

    /** What a source gives, or a stand-in. */
    private String given(String id, String setting, Supplier<String> source) {
        Result<String> given = KeyRing.given(id, setting, source, guard);
        String trouble = KeyRing.troubleOf(given);
        if (trouble != null) {
            faults.add(WantedAccount.who(id) + "'" + setting + "' is missing: its source " + trouble);
        }
        return trouble == null ? given.or("") : "stand-in";
    }

    /** Files that the settings name are sources of secrets too; those of the core's own secrets are read once. */
    private void addFiles(
            String id, Map<String, String> settings, ConfigSpec channel, Map<String, Supplier<String>> sources) {
        List<String> found = new ArrayList<>();
        ConfigSpec all = AccountOptions.SPEC.and(channel);
        SecretFiles.takenFrom(settings, all, name -> "'" + name + "'", found).forEach((name, file) -> {
            settings.put(name, given(id, name, file));
            if (channel.setting(name) != null) {
                sources.put(name, file);
            }
        });
        found.forEach(fault -> faults.add(WantedAccount.who(id) + fault));
    }

    private @Nullable WantedAccount read(String id, Map<String, String> given, GuardedProvider provider) {
        Result<Descriptor> described = provider.describe();
        if (!(described instanceof Result.Returned<Descriptor> told)) {
            faults.add(WantedAccount.who(id) + described.trouble());
            return null;
        }
        Descriptor descriptor = told.value();
        ConfigSpec spec = AccountOptions.SPEC.and(descriptor.config());
        Map<String, String> settings = new LinkedHashMap<>(given);
        Map<String, Supplier<String>> sources = sources(id, settings, descriptor.config());
        SettingsReading reading = spec.read(settings);
        reading.sentences().forEach(fault -> faults.add(WantedAccount.who(id) + fault));
        Set<String> wrong =
                reading.faults().stream().map(SettingsReading.Fault::setting).collect(Collectors.toSet());
        List<String> own = new ArrayList<>();
        AccountOptions options = AccountOptions.of(reading.settings(), wording.byLanguage(), own);
        WantedAccount wanted = new WantedAccount(
                id,
                provider,
                descriptor,
                new ChangingSettings(spec, settings, reading.settings(), oldSecretsFor, clock),
                sources,
                options,
                wrong);
        faults.addAll(wanted.told(own));
        return wanted;
    }

    /** Two accounts of one bot would take each other's webhook away, for ever. */
    private void refuseTheSameTwice(List<WantedAccount> all) {
        for (int i = 0; i < all.size(); i++) {
            for (WantedAccount other : all.subList(i + 1, all.size())) {
                WantedAccount one = all.get(i);
                boolean comparable = one.descriptor().config().identity().stream()
                        .noneMatch(name ->
                                one.wrong().contains(name) || other.wrong().contains(name));
                if (comparable && isSameAccount(one, one.settings(), other)) {
                    faults.add("accounts '" + one.id() + "' and '" + other.id() + "' are the same "
                            + one.descriptor().displayName() + " account: " + identityOf(one)
                            + " is the same. Leave one of them out");
                }
            }
        }
    }

    private static boolean isSameAccount(WantedAccount one, Settings settings, WantedAccount other) {
        return one.descriptor().id().equals(other.descriptor().id())
                && one.descriptor().config().isSameAccount(settings, other.settings());
    }

    private static String identityOf(WantedAccount wanted) {
        return wanted.descriptor().config().identity().stream()
                .map(name -> "'" + name + "'")
                .collect(Collectors.joining(" and "));
    }

    /** What speaks against new secrets of an account, beside their form. */
    public static List<String> faultsOf(
            WantedAccount wanted, Settings candidate, List<WantedAccount> all, Clock clock) {
        List<String> found = new ArrayList<>(TrialOpening.faultsOf(wanted, candidate, clock));
        for (WantedAccount other : all) {
            if (!other.id().equals(wanted.id()) && isSameAccount(wanted, candidate, other)) {
                found.add(identityOf(wanted) + " is that of account '" + other.id() + "' now");
            }
        }
        return found;
    }
}
