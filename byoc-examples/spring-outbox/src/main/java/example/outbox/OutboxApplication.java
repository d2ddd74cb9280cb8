package example.outbox;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.web.servlet.filter.OrderedRequestContextFilter;
import org.springframework.context.annotation.Bean;

/** Relays texts of Viber's customers into Freshchat, and agents' answers back, by an outbox table of PostgreSQL. */
@SpringBootApplication
@ConfigurationPropertiesScan
class OutboxApplication {
    public static void main(String[] args) {
        SpringApplication application = new SpringApplication(OutboxApplication.class);
        application.setDefaultProperties(Map.of(
                "spring.sql.init.mode",
                "always",
                "spring.datasource.url",
                System.getenv("STORE").replaceFirst("^postgresql:", ""),
                "server.servlet.context-path",
                URI.create(System.getenv("PUBLIC_URL")).getPath()));
        application.run(args);
    }

    @Bean
    Api freshchatApi(RelaySettings settings, ObjectMapper json) {
        return new Api(
                settings.freshchatUrl(),
                Map.of("Authorization", "Bearer " + settings.freshchatToken()),
                settings.workers(),
                json);
    }

    @Bean
    Api viberApi(RelaySettings settings, ObjectMapper json) {
        return new Api(
                settings.viberUrl(), Map.of("X-Viber-Auth-Token", settings.viberToken()), settings.workers(), json);
    }

    /** No controller asks for the current request. */
    @Bean
    FilterRegistrationBean<OrderedRequestContextFilter> noRequestContext() {
        FilterRegistrationBean<OrderedRequestContextFilter> none =
                new FilterRegistrationBean<>(new OrderedRequestContextFilter());
        none.setEnabled(false);
        return none;
    }
}
