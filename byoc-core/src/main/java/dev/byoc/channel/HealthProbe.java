package dev.byoc.channel;

import org.jspecify.annotations.Nullable;

/** An optional ability: telling whether the account works. */
public interface HealthProbe {
    /** Null: healthy; else what a person should do. */
    @Nullable
    String probe();
}
