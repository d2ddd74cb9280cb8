package dev.byoc.relay;

import dev.byoc.channel.ChannelProvider;
import dev.byoc.channel.ConfigSpec;
import dev.byoc.channel.Descriptor;
import dev.byoc.channel.Settings;
import dev.byoc.relay.Guard.Outcome;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads the accounts that a builder was asked for, and names every fault of theirs. */
final class AccountReader {
    private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9-]{0,30}");
    private static final Set<String> TAKEN = Set.of(
            Router.FRESHCHAT,
            Router.FRESHCHAT_APP,
            Router.MEDIA,
            Router.SETTINGS,
            Conditions.STORE,
            Conditions.HOST,
            Conditions.RELAY);

    private final List<String> faults;
    private final Guard guard;

    AccountReader(List<String> faults, Guard guard) {
        this.faults = faults;
        this.guard = guard;
    }

    /**
     * An account whose settings were read.
     *
     * @param wrong the names of settings in whose place there are stand-ins; empty: it can be opened
     */
    record Wanted(
            String id,
            GuardedProvider provider,
            Descriptor descriptor,
            Settings settings,
            AccountOptions options,
            Set<String> wrong) {
        Wanted {
            wrong = Set.copyOf(wrong);
        }

        /** What the channel says of it; without what only follows from a fault that is told already. */
        List<String> told(List<String> heard) {
            return heard.stream()
                    .filter(fault -> wrong.stream().noneMatch(name -> fault.contains("'" + name + "'")))
                    .map(fault -> who(id) + fault)
                    .toList();
        }
    }

    static String who(String id) {
        return "account '" + id + "': ";
    }

    List<Wanted> read(List<RelayBuilder.Asked> asked) {
        if (asked.isEmpty()) {
            faults.add("account(...) is missing: a relay needs at least one channel account");
        }
        Discovery discovery = asked.stream().allMatch(each -> each.provider() != null) ? null : Discovery.search(guard);
        Map<String, Wanted> wanted = new LinkedHashMap<>();
        for (int i = 0; i < asked.size(); i++) {
            RelayBuilder.Asked each = asked.get(i);
            String id = each.id();
            if (id == null || !ID.matcher(id).matches() || TAKEN.contains(id)) {
                // Not quoted: it may be a token in the wrong place.
                faults.add("account " + (i + 1) + ": its id is missing or none: it matches " + ID.pattern()
                        + " and is none of " + TAKEN.stream().sorted().collect(Collectors.joining(", ")));
            } else if (wanted.containsKey(id)) {
                faults.add(who(id) + "there are two of that id");
            } else {
                Object found = provider(each, discovery);
                if (found instanceof ChannelProvider provider) {
                    Wanted read = read(id, each.settings(), new GuardedProvider(provider, guard));
                    if (read != null) {
                        wanted.put(id, read);
                    }
                } else {
                    faults.add(who(id) + found);
                }
            }
        }
        List<Wanted> all = List.copyOf(wanted.values());
        refuseTheSameTwice(all);
        refuseSharedTopics(all);
        return all;
    }

    /** Where one account's name and another's id mean the same topic, {@link Topics} finds out. */
    private void refuseSharedTopics(List<Wanted> all) {
        for (Wanted one : all) {
            for (Wanted other : all) {
                boolean told = one.wrong().contains("topic") || other.wrong().contains("topic");
                boolean same =
                        one.options().topic().equalsIgnoreCase(other.options().topic());
                if (!one.id().equals(other.id())
                        && same
                        && !told
                        && one.options().bareId()) {
                    faults.add(who(one.id()) + Topics.shared(other.id()));
                }
            }
        }
    }

    /** The provider, or a sentence that says what to do. */
    private static Object provider(RelayBuilder.Asked each, @Nullable Discovery discovery) {
        if (each.provider() != null) {
            return each.provider();
        }
        return each.channel() == null || discovery == null
                ? "its channel is missing: the channel's id, such as viber, or its provider"
                : discovery.find(each.channel());
    }

    private @Nullable Wanted read(String id, Map<String, String> settings, GuardedProvider provider) {
        Outcome<Descriptor> described = provider.describe();
        if (!(described instanceof Outcome.Returned<Descriptor> told)) {
            faults.add(who(id) + described.trouble());
            return null;
        }
        Descriptor descriptor = told.value();
        ConfigSpec.Reading reading =
                AccountOptions.SPEC.and(descriptor.config()).read(settings);
        reading.sentences().forEach(fault -> faults.add(who(id) + fault));
        Set<String> wrong =
                reading.faults().stream().map(ConfigSpec.Fault::setting).collect(Collectors.toSet());
        List<String> own = new ArrayList<>();
        AccountOptions options = AccountOptions.of(reading.settings(), own);
        Wanted wanted = new Wanted(id, provider, descriptor, reading.settings(), options, wrong);
        faults.addAll(wanted.told(own));
        return wanted;
    }

    /** Two accounts of one bot would take each other's webhook away, for ever. */
    private void refuseTheSameTwice(List<Wanted> all) {
        for (int i = 0; i < all.size(); i++) {
            for (Wanted other : all.subList(i + 1, all.size())) {
                Wanted one = all.get(i);
                ConfigSpec spec = one.descriptor().config();
                boolean comparable =
                        one.descriptor().id().equals(other.descriptor().id())
                                && spec.identity().stream()
                                        .noneMatch(name -> one.wrong().contains(name)
                                                || other.wrong().contains(name));
                if (comparable && spec.isSameAccount(one.settings(), other.settings())) {
                    String same = spec.identity().stream()
                            .map(name -> "'" + name + "'")
                            .collect(Collectors.joining(" and "));
                    faults.add("accounts '" + one.id() + "' and '" + other.id() + "' are the same "
                            + one.descriptor().displayName() + " account: " + same
                            + " is the same. Leave one of them out");
                }
            }
        }
    }
}
