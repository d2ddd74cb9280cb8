package dev.byoc.internal.guard;

import dev.byoc.ConfigurationException;
import dev.byoc.channel.Channel;
import dev.byoc.channel.ChannelContext;
import dev.byoc.channel.ChannelProvider;
import dev.byoc.channel.Descriptor;
import dev.byoc.event.Health;
import dev.byoc.wording.Phrase;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/** A channel's provider, called through the {@link Guard} alone. */
public record GuardedProvider(ChannelProvider provider, Guard guard) {
    String className() {
        return provider.getClass().getName();
    }

    public Result<Descriptor> describe() {
        return guard.call(new Site(Health.RELAY, className() + ".describe"), provider::describe);
    }

    /** The channel's own sentences, each of which tells its key, reader and arguments. */
    public Result<List<? extends Phrase>> phrases() {
        return guard.call(new Site(Health.RELAY, className() + ".phrases"), () -> {
            List<? extends Phrase> phrases = List.copyOf(provider.phrases());
            for (Phrase phrase : phrases) {
                Objects.requireNonNull(phrase.key());
                Objects.requireNonNull(phrase.reader());
                Objects.requireNonNull(phrase.owner());
                List.copyOf(phrase.arguments());
            }
            return phrases;
        });
    }

    /**
     * Opens an account's channel.
     *
     * @throws ConfigurationException listing every fault of the settings; one that names the provider where it did anything else
     */
    public GuardedChannel open(ChannelContext context, Duration sendMargin) {
        Result<Channel> opened = opened(context);
        if (opened instanceof Result.Returned<Channel> channel) {
            return new GuardedChannel(context.account(), channel.value(), guard, sendMargin);
        }
        if (opened instanceof Result.Failed<Channel> failed && failed.cause() instanceof ConfigurationException e) {
            throw e;
        }
        throw new ConfigurationException(List.of(String.valueOf(opened.trouble())));
    }

    /**
     * Opens an account's channel for its faults alone, and closes it again.
     *
     * @param trouble whether anything that is not a fault of the settings is told, too
     */
    public List<String> faults(ChannelContext context, boolean trouble) {
        Result<Channel> opened = opened(context);
        if (opened instanceof Result.Returned<Channel> channel) {
            new GuardedChannel(context.account(), channel.value(), guard, Duration.ZERO).close();
            return List.of();
        }
        if (opened instanceof Result.Failed<Channel> failed && failed.cause() instanceof ConfigurationException e) {
            return e.faults();
        }
        return trouble ? List.of(String.valueOf(opened.trouble())) : List.of();
    }

    private Result<Channel> opened(ChannelContext context) {
        return guard.call(new Site(context.account(), className() + ".open"), () -> provider.open(context));
    }
}
