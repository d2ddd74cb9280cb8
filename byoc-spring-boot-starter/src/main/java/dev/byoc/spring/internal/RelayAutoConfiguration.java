package dev.byoc.spring.internal;

import dev.byoc.channel.ChannelProvider;
import dev.byoc.event.Health;
import dev.byoc.event.RelayListener;
import dev.byoc.relay.RelayEngine;
import dev.byoc.servlet.RelayServlet;
import dev.byoc.spring.Relay;
import dev.byoc.spring.RelayBuilderCustomizer;
import dev.byoc.spring.internal.properties.DataSources;
import dev.byoc.spring.internal.properties.Fault;
import dev.byoc.spring.internal.properties.GivenProperties;
import dev.byoc.spring.internal.properties.PropertyReader;
import dev.byoc.spring.internal.properties.RelayProperties;
import jakarta.servlet.Servlet;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnNotWebApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;
import org.springframework.util.function.SingletonSupplier;

/** A relay of the properties below {@code byoc.} and of the application's beans, behind the application's web server. */
@AutoConfiguration
@ConditionalOnProperty(name = "byoc.enabled", matchIfMissing = true)
public class RelayAutoConfiguration {
    private static final Logger log = LoggerFactory.getLogger(RelayAutoConfiguration.class);

    /** What the properties say. */
    @Bean
    GivenProperties byocGivenProperties(ConfigurableEnvironment environment) {
        GivenProperties given = PropertyReader.read(environment);
        if (!given.strangers().isEmpty()) {
            log.info("environment variables that are no property of byoc: {}", given.strangers());
        }
        return given;
    }

    /** The application has an engine of its own, which it starts and closes. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnBean(RelayEngine.class)
    static class Own {
        @Bean
        @ConditionalOnMissingBean(Relay.class)
        Relay byocRelay(RelayEngine engine) {
            return new OwnRelay(engine);
        }
    }

    private record OwnRelay(RelayEngine engine) implements Relay {
        @Override
        public Health health() {
            return engine.health();
        }
    }

    /** Behind a servlet container. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
    @ConditionalOnClass({Servlet.class, RelayServlet.class})
    static class Web {
        @Bean
        @ConditionalOnMissingBean({RelayEngine.class, Relay.class})
        @DependsOnDatabaseInitialization
        ManagedRelay byocRelay(
                GivenProperties given,
                Environment environment,
                ObjectProvider<RelayBuilderCustomizer> customizers,
                ObjectProvider<RelayListener> listeners,
                ObjectProvider<ChannelProvider> providers,
                ListableBeanFactory factory) {
            RelayFactory.Beans beans = new RelayFactory.Beans(customizers, listeners, providers, sources(factory));
            RelayPath path = RelayPath.of(given.text("public-url"), given.text("servlet-path"), context(environment));
            List<Fault> found = path == null && !given.text("public-url").isEmpty()
                    ? List.of(new Fault(
                            "byoc.public-url",
                            "byoc.public-url has no path: in a web application the relay needs one of its own, such as"
                                    + " https://chat.example.com/byoc"))
                    : List.of();
            return new ManagedRelay(new RelayFactory(given, found, beans)::build);
        }

        @Bean
        ServletRegistrationBean<RelayEntrance> byocServlet(
                ObjectProvider<Relay> relay,
                ObjectProvider<RelayEngine> own,
                GivenProperties given,
                Environment environment) {
            RelayEngine engine = own.getIfAvailable();
            String context = context(environment);
            RelayPath path = engine == null
                    ? RelayPath.of(given.text("public-url"), given.text("servlet-path"), context)
                    : RelayPath.of(engine, given.text("servlet-path"), context);
            // Without a path the relay is not made either, and names all faults together, so nothing is thrown here.
            RelayPath known = path == null ? new RelayPath("/byoc", "/byoc") : path;
            // Not made yet: the web server asks for its servlets before other beans.
            SingletonSupplier<Relay> made = SingletonSupplier.of(relay::getObject);
            ServletRegistrationBean<RelayEntrance> servlet = new ServletRegistrationBean<>(
                    new RelayEntrance(() -> present(made.obtain()), known, RelayProperties.requestTimeout(given)),
                    known.mapping());
            servlet.setEnabled(path != null);
            servlet.setName(RelayPath.SERVLET);
            servlet.setLoadOnStartup(1);
            servlet.setAsyncSupported(false);
            return servlet;
        }

        private static @Nullable RelayEngine present(Relay relay) {
            return relay instanceof ManagedRelay managed ? managed.engineOrNull() : relay.engine();
        }

        private static String context(Environment environment) {
            return environment.getProperty("server.servlet.context-path", "").replaceAll("/+$", "");
        }

        private static DataSources sources(ListableBeanFactory factory) {
            return new DataSources() {
                @Override
                public @Nullable DataSource named(String name) {
                    return names().contains(name) ? factory.getBean(name, DataSource.class) : null;
                }

                @Override
                public List<String> names() {
                    return List.of(factory.getBeanNamesForType(DataSource.class, true, false));
                }
            };
        }
    }

    /** An application that no webhook can reach. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnMissingBean({RelayEngine.class, Relay.class})
    static class Absent {
        @Bean
        @ConditionalOnNotWebApplication
        Relay byocRelay() {
            return new AbsentRelay();
        }

        @Bean
        @ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
        Relay byocReactiveRelay() {
            return new AbsentRelay();
        }
    }
}
