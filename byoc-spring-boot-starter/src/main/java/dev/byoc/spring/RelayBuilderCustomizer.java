package dev.byoc.spring;

import dev.byoc.relay.RelayBuilder;

/**
 * A bean that adds to a relay what is no property: an {@code OkHttpClient}, the source of a secret, an account whose channel code makes.
 * Customizers are called in their order, after the properties, and once for each time that a relay is built: again after a start that
 * failed. So they keep nothing, and {@link RelayBuilder#store} is left to the properties.
 */
@FunctionalInterface
public interface RelayBuilderCustomizer {
    void customize(RelayBuilder builder);
}
