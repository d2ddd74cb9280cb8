package dev.byoc.internal.account;

import dev.byoc.event.Health;
import java.util.Set;

/**
 * What no account may be called: the first steps of the relay's other addresses, the parts that health tells of, and what meters count under
 * where there is no account.
 */
public final class ReservedIds {
    public static final String FRESHCHAT_APP = "freshchat-app";
    public static final String SETTINGS = "settings";
    public static final String MEDIA = "media";
    public static final String REACHABLE = "reachable";

    private static final String OTHER = "other";
    private static final String UNKNOWN = "unknown";

    public static final Set<String> ALL = Set.of(
            Health.FRESHCHAT,
            FRESHCHAT_APP,
            MEDIA,
            REACHABLE,
            SETTINGS,
            Health.STORE,
            Health.HOST,
            Health.RELAY,
            OTHER,
            UNKNOWN);

    private ReservedIds() {}
}
