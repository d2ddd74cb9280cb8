package dev.byoc.internal.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.channel.Capabilities;
import dev.byoc.channel.Channel;
import dev.byoc.channel.ChannelContext;
import dev.byoc.channel.ChannelProvider;
import dev.byoc.channel.Descriptor;
import dev.byoc.channel.Inbound;
import dev.byoc.channel.OutboundMessage;
import dev.byoc.channel.Received;
import dev.byoc.channel.SendResult;
import dev.byoc.channel.Verification;
import dev.byoc.channel.config.ConfigSpec;
import dev.byoc.internal.guard.Guard;
import dev.byoc.internal.health.Conditions;
import dev.byoc.internal.runtime.LogThrottle;
import dev.byoc.webhook.WebhookRequest;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiscoveryTest {
    private final ClassLoader before = Thread.currentThread().getContextClassLoader();

    @TempDir
    Path folder;

    @AfterEach
    void restore() {
        Thread.currentThread().setContextClassLoader(before);
    }

    @Test
    void brokenProvidersDoNotHideTheGoodOnes() throws IOException {
        Discovery found = search(
                GoodOne.class.getName(),
                ThrowsInConstructor.class.getName(),
                "test.channels.NoSuchClass",
                ThrowsInStaticInit.class.getName(),
                Undescribed.class.getName(),
                GoodTwo.class.getName());

        assertThat(told(found, "one")).isInstanceOf(GoodOne.class);
        assertThat(told(found, "two")).isInstanceOf(GoodTwo.class);
        assertThat(told(found, "broken")).asString().contains("found: one, two");
    }

    @Test
    void providerOfANewerJavaDoesNotHideTheGoodOnes() throws IOException {
        // A class file whose version no Java of today knows.
        byte[] newer = {(byte) 0xCA, (byte) 0xFE, (byte) 0xBA, (byte) 0xBE, 0, 0, 0, (byte) 200, 0, 1};
        Files.createDirectories(folder.resolve("test/channels"));
        Files.write(folder.resolve("test/channels/Newer.class"), newer);

        Discovery found = search("test.channels.Newer", GoodOne.class.getName());

        assertThat(told(found, "one")).isInstanceOf(GoodOne.class);
    }

    @Test
    void missingProviderIsNamedWithWhatWasFoundAndWhatToDo() throws IOException {
        assertThat(told(search(GoodOne.class.getName()), "viber"))
                .isEqualTo("no provider for channel 'viber'; found: one. Is byoc-viber on the class path?");
    }

    @Test
    void twoProvidersOfOneIdAreBothNamed() throws IOException {
        assertThat(told(search(GoodOne.class.getName(), OtherOne.class.getName()), "one"))
                .asString()
                .contains(GoodOne.class.getName(), OtherOne.class.getName(), "Keep one");
    }

    @Test
    void channelIsFoundHoweverItsIdIsWritten() throws IOException {
        assertThat(told(search(GoodOne.class.getName()), "ONE")).isInstanceOf(GoodOne.class);
    }

    /** The provider, or the sentence. */
    private static Object told(Discovery discovery, String channel) {
        return discovery.find(channel) instanceof Discovery.Found.Provider found
                ? found.provider()
                : ((Discovery.Found.None) discovery.find(channel)).sentence();
    }

    private Discovery search(String... providers) throws IOException {
        Path services = Files.createDirectories(folder.resolve("META-INF/services"));
        Files.writeString(
                services.resolve(ChannelProvider.class.getName()),
                String.join("\n", providers),
                StandardCharsets.UTF_8);
        URL[] urls = {folder.toUri().toURL()};
        Thread.currentThread().setContextClassLoader(new URLClassLoader(urls, before));
        Clock clock = Clock.systemUTC();
        return Discovery.search(new Guard(clock, new Conditions(clock), new LogThrottle(clock)));
    }

    public static class GoodOne extends Provider {
        public GoodOne() {
            super("one");
        }
    }

    public static class OtherOne extends Provider {
        public OtherOne() {
            super("one");
        }
    }

    public static class GoodTwo extends Provider {
        public GoodTwo() {
            super("two");
        }
    }

    public static class ThrowsInConstructor extends Provider {
        public ThrowsInConstructor() {
            super("broken");
            throw new IllegalStateException("on purpose");
        }
    }

    public static class ThrowsInStaticInit extends Provider {
        static final int NEVER = fail();

        public ThrowsInStaticInit() {
            super("broken");
        }

        private static int fail() {
            throw new IllegalStateException("on purpose");
        }
    }

    public static class Undescribed extends Provider {
        public Undescribed() {
            super("broken");
        }

        @Override
        public Descriptor describe() {
            throw new IllegalStateException("on purpose");
        }
    }

    abstract static class Provider implements ChannelProvider {
        private final String id;

        Provider(String id) {
            this.id = id;
        }

        @Override
        public Descriptor describe() {
            return new Descriptor(id, id, ConfigSpec.none());
        }

        @Override
        public Channel open(ChannelContext context) {
            return new Silent();
        }
    }

    private static final class Silent implements Channel {
        @Override
        public Capabilities capabilities() {
            return Capabilities.text(100, Capabilities.Unit.UTF16);
        }

        @Override
        public Verification verify(WebhookRequest request) {
            return new Verification.Verified(request);
        }

        @Override
        public Received parse(Verification.Verified verified) {
            return Received.of(new Inbound.Ignored("silent"));
        }

        @Override
        public SendResult send(OutboundMessage message) {
            return new SendResult.Accepted(List.of());
        }
    }
}
