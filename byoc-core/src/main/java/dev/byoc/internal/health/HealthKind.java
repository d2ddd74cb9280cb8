package dev.byoc.internal.health;

import dev.byoc.event.RelayEvent;

/** What can be wrong with a part of the relay. docs/guides/operating.md says of each where it shows, what it means and what to do; a test sees to that. */
public enum HealthKind {
    TOKEN("token"),
    RIGHT("right"),
    PICTURE_UPLOADS("picture uploads"),
    FILE_UPLOADS("file uploads"),
    HOST("host"),
    UNREACHABLE("unreachable"),
    ANOTHER_ACCOUNT("another account"),
    TOPIC("topic"),
    GROUP("group"),
    NOTE_AGENT("note agent"),
    REGISTRATION("registration"),
    KEY("key"),
    IMPAIRED("impaired"),
    MISCONFIGURED("misconfigured"),
    PROBE("probe"),
    SIGNATURE("signature"),
    APP_SIGNATURE("app signature"),
    SILENT("silent"),
    PAUSED("paused"),
    UNTYPED_REPLIES("untyped-replies"),
    CATCH_UP("catch-up"),
    KEY_SOURCE("key source"),
    HUNG_CALLS("hung calls"),
    LISTENER("listener"),
    REFUSES("refuses"),
    DISK("disk"),
    SERVER("server"),
    PUBLIC_ADDRESS("public address"),
    CLOCK("clock"),
    ANOTHER_SCOPE("another scope");

    private final String word;

    HealthKind(String word) {
        this.word = word;
    }

    /** As {@link RelayEvent.HealthChanged#kind} and docs/guides/operating.md name it. */
    String word() {
        return word;
    }
}
