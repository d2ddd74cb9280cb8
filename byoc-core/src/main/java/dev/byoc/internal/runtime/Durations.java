package dev.byoc.internal.runtime;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Which durations a configuration may hold. */
public final class Durations {
    /** Longer waits than ten years are slips, and overflow where times are added up. */
    private static final Duration LONGEST = Duration.ofDays(3_650);

    private Durations() {}

    /** Null, as a configuration may have it, is none. */
    public static boolean isAge(@Nullable Duration value) {
        return value != null && !value.isNegative() && value.compareTo(LONGEST) <= 0;
    }

    public static boolean isWait(@Nullable Duration value) {
        return isAge(value) && !Duration.ZERO.equals(value);
    }
}
