package dev.byoc.testkit;

import dev.byoc.channel.Channel;
import dev.byoc.channel.ChannelContext;
import dev.byoc.channel.ChannelProvider;
import dev.byoc.channel.Descriptor;
import dev.byoc.channel.config.ConfigSpec;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Makes {@link FakeChannel}s and remembers them by account, so that a test can find the one that an engine opened. Takes no settings.
 * Thread-safe.
 */
public final class FakeChannelProvider implements ChannelProvider {
    private final String id;
    private final Function<ChannelContext, FakeChannel> make;
    private final ConfigSpec settings;
    private final Map<String, FakeChannel> opened = new LinkedHashMap<>();

    /** Channels of the kind {@code "fake"}. */
    public FakeChannelProvider() {
        this("fake", FakeChannel::new);
    }

    /**
     * Channels of another kind, or with abilities.
     *
     * @param id as of {@link Descriptor}
     * @param make makes one account's channel, most often of a subclass
     */
    public FakeChannelProvider(String id, Function<ChannelContext, FakeChannel> make) {
        this(id, make, ConfigSpec.none());
    }

    /** The same, with settings of its own. */
    public FakeChannelProvider(String id, Function<ChannelContext, FakeChannel> make, ConfigSpec settings) {
        this.id = id;
        this.make = make;
        this.settings = settings;
    }

    @Override
    public Descriptor describe() {
        return new Descriptor(id, "Fake messenger", settings);
    }

    @Override
    public synchronized Channel open(ChannelContext context) {
        FakeChannel channel = make.apply(context);
        opened.put(context.account(), channel);
        return channel;
    }

    /**
     * The channel of an account: of the newest, if it was opened several times.
     *
     * @throws IllegalStateException if none was opened
     */
    public synchronized FakeChannel channel(String account) {
        @Nullable FakeChannel channel = opened.get(account);
        if (channel == null) {
            throw new IllegalStateException("no channel was opened for the account '" + account + "'");
        }
        return channel;
    }
}
