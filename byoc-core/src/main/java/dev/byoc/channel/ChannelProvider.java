package dev.byoc.channel;

/**
 * Makes channels of one kind. Found through {@link java.util.ServiceLoader} (name it in
 * {@code META-INF/services/dev.byoc.channel.ChannelProvider}) or handed to the engine's builder. Stateless, with a public constructor
 * that takes nothing.
 */
public interface ChannelProvider {
    Descriptor describe();

    /**
     * Opens one account. Touches no network.
     *
     * @throws dev.byoc.ConfigurationException listing every fault of the settings
     */
    Channel open(ChannelContext context);
}
