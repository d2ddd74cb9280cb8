package dev.byoc.relay;

import java.util.Set;

/** What no account may be called: the first steps of the relay's other addresses, and the parts that health tells of. */
final class ReservedIds {
    static final String FRESHCHAT_APP = "freshchat-app";
    static final String SETTINGS = "settings";
    static final String MEDIA = "media";
    static final String REACHABLE = "reachable";

    static final Set<String> ALL = Set.of(
            Health.FRESHCHAT, FRESHCHAT_APP, MEDIA, REACHABLE, SETTINGS, Health.STORE, Health.HOST, Health.RELAY);

    private ReservedIds() {}
}
