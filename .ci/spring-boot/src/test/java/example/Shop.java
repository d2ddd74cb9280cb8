package example;

import dev.byoc.event.RelayEvent;
import dev.byoc.event.RelayListener;
import dev.byoc.spring.RelayBuilderCustomizer;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.web.firewall.FirewalledRequest;
import org.springframework.security.web.firewall.HttpFirewall;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/** An application with pages of its own, and with a firewall that lets every path through to its rules. */
@Configuration
@EnableAutoConfiguration
class Shop {
    final Queue<RelayEvent> events = new ConcurrentLinkedQueue<>();
    final AtomicInteger customized = new AtomicInteger();

    @Bean
    RelayListener listener() {
        return events::add;
    }

    @Bean
    RelayBuilderCustomizer customizer() {
        return builder -> customized.incrementAndGet();
    }

    @Bean
    HttpFirewall firewall() {
        return new HttpFirewall() {
            @Override
            public FirewalledRequest getFirewalledRequest(HttpServletRequest request) {
                return new FirewalledRequest(request) {
                    @Override
                    public void reset() {}
                };
            }

            @Override
            public HttpServletResponse getFirewalledResponse(HttpServletResponse response) {
                return response;
            }
        };
    }

    @RestController
    static class Pages {
        static final String WORDS = "for employees";

        @GetMapping({"/admin", "/byocx", "/"})
        String admin() {
            return WORDS;
        }

        @PostMapping("/admin")
        String change() {
            return WORDS;
        }
    }
}
