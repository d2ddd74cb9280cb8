package dev.byoc.internal.config;

import dev.byoc.channel.ChannelProvider;
import dev.byoc.channel.Descriptor;
import dev.byoc.event.Health;
import dev.byoc.internal.guard.Guard;
import dev.byoc.internal.guard.GuardedProvider;
import dev.byoc.internal.guard.Result;
import dev.byoc.internal.guard.Site;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds channel providers on the class path. One that cannot be loaded never hides the others. */
final class Discovery {
    private static final Logger log = LoggerFactory.getLogger(Discovery.class);

    /** ServiceLoader keeps its place after a fault; this ends the search should it ever not. */
    private static final int MAX_FAULTS = 100;

    private static final Site LOADING = new Site(Health.RELAY, "loading a channel provider");

    /** What was found for a channel's id. */
    sealed interface Found {
        record Provider(ChannelProvider provider) implements Found {}

        /** No one provider; the sentence says what to do. */
        record None(String sentence) implements Found {}
    }

    private final Map<String, List<ChannelProvider>> byId = new LinkedHashMap<>();

    private final Guard guard;

    private Discovery(Guard guard) {
        this.guard = guard;
    }

    /** Looks where the thread's context class loader and the SDK's own can see. */
    static Discovery search(Guard guard) {
        Discovery found = new Discovery(guard);
        Set<Class<?>> seen = new java.util.HashSet<>();
        List<ClassLoader> loaders = new ArrayList<>();
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        if (context != null) {
            loaders.add(context);
        }
        if (Discovery.class.getClassLoader() != context) {
            loaders.add(Discovery.class.getClassLoader());
        }
        Set<String> faults = new TreeSet<>();
        for (ClassLoader loader : loaders) {
            for (ChannelProvider provider : found.load(loader, faults)) {
                if (seen.add(provider.getClass())) {
                    found.add(provider, faults);
                }
            }
        }
        faults.forEach(fault -> log.warn("passed over a channel provider: {}", fault));
        return found;
    }

    private List<ChannelProvider> load(ClassLoader loader, Set<String> faults) {
        List<ChannelProvider> providers = new ArrayList<>();
        var services = ServiceLoader.load(ChannelProvider.class, loader).iterator();
        for (int inARow = 0; inARow < MAX_FAULTS; ) {
            // Both load classes and run their constructors.
            Result<Optional<ChannelProvider>> next =
                    guard.call(LOADING, () -> services.hasNext() ? Optional.of(services.next()) : Optional.empty());
            if (next instanceof Result.Returned<Optional<ChannelProvider>> found) {
                if (found.value().isEmpty()) {
                    return providers;
                }
                providers.add(found.value().get());
                inARow = 0;
            } else {
                inARow++;
                faults.add(fault(next));
                if (!(next instanceof Result.Failed<Optional<ChannelProvider>>)) {
                    return providers;
                }
            }
        }
        return providers;
    }

    /** The text of ServiceLoader's own errors names the class; other texts may be anything. */
    private static String fault(Result<?> outcome) {
        Throwable e = outcome instanceof Result.Failed<?> failed ? failed.cause() : null;
        if (!(e instanceof ServiceConfigurationError) && !(e instanceof LinkageError)) {
            return String.valueOf(outcome.trouble());
        }
        Throwable cause = e.getCause();
        return e.getMessage() + (cause == null ? "" : " (" + cause.getClass().getSimpleName() + ")");
    }

    private void add(ChannelProvider provider, Set<String> faults) {
        Result<Descriptor> described = new GuardedProvider(provider, guard).describe();
        if (described instanceof Result.Returned<Descriptor> told) {
            String id = told.value().id().toLowerCase(Locale.ROOT);
            byId.computeIfAbsent(id, unseen -> new ArrayList<>()).add(provider);
        } else {
            faults.add(String.valueOf(described.trouble()));
        }
    }

    Found find(String channel) {
        List<ChannelProvider> providers = byId.getOrDefault(channel.toLowerCase(Locale.ROOT), List.of());
        if (providers.size() == 1) {
            return new Found.Provider(providers.get(0));
        }
        if (!channel.matches("[A-Za-z0-9-]{1,31}")) {
            // Not quoted: it may be a token in the wrong place.
            return new Found.None("its channel is no channel's id; found: " + ids());
        }
        if (providers.isEmpty()) {
            return new Found.None("no provider for channel '%s'; found: %s. Is byoc-%s on the class path?"
                    .formatted(channel, ids(), channel));
        }
        List<String> classes = providers.stream()
                .map(provider -> provider.getClass().getName() + " in " + place(provider))
                .toList();
        return new Found.None("several providers for channel '%s': %s. Keep one of these jars."
                .formatted(channel, String.join("; ", classes)));
    }

    private String ids() {
        return byId.isEmpty() ? "none" : String.join(", ", byId.keySet());
    }

    private static String place(ChannelProvider provider) {
        var source = provider.getClass().getProtectionDomain().getCodeSource();
        if (source == null || source.getLocation() == null) {
            return "an unknown jar";
        }
        String path = source.getLocation().getPath();
        return path.substring(path.lastIndexOf('/', path.length() - 2) + 1);
    }
}
