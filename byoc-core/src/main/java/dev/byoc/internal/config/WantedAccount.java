package dev.byoc.internal.config;

import dev.byoc.channel.Descriptor;
import dev.byoc.channel.config.Setting;
import dev.byoc.internal.account.AccountOptions;
import dev.byoc.internal.account.ChangingSettings;
import dev.byoc.internal.guard.GuardedProvider;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * An account whose settings were read.
 *
 * @param sources of secrets that may change, by the names of their settings
 * @param wrong the names of settings in whose place there are stand-ins; empty: it can be opened
 */
public record WantedAccount(
        String id,
        GuardedProvider provider,
        Descriptor descriptor,
        ChangingSettings settings,
        Map<String, Supplier<String>> sources,
        AccountOptions options,
        Set<String> wrong) {
    public WantedAccount {
        wrong = Set.copyOf(wrong);
    }

    /** What the channel says of it; without what only follows from a fault that is told already. */
    public List<String> told(List<String> heard) {
        return heard.stream()
                .filter(fault -> wrong.stream().noneMatch(name -> fault.contains("'" + name + "'")))
                .map(fault -> who(id) + fault)
                .toList();
    }

    /** Whether its webhooks are taken from some addresses alone. */
    public boolean isOfSomeCallersAlone() {
        return descriptor.config().setting(Setting.ALLOWED_ADDRESSES) != null
                && !settings.text(Setting.ALLOWED_ADDRESSES).isEmpty();
    }

    static String who(String id) {
        return "account '" + id + "': ";
    }
}
