package dev.byoc.spring.internal.properties;

import dev.byoc.Visible;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/**
 * Reads what an application's properties say below {@code byoc.}. Not by Spring Boot's binder, for three reasons: it makes a second account of
 * an environment variable that spells an id in another way, it binds an unset <code>${...}</code> as that text, and what it says of a value
 * that it cannot convert quotes that value.
 */
public final class PropertyReader {
    private final ConfigurableEnvironment environment;
    private final SlotFinder finder = new SlotFinder();
    private final Map<String, Slot> slots = new LinkedHashMap<>();
    private final Map<String, List<Given>> given = new LinkedHashMap<>();
    private final List<Fault> faults = new ArrayList<>();
    private final TreeSet<String> strangers = new TreeSet<>();

    private PropertyReader(ConfigurableEnvironment environment) {
        this.environment = environment;
    }

    /** Reads all of it; what is wrong is a fault among {@link GivenProperties#faults}. */
    public static GivenProperties read(ConfigurableEnvironment environment) {
        return new PropertyReader(environment).read();
    }

    private GivenProperties read() {
        List<EnumerablePropertySource<?>> sources = new ArrayList<>();
        for (PropertySource<?> source : environment.getPropertySources()) {
            if (source instanceof EnumerablePropertySource<?> listed) {
                sources.add(listed);
            }
        }
        for (EnumerablePropertySource<?> source : sources) {
            Arrays.stream(source.getPropertyNames())
                    .filter(SlotFinder::isProperty)
                    .forEach(finder::noteAccount);
        }
        sources.forEach(this::read);
        refuseTwins();
        return new GivenProperties(slots, given, faults, strangers);
    }

    private void read(EnumerablePropertySource<?> source) {
        Map<String, Map<Integer, Given>> here = new LinkedHashMap<>();
        for (String name : source.getPropertyNames()) {
            SlotFinder.Found found = find(name, source);
            if (found instanceof SlotFinder.Found.Of of) {
                Slot slot = slots.computeIfAbsent(of.slot().key(), unseen -> of.slot());
                Given before = here.computeIfAbsent(slot.key(), unseen -> new TreeMap<>())
                        .putIfAbsent(of.slot().index(), new Given(name, valueOf(name, source)));
                if (before != null) {
                    faults.add(Fault.of(
                            slot.fullName(),
                            "is given twice in one place, as " + before.name() + " and as " + name + "; keep one"));
                }
            } else if (found instanceof SlotFinder.Found.Unclear unclear) {
                faults.add(Fault.of(name, unclear.why()));
            } else if (found != null) {
                refuseStranger(name, source);
            }
        }
        // The source that stands first counts, for all values of a list together.
        here.forEach((key, values) -> {
            if (!given.containsKey(key)) {
                given.put(key, resolved(key, values));
            }
        });
    }

    /** Null: it is none of byoc's. */
    private SlotFinder.@Nullable Found find(String name, PropertySource<?> source) {
        if (SlotFinder.isProperty(name)) {
            return finder.ofProperty(name);
        }
        return source instanceof SystemEnvironmentPropertySource && SlotFinder.isVariable(name)
                ? finder.ofVariable(name)
                : null;
    }

    /** Variables may be meant for others, as those that Kubernetes sets for a service of that name. */
    private void refuseStranger(String name, PropertySource<?> source) {
        if (source instanceof SystemEnvironmentPropertySource) {
            strangers.add(name);
        } else if (!Visible.isBlank(valueOf(name, source)) || !SlotFinder.isAbove(name)) {
            faults.add(Fault.of(name, "is no property of byoc; docs/reference/spring-properties.md lists them"));
        }
    }

    private static String valueOf(String name, PropertySource<?> source) {
        Object value = source.getProperty(name);
        return value == null ? "" : value.toString();
    }

    private List<Given> resolved(String key, Map<Integer, Given> values) {
        List<Given> all = new ArrayList<>();
        for (Given each : values.values()) {
            String value = resolved(each.value());
            if (value == null) {
                Slot slot = slots.get(key);
                faults.add(Fault.of(
                        slot == null ? each.name() : slot.fullName(),
                        "holds a ${...} that stands for nothing: set what it names, such as an environment variable"));
            }
            all.add(new Given(each.name(), value == null ? "" : value));
        }
        return all;
    }

    /** Null: a placeholder stayed, or cannot be resolved. What Spring says of that may quote values. */
    private @Nullable String resolved(String value) {
        try {
            String text = environment.resolvePlaceholders(value);
            return text.contains("${") ? null : text;
        } catch (RuntimeException e) {
            return null;
        }
    }

    /** Ids that are one for environment variables. */
    private void refuseTwins() {
        Map<String, List<String>> byLetters = slots.values().stream()
                .map(Slot::account)
                .filter(id -> !id.isEmpty())
                .distinct()
                .collect(Collectors.groupingBy(PropertyNames::letters, TreeMap::new, Collectors.toList()));
        byLetters.values().stream().filter(ids -> ids.size() > 1).forEach(ids -> {
            String all = ids.stream().map(id -> "byoc.accounts." + id).collect(Collectors.joining(" and "));
            faults.add(
                    new Fault(
                            "byoc.accounts." + ids.get(0),
                            all
                                    + " differ in their spelling alone, and would be several accounts; write the id alike everywhere"));
        });
    }
}
