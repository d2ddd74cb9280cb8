package example;

import dev.byoc.relay.RelayEngine;
import dev.byoc.servlet.RelayServlet;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;

// snippet: servlet
@Configuration
class RelayWeb {
    @Bean
    ServletRegistrationBean<RelayServlet> relayServlet(RelayEngine relay) {
        return new ServletRegistrationBean<>(new RelayServlet(relay), "/byoc/*"); // the path of publicUrl, and all below it
    }
}

@Configuration
class RelayStart {
    private final RelayEngine relay; // a bean of yours; Spring closes it after the web server

    RelayStart(RelayEngine relay) {
        this.relay = relay;
    }

    @EventListener(ApplicationReadyEvent.class)
    void start() {
        relay.start(); // once the server listens, as messengers call back while they register
    }
}
// end snippet
