package dev.byoc.app.serve;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.byoc.RelayRequest;
import dev.byoc.app.config.AppConfig;
import dev.byoc.app.config.Logs;
import dev.byoc.channel.Channel;
import dev.byoc.channel.ChannelContext;
import dev.byoc.channel.ChannelProvider;
import dev.byoc.channel.Descriptor;
import dev.byoc.relay.RelayBuilder;
import dev.byoc.testkit.CapturedLogs;
import dev.byoc.testkit.SettableClock;
import dev.byoc.testkit.TestRelay;
import dev.byoc.testkit.viber.FakeViber;
import dev.byoc.testkit.viber.ViberCustomer;
import dev.byoc.viber.ViberProvider;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** What lines of the log carry while a message is worked on, the channel's too. */
class LogContextTest {
    private static final Logger CHANNEL = (Logger) LoggerFactory.getLogger("example.channel");
    private static final Logger RELAY = (Logger) LoggerFactory.getLogger("dev.byoc.internal.report.Reports");

    /** Asked on the thread that logs: a line has the MDC of its thread at the first look. */
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>() {
        @Override
        protected void append(ILoggingEvent line) {
            line.prepareForDeferredProcessing();
            super.append(line);
        }
    };

    private final SettableClock clock = new SettableClock(TestRelay.NOW);
    private final FakeViber viber = new FakeViber(clock);
    private final TestRelay relay = new TestRelay(clock) {
        @Override
        protected void configure(RelayBuilder builder) {
            builder.account(
                    "shop",
                    new Chatty(),
                    account -> account.topic(TOPIC)
                            .setting("auth-token", viber.token())
                            .setting("sender-name", "Shop")
                            .setting("base-url", viber.url().toString()));
        }
    };

    /** A channel that logs each of its calls, and leaves the MDC of its thread as no code should. */
    private static final class Chatty implements ChannelProvider {
        private final ChannelProvider viber = new ViberProvider();

        @Override
        public Descriptor describe() {
            return viber.describe();
        }

        @Override
        public Channel open(ChannelContext context) {
            Channel channel = viber.open(context);
            return (Channel) Proxy.newProxyInstance(
                    Channel.class.getClassLoader(), channel.getClass().getInterfaces(), (proxy, method, arguments) -> {
                        CHANNEL.info(method.getName());
                        MDC.clear();
                        MDC.put("left", "behind");
                        try {
                            return method.invoke(channel, arguments);
                        } catch (InvocationTargetException e) {
                            throw e.getCause();
                        }
                    });
        }
    }

    @BeforeEach
    void listen() {
        lines.start();
        CHANNEL.setLevel(Level.INFO);
        RELAY.setLevel(Level.DEBUG);
        CHANNEL.addAppender(lines);
        RELAY.addAppender(lines);
        CHANNEL.setAdditive(false);
        RELAY.setAdditive(false);
        relay.start();
    }

    @AfterEach
    void close() {
        relay.close();
        viber.close();
        MDC.clear();
        for (Logger logger : List.of(CHANNEL, RELAY)) {
            logger.detachAppender(lines);
            logger.setLevel(null);
            logger.setAdditive(true);
        }
    }

    private Map<String, String> carriedBy(String words) {
        return List.copyOf(lines.list).stream()
                .filter(line -> line.getFormattedMessage().contains(words))
                .reduce((first, second) -> second)
                .orElseThrow(() -> new AssertionError("no line says " + words))
                .getMDCPropertyMap();
    }

    @Test
    void linesOfAMessageCarryItsAccountItsKeyAndItsEntry() {
        ViberCustomer ines = viber.customer("dyN4Ob6OXfag+Atd/1SifA==", "Ines");
        ines.says("is it on its way?");
        String conversation = relay.freshchat().awaitPosted(1).get(0).conversationId();
        relay.awaitIdle();
        Map<String, String> relayed = carriedBy("is done");
        relay.freshchat().agent().says(conversation, "it is");
        relay.awaitSent(1);

        assertThat(relayed).containsOnlyKeys("byoc.account", "byoc.message", "byoc.entry");
        assertThat(relayed.get("byoc.account")).isEqualTo("shop");
        assertThat(relay.relay().timeline(relayed.get("byoc.message"))).isNotEmpty();
        assertThat(relayed.get("byoc.entry")).containsOnlyDigits();
        // It runs on another thread.
        Map<String, String> sent = carriedBy("send");
        assertThat(sent).containsOnlyKeys("byoc.account", "byoc.message", "byoc.entry");
        assertThat(relay.relay().timeline(sent.get("byoc.message"))).isNotEmpty();
        assertThat(lines.list)
                .filteredOn(line -> line.getLoggerName().equals(RELAY.getName()))
                .extracting(line -> line.getMDCPropertyMap().toString())
                .noneMatch(carried -> carried.contains("left") || carried.contains("Ines") || carried.contains("way"));
    }

    @Test
    void aThreadOfTheHostHasItsOwnValuesInARequestAndAfterwards() {
        MDC.put("trace", "7");
        MDC.put("byoc.account", "mine");

        relay.relay().handle(unsigned(), answer -> assertThat(answer.status()).isEqualTo(401));

        assertThat(carriedBy("routes")).containsEntry("trace", "7").containsEntry("byoc.account", "shop");
        assertThat(MDC.getCopyOfContextMap()).containsOnly(Map.entry("trace", "7"), Map.entry("byoc.account", "mine"));
    }

    private RelayRequest unsigned() {
        return new RelayRequest(
                "POST", relay.relay().webhookUrl("shop").getRawPath(), null, Map.of(), new byte[] {'{', '}'}, null);
    }

    @Test
    void theProgramsLogInJsonHasThem(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("byoc.yaml");
        try (CapturedLogs logs = CapturedLogs.start()) {
            Logs.by(AppConfig.read(Files.writeString(file, "byoc: {log.format: json}\n"), Map.of()));
            MDC.put("byoc.account", "shop");
            LoggerFactory.getLogger("example").warn("a line");

            assertThat(logs.text().lines().filter(line -> line.contains("a line")))
                    .singleElement()
                    .satisfies(line -> assertThat(line).startsWith("{").contains("\"byoc.account\":\"shop\""));
        } finally {
            Logs.by(AppConfig.read(Files.writeString(file, "byoc: {log.level: warn}\n"), Map.of()));
        }
    }
}
