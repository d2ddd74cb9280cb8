package dev.byoc.spring.internal.metrics;

import dev.byoc.micrometer.RelayMeters;
import dev.byoc.spring.Relay;
import dev.byoc.spring.internal.RelayAutoConfiguration;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/** The relay's meters, which the starter's relay also tells as a listener. */
@AutoConfiguration(after = RelayAutoConfiguration.class)
@ConditionalOnClass({MeterRegistry.class, MeterBinder.class})
@ConditionalOnBean(Relay.class)
public class MetricsAutoConfiguration {
    /** One of the application's own takes its place: two would tell the same. */
    @Bean
    @ConditionalOnMissingBean
    RelayMeters byocMeters(ObjectProvider<Relay> relay) {
        return new RelayMeters(() -> relay.getObject().health());
    }
}
