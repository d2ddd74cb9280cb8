package dev.byoc.spring.internal.endpoint;

import dev.byoc.Direction;
import dev.byoc.Visible;
import dev.byoc.store.DeadLetterFilter;
import dev.byoc.store.ReplayMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.springframework.lang.Nullable;

/** Reads what an operator gives as texts. Each method throws {@link BadRequestException}. */
final class EndpointParameters {
    private EndpointParameters() {}

    /** What an operator has asked in a way that cannot be answered. */
    static final class BadRequestException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        BadRequestException(String sentence) {
            super(sentence);
        }
    }

    static String given(String name, @Nullable String value) {
        if (value == null || Visible.isBlank(value)) {
            throw new BadRequestException(name + " is missing");
        }
        return Visible.trimmed(value);
    }

    /** One at least; a mistake in one is found before any is worked on. */
    static List<Long> numbers(@Nullable String id) {
        try {
            return Arrays.stream(given("id", id).split(",", -1))
                    .map(each -> Long.valueOf(Visible.trimmed(each)))
                    .toList();
        } catch (NumberFormatException e) {
            throw new BadRequestException("id must be the number of a dead letter, or several with commas between");
        }
    }

    static ReplayMode mode(@Nullable String mode) {
        if (mode == null) {
            return ReplayMode.REFUSE_DUPLICATE;
        }
        try {
            return ReplayMode.valueOf(mode.replace('-', '_').toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new BadRequestException("mode must be refuse-duplicate or allow-duplicate");
        }
    }

    static Instant time(String name, String value) {
        try {
            // Throws for one that is too far from now for a store, which keeps milliseconds.
            return Instant.ofEpochMilli(Instant.parse(value).toEpochMilli());
        } catch (DateTimeException | ArithmeticException e) {
            throw new BadRequestException(name + " must be a time such as 2026-01-15T09:00:00Z");
        }
    }

    static DeadLetterFilter filter(
            @Nullable String account,
            @Nullable String direction,
            @Nullable String party,
            @Nullable String since,
            @Nullable String until,
            @Nullable String reason) {
        return new DeadLetterFilter(
                account,
                direction == null ? null : direction(direction),
                party,
                since == null ? null : time("since", since),
                until == null ? null : time("until", until),
                reason == null ? "" : reason);
    }

    static Direction direction(String value) {
        for (Direction each : Direction.values()) {
            if (each.name().equalsIgnoreCase(value)) {
                return each;
            }
        }
        throw new BadRequestException("direction must be inbound or outbound");
    }
}
