package example;

import dev.byoc.relay.RelayEngine;
import dev.byoc.servlet.RelayServlet;
import dev.byoc.testkit.host.HostContract;
import dev.byoc.testkit.host.RequestForm;
import java.time.Duration;
import java.util.Map;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.support.GenericApplicationContext;

/** Spring Boot with its usual web starter, so with Tomcat 10.1. */
class SpringBootTest extends HostContract {
    /** As the application of the page has it. */
    @Configuration
    @EnableAutoConfiguration
    static class Application extends RelayWeb {}

    /** With less time for a body than ten seconds. */
    @Configuration
    @EnableAutoConfiguration
    static class Hurried {
        @Bean
        ServletRegistrationBean<RelayServlet> relayServlet(RelayEngine relay, Duration patience) {
            return new ServletRegistrationBean<>(new RelayServlet(relay, patience), "/byoc/*");
        }
    }

    @Override
    protected Runnable serve(RelayEngine relay, int port, Duration patience) {
        boolean hurried = patience.compareTo(Duration.ofSeconds(10)) < 0;
        ConfigurableApplicationContext context = new SpringApplicationBuilder(hurried ? Hurried.class : Application.class)
                .initializers((GenericApplicationContext made) -> {
                    // The relay is the contract's, which starts and closes it.
                    made.registerBean(RelayEngine.class, () -> relay, bean -> bean.setDestroyMethodName(""));
                    made.registerBean(Duration.class, () -> patience);
                })
                .run(
                        "--server.address=127.0.0.1",
                        "--server.port=" + port,
                        "--server.tomcat.connection-timeout=" + patience.toMillis() + "ms",
                        "--spring.main.banner-mode=off",
                        "--logging.level.root=error");
        return context::close;
    }

    /** What Tomcat refuses: docs/guides/hosts.md. */
    @Override
    public Map<RequestForm, Integer> refused() {
        return Map.of(
                RequestForm.TRACE, 405,
                RequestForm.ENCODED_SLASH, 400,
                RequestForm.ENCODED_BACKSLASH, 400,
                RequestForm.BRACKETS_IN_QUERY, 400,
                RequestForm.ENCODED_NUL, 400,
                RequestForm.BROKEN_ESCAPE, 400,
                RequestForm.PIPE, 400,
                RequestForm.RAW_KOREAN, 400);
    }
}
