package dev.byoc.spring.internal.endpoint;

import dev.byoc.spring.Relay;
import dev.byoc.spring.internal.RelayAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;

/** The endpoint, where the actuator is present and exposes it. */
@AutoConfiguration(after = RelayAutoConfiguration.class)
@ConditionalOnClass({Endpoint.class, ConditionalOnAvailableEndpoint.class})
@ConditionalOnBean(Relay.class)
public class EndpointAutoConfiguration {
    @Bean
    @ConditionalOnAvailableEndpoint(endpoint = RelayEndpoint.class)
    RelayEndpoint byocEndpoint(Relay relay) {
        return new RelayEndpoint(relay);
    }
}
