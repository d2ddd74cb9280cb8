package dev.byoc.spring.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.ConfigurationException;
import dev.byoc.channel.ChannelProvider;
import dev.byoc.relay.RelayEngine;
import dev.byoc.spring.Engines;
import dev.byoc.spring.Relay;
import dev.byoc.testkit.FakeChannelProvider;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.assertj.AssertableWebApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.context.LifecycleProcessor;

/** What an application with wrong properties is told. */
class FaultsTest {
    /** All that is needed. */
    static final String[] WHOLE = {
        "byoc.public-url=https://chat.example.com/byoc",
        "byoc.freshchat.url=https://example.freshchat.com",
        "byoc.freshchat.token=a-token",
        "byoc.freshchat.webhook-key=" + Engines.KEY,
        "byoc.accounts.shop.topic=Support",
        "byoc.accounts.shop.viber.auth-token=4d5a1c7e90b83f26-7c2e91d04fa8b653",
        "byoc.accounts.shop.viber.sender-name=Shop",
        "byoc.store.in-memory=true"
    };

    /** Without what Maven was told on its command line. */
    private static final WebApplicationContextRunner WEB = new WebApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(RelayAutoConfiguration.class))
            .withInitializer(
                    context -> context.getEnvironment().getPropertySources().remove("systemProperties"));

    /** Stopped before it is started, as it would call Freshchat. */
    private static void run(Consumer<AssertableWebApplicationContext> then, String... properties) {
        WEB.withPropertyValues(properties)
                .withInitializer(context -> context.addBeanFactoryPostProcessor(
                        factory -> factory.registerSingleton("lifecycleProcessor", new NoLifecycle())))
                .run(then::accept);
    }

    private static String[] with(String[] all, String... more) {
        List<String> both = new ArrayList<>(List.of(all));
        for (String each : more) {
            String name = each.substring(0, each.indexOf('=') + 1);
            both.removeIf(before -> before.startsWith(name));
            both.add(each);
        }
        both.removeIf(each -> each.indexOf('=') == each.length() - 1);
        return both.toArray(String[]::new);
    }

    private static List<String> faults(AssertableWebApplicationContext context) {
        assertThat(context).hasFailed();
        Throwable failure = context.getStartupFailure();
        while (failure != null && !(failure instanceof ConfigurationException)) {
            failure = failure.getCause();
        }
        assertThat(failure).as("%s", context.getStartupFailure()).isInstanceOf(ConfigurationException.class);
        return ((ConfigurationException) failure).faults();
    }

    private static void refused(String sentence, String... properties) {
        run(
                context -> assertThat(faults(context))
                        .anySatisfy(each -> assertThat(each).startsWith(sentence)),
                properties);
    }

    @Test
    void whatIsNeededIsEnough() {
        run(context -> assertThat(context).hasNotFailed().hasSingleBean(Relay.class), WHOLE);
    }

    @Test
    void anApplicationWithoutPropertiesIsToldAllThatItNeeds() {
        run(context -> assertThat(faults(context))
                .satisfiesExactlyInAnyOrder(
                        each -> assertThat(each).startsWith("byoc.store is missing: "),
                        each -> assertThat(each).startsWith("byoc.freshchat.url is missing. "),
                        each -> assertThat(each).startsWith("byoc.freshchat.token is missing. "),
                        each -> assertThat(each).startsWith("byoc.freshchat.webhook-key is missing. "),
                        each -> assertThat(each).startsWith("byoc.public-url is missing: "),
                        each -> assertThat(each).startsWith("byoc.accounts is missing: ")));
    }

    @Test
    void aFaultIsNamedByThePropertyAsItWasWritten() {
        run(
                context -> assertThat(faults(context))
                        .satisfiesExactlyInAnyOrder(
                                each -> assertThat(each).startsWith("byoc.accounts.shop.viber.auth-token is missing: "),
                                each -> assertThat(each).startsWith("byoc.accounts.shop.take-over must be yes or no"),
                                each -> assertThat(each).startsWith("byoc.drain-for must be a duration"),
                                each -> assertThat(each).startsWith("byoc.store.keep-for events are taken")),
                with(
                        WHOLE,
                        "byoc.store.in-memory=",
                        "byoc.store.file=never-made.db",
                        "byoc.accounts.shop.viber.auth-token=",
                        "byoc.accounts.shop.takeOver=perhaps",
                        "byoc.drain-for=soon",
                        "byoc.store.keep-for=1h"));
    }

    @Test
    void aStoreHasToBeNamed() {
        refused("byoc.store is missing: ", with(WHOLE, "byoc.store.in-memory="));
        refused("byoc.store names several places: ", with(WHOLE, "byoc.store.file=byoc.db"));
        refused(
                "byoc.store.data-source names no DataSource bean; there is none",
                with(WHOLE, "byoc.store.in-memory=", "byoc.store.data-source=dataSource"));
    }

    @Test
    void aPublicAddressNeedsAPathOfItsOwn() {
        refused("byoc.public-url has no path", with(WHOLE, "byoc.public-url=https://chat.example.com"));
    }

    @Test
    void anIdThatIsNoneIsNamed() {
        refused("byoc.accounts.Shop_2: its id is missing or none", with(WHOLE, "byoc.accounts.Shop_2.topic=x"));
    }

    @Test
    void anAccountHasOneChannel() {
        refused(
                "byoc.accounts.shop has settings of several channels: viber and kakaotalk",
                with(WHOLE, "byoc.accounts.shop.kakaotalk.sender-key=x"));
        refused("byoc.accounts.shop.channel is another one", with(WHOLE, "byoc.accounts.shop.channel=fake"));
        refused("byoc.accounts.market.channel is missing", with(WHOLE, "byoc.accounts.market.topic=x"));
    }

    @Test
    void aChannelThatIsABeanIsFound() {
        WEB.withPropertyValues(with(WHOLE, "byoc.accounts.market.channel=fake", "byoc.accounts.market.topic=Other"))
                .withInitializer(context -> context.addBeanFactoryPostProcessor(
                        factory -> factory.registerSingleton("lifecycleProcessor", new NoLifecycle())))
                .withBean(ChannelProvider.class, FakeChannelProvider::new)
                .run(context -> assertThat(context).hasNotFailed());
    }

    @Test
    void twoBeansOfOneChannelAreAFault() {
        WEB.withPropertyValues(WHOLE)
                .withBean("one", ChannelProvider.class, FakeChannelProvider::new)
                .withBean("other", ChannelProvider.class, FakeChannelProvider::new)
                .run(context -> assertThat(faults(context))
                        .singleElement()
                        .asString()
                        .startsWith("two beans are providers of the channel fake"));
    }

    @Test
    void anApplicationWithoutAWebServerStartsWithoutARelayAndSaysSo() {
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(RelayAutoConfiguration.class))
                .run(context -> assertThat(context.getBean(Relay.class).health().parts())
                        .singleElement()
                        .asString()
                        .contains("no servlet container"));
    }

    @Test
    void itCanBeSwitchedOff() {
        run(
                context -> assertThat(context).hasNotFailed().doesNotHaveBean(Relay.class),
                "byoc.enabled=false",
                "byoc.store.file=");
    }

    @Test
    void anEngineOfTheApplicationsIsLeftToIt() {
        RelayEngine engine = Engines.idle();
        try {
            WEB.withBean(RelayEngine.class, () -> engine, definition -> definition.setDestroyMethodName(""))
                    .run(context -> {
                        assertThat(context).hasNotFailed();
                        assertThat(context.getBean(Relay.class).engine()).isSameAs(engine);
                    });
            assertThat(engine.health().ready()).isTrue();
        } finally {
            engine.close();
        }
    }

    @Test
    void theReportNamesEveryFaultAndWhatToDo() {
        run(
                context -> {
                    FailureAnalysis report = new ConfigurationFailureAnalyzer().analyze(context.getStartupFailure());
                    assertThat(report.getDescription())
                            .contains("2 faults", "- byoc.store is missing", "- byoc.drain-for must");
                    assertThat(report.getAction()).isNotBlank();
                },
                with(WHOLE, "byoc.store.in-memory=", "byoc.drain-for=x"));
    }

    /** Each kind of property; what may have been pasted into the wrong place. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "byoc.public-url",
                "byoc.servlet-path",
                "byoc.request-timeout",
                "byoc.allow-plain-http",
                "byoc.freshchat.url",
                "byoc.freshchat.token",
                "byoc.freshchat.webhook-key",
                "byoc.freshchat.scope",
                "byoc.freshchat.note-agent",
                "byoc.freshchat.trust-host",
                "byoc.store.file",
                "byoc.store.data-source",
                "byoc.store.in-memory",
                "byoc.store.keep-for",
                "byoc.store.max-open-entries",
                "byoc.retry.max-attempts",
                "byoc.media.max-bytes",
                "byoc.catch-up.calls-per-second",
                "byoc.catch-up.not-before",
                "byoc.send-margin",
                "byoc.register-webhooks",
                "byoc.freshchat.path-secret",
                "byoc.product-events",
                "byoc.settings-page",
                "byoc.trusted-proxies",
                "byoc.allow-internal-hosts[0]",
                "byoc.wording.ko.some-key",
                "byoc.wording.planted",
                "byoc.no-such-name",
                "byoc.accounts.shop.channel",
                "byoc.accounts.shop.topic",
                "byoc.accounts.shop.take-over",
                "byoc.accounts.shop.silent-after",
                "byoc.accounts.shop.path-secret",
                "byoc.accounts.shop.conversations",
                "byoc.accounts.shop.viber.auth-token",
                "byoc.accounts.shop.viber.base-url",
                "byoc.accounts.shop.viber.caption-limit",
                "byoc.accounts.shop.viber.auth-header",
                "byoc.accounts.shop.settings.no-such-setting",
                "byoc.accounts.shop.kakaotalk.sender-key",
                "byoc.accounts.shop.no-such-name",
                "byoc.accounts.market.settings.auth-token",
                "byoc.accounts.shop"
            })
    void noFaultQuotesAValue(String property) {
        for (String planted :
                List.of("pl4nted\u0007s3cret", "pl4nted ${s3cret} x", "#{pl4nted.s3cret}", "-pl4nted-s3cret")) {
            run(
                    context -> {
                        StringWriter printed = new StringWriter();
                        context.getStartupFailure().printStackTrace(new PrintWriter(printed, true));
                        assertThat(printed.toString()).doesNotContain("pl4nted", "s3cret");
                    },
                    with(WHOLE, "byoc.freshchat.url=", property + "=" + planted));
        }
    }

    /** So that nothing is started. */
    private static final class NoLifecycle implements LifecycleProcessor {
        @Override
        public void onRefresh() {}

        @Override
        public void onClose() {}

        @Override
        public void start() {}

        @Override
        public void stop() {}

        @Override
        public boolean isRunning() {
            return true;
        }
    }
}
