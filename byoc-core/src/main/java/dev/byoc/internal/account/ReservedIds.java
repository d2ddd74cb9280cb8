package dev.byoc.internal.account;

import dev.byoc.event.Health;
import java.util.Set;

/** What no account may be called: the first steps of the relay's other addresses, and the parts that health tells of. */
public final class ReservedIds {
    public static final String FRESHCHAT_APP = "freshchat-app";
    public static final String SETTINGS = "settings";
    public static final String MEDIA = "media";
    public static final String REACHABLE = "reachable";

    public static final Set<String> ALL = Set.of(
            Health.FRESHCHAT, FRESHCHAT_APP, MEDIA, REACHABLE, SETTINGS, Health.STORE, Health.HOST, Health.RELAY);

    private ReservedIds() {}
}
