package dev.byoc.relay;

import dev.byoc.ConfigurationException;
import dev.byoc.channel.Channel;
import dev.byoc.channel.ChannelContext;
import dev.byoc.channel.ChannelProvider;
import dev.byoc.channel.Descriptor;
import dev.byoc.relay.Guard.Outcome;
import dev.byoc.relay.Guard.Site;
import java.time.Duration;
import java.util.List;

/** A channel's provider, called through the {@link Guard} alone. */
record GuardedProvider(ChannelProvider provider, Guard guard) {
    String className() {
        return provider.getClass().getName();
    }

    Outcome<Descriptor> describe() {
        return guard.call(new Site(Conditions.RELAY, className() + ".describe"), provider::describe);
    }

    /**
     * Opens an account's channel.
     *
     * @throws ConfigurationException listing every fault of the settings; one that names the provider where it did anything else
     */
    GuardedChannel open(ChannelContext context, Duration sendMargin) {
        Outcome<Channel> opened =
                guard.call(new Site(context.account(), className() + ".open"), () -> provider.open(context));
        if (opened instanceof Outcome.Returned<Channel> channel) {
            return new GuardedChannel(context.account(), channel.value(), guard, sendMargin);
        }
        if (opened instanceof Outcome.Failed<Channel> failed && failed.cause() instanceof ConfigurationException e) {
            throw e;
        }
        throw new ConfigurationException(List.of(String.valueOf(opened.trouble())));
    }
}
