package dev.byoc.spring.internal;

import dev.byoc.ConfigurationException;
import dev.byoc.channel.ChannelProvider;
import dev.byoc.event.RelayListener;
import dev.byoc.relay.RelayBuilder;
import dev.byoc.relay.RelayEngine;
import dev.byoc.spring.RelayBuilderCustomizer;
import dev.byoc.spring.internal.properties.DataSources;
import dev.byoc.spring.internal.properties.Fault;
import dev.byoc.spring.internal.properties.GivenProperties;
import dev.byoc.spring.internal.properties.RelayProperties;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.beans.factory.ObjectProvider;

/** Makes relays of the application's properties and beans: a new one after each start that failed. */
final class RelayFactory {
    /** What {@link RelayBuilder#allowInternalHost} says of nothing. */
    private static final String PROVOKED = "allowInternalHost(...) is missing";

    private final GivenProperties given;
    private final List<Fault> found;
    private final Beans beans;

    /** What an application may add. */
    record Beans(
            ObjectProvider<RelayBuilderCustomizer> customizers,
            ObjectProvider<RelayListener> listeners,
            ObjectProvider<ChannelProvider> providers,
            DataSources sources) {}

    /** @param found what else is wrong, beside what reading the properties finds */
    RelayFactory(GivenProperties given, List<Fault> found, Beans beans) {
        this.given = given;
        this.found = found;
        this.beans = beans;
    }

    /**
     * Builds one, which opens its store.
     *
     * @throws ConfigurationException naming every fault, by properties
     * @throws dev.byoc.store.StoreException if the store cannot be opened now
     */
    RelayEngine build() {
        List<Fault> more = new ArrayList<>(found);
        Map<String, ChannelProvider> providers = providers(more);
        RelayProperties properties = new RelayProperties(given, more);
        RelayBuilder builder = new RelayBuilder();
        properties.putInto(builder, providers, beans.sources());
        beans.listeners().orderedStream().forEach(builder::listener);
        beans.customizers().orderedStream().forEach(each -> each.customize(builder));
        boolean provoked = properties.isFaulty();
        if (provoked) {
            // So that core tells its own faults too, and opens no store for what cannot work.
            builder.allowInternalHost("");
        }
        try {
            return builder.build();
        } catch (ConfigurationException e) {
            List<String> core = new ArrayList<>(e.faults());
            if (provoked) {
                core.stream()
                        .filter(each -> each.startsWith(PROVOKED))
                        .findFirst()
                        .ifPresent(core::remove);
            }
            properties.refuse(core);
            throw e;
        }
    }

    /** Channels that are beans, by their ids. */
    private Map<String, ChannelProvider> providers(List<Fault> faults) {
        Map<String, ChannelProvider> byId = new LinkedHashMap<>();
        beans.providers().orderedStream().forEach(each -> {
            String id;
            try {
                id = each.describe().id();
            } catch (RuntimeException e) {
                // Its text may be anything.
                faults.add(new Fault(
                        each.getClass().getName(),
                        "the bean " + each.getClass().getName() + " cannot describe its channel: "
                                + e.getClass().getSimpleName()));
                return;
            }
            ChannelProvider other = byId.putIfAbsent(id, each);
            if (other != null) {
                faults.add(new Fault(
                        id,
                        "two beans are providers of the channel " + id + ": "
                                + other.getClass().getName() + " and "
                                + each.getClass().getName() + "; keep one"));
            }
        });
        return byId;
    }
}
