package dev.byoc.channel;

import dev.byoc.wording.Phrase;
import java.util.List;

/**
 * Makes channels of one kind. Found through {@link java.util.ServiceLoader} (name it in
 * {@code META-INF/services/dev.byoc.channel.ChannelProvider}) or handed to the engine's builder. Stateless, with a public constructor
 * that takes nothing.
 */
public interface ChannelProvider {
    Descriptor describe();

    /**
     * Opens one account. Touches no network. Called for the account's faults alone too, before secrets that a source has given are taken:
     * that channel is closed at once, and the one in use stays open.
     *
     * @throws dev.byoc.ConfigurationException listing every fault of the settings
     */
    Channel open(ChannelContext context);

    /** The channel's own sentences, all of them, so that a host's changes can be checked when a relay is built. */
    default List<? extends Phrase> phrases() {
        return List.of();
    }
}
