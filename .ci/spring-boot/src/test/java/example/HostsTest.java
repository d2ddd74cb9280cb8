package example;

import dev.byoc.relay.RelayEngine;
import dev.byoc.testkit.host.HostContract;
import dev.byoc.testkit.host.RequestForm;
import java.time.Duration;
import java.util.Map;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.support.GenericApplicationContext;

/** The starter's servlet in Spring Boot with its usual web starter, so on Tomcat 10.1; without Spring Security, which refuses by itself. */
class HostsTest extends HostContract {
    private static final String SECURITY = "org.springframework.boot.autoconfigure.security.servlet.";

    @Configuration
    @EnableAutoConfiguration
    static class Application {}

    @Override
    protected Runnable serve(RelayEngine relay, int port, Duration patience) {
        ConfigurableApplicationContext context = new SpringApplicationBuilder(Application.class)
                .initializers((GenericApplicationContext made) ->
                        // The relay is the contract's, which starts and closes it.
                        made.registerBean(RelayEngine.class, () -> relay, bean -> bean.setDestroyMethodName("")))
                .run(
                        "--server.address=127.0.0.1",
                        "--server.port=" + port,
                        "--server.tomcat.connection-timeout=" + patience.toMillis() + "ms",
                        "--byoc.request-timeout=" + patience.toMillis() + "ms",
                        "--spring.autoconfigure.exclude=" + SECURITY + "SecurityAutoConfiguration," + SECURITY
                                + "UserDetailsServiceAutoConfiguration," + SECURITY + "SecurityFilterAutoConfiguration,"
                                + "org.springframework.boot.actuate.autoconfigure.security.servlet.ManagementWebSecurityAutoConfiguration",
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
