package dev.byoc.spring.internal.boot4;

import dev.byoc.spring.Relay;
import dev.byoc.spring.internal.HealthView;
import dev.byoc.spring.internal.RelayAutoConfiguration;
import java.util.function.Supplier;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.context.annotation.Bean;

/** Two components of Spring Boot 4's health: the whole relay, and whether it takes webhooks, for the readiness group. */
@AutoConfiguration(after = RelayAutoConfiguration.class)
@ConditionalOnClass(name = "org.springframework.boot.health.contributor.HealthIndicator")
@ConditionalOnBean(Relay.class)
@ConditionalOnProperty(name = "management.health.byoc.enabled", matchIfMissing = true)
public class Boot4HealthAutoConfiguration {
    @Bean
    HealthIndicator byocHealthIndicator(Relay relay) {
        return indicator(() -> HealthView.of(relay.health()));
    }

    @Bean
    HealthIndicator byocStoreHealthIndicator(Relay relay) {
        return indicator(() -> HealthView.ofStore(relay.health()));
    }

    private static HealthIndicator indicator(Supplier<HealthView> view) {
        return () -> {
            HealthView now = view.get();
            return Health.status(new Status(now.status()))
                    .withDetails(now.details())
                    .build();
        };
    }
}
