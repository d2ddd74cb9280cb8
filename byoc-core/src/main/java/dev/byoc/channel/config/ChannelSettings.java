package dev.byoc.channel.config;

import java.util.Map;

/**
 * What a channel's own typed settings hand to a relay: values by the names of the channel's {@link ConfigSpec}, not checked yet. What is missing or
 * wrong is told when the relay is built, together with all other faults and in the same sentences as those of a map. Implementations are
 * immutable, and their {@code toString} shows no value; {@link SettingValues} collects what they hold.
 */
public interface ChannelSettings {
    /** The channel's id, as its {@code Descriptor} names it. */
    String channel();

    /** The values that were set, by the names of their settings; what was null is not there. */
    Map<String, String> values();
}
