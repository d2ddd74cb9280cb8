package dev.byoc.app.admin;

import dev.byoc.Direction;
import dev.byoc.Visible;
import dev.byoc.store.DeadLetterFilter;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The parameters of a question, read as what they are. Methods throw {@link BadRequestException}. */
record AdminParameters(Map<String, String> given) {
    private static final Set<String> FILTER = Set.of("account", "direction", "party", "since", "until", "reason");

    /** What was asked in a way that cannot be answered. */
    static final class BadRequestException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        BadRequestException(String sentence) {
            super(sentence);
        }
    }

    boolean has(String name) {
        return given.containsKey(name);
    }

    /** That no others are given: one that is passed over may have been meant to narrow what is done. */
    void only(String... names) {
        refuseOthers(Set.of(names));
    }

    private void refuseOthers(Set<String> known) {
        for (String each : given.keySet()) {
            if (!known.contains(each)) {
                // What was typed may be anything.
                throw new BadRequestException("one parameter is not known here; there are: "
                        + (known.isEmpty() ? "none" : String.join(", ", new TreeSet<>(known))));
            }
        }
    }

    String text(String name) {
        return Visible.trimmed(words(name));
    }

    private String words(String name) {
        String value = given.getOrDefault(name, "");
        if (Visible.isBlank(value)) {
            throw new BadRequestException(name + " is missing");
        }
        return value;
    }

    long number(String name) {
        try {
            return Long.parseLong(text(name));
        } catch (NumberFormatException e) {
            throw new BadRequestException(name + " must be the number of a dead letter");
        }
    }

    int count(String name) {
        try {
            return Integer.parseInt(text(name));
        } catch (NumberFormatException e) {
            throw new BadRequestException(name + " must be a whole number");
        }
    }

    /** Whether something is allowed. */
    boolean yes(String name) {
        if (has(name) && !text(name).equals("yes")) {
            throw new BadRequestException(name + " must be yes, or left out");
        }
        return has(name);
    }

    /** In milliseconds, as stores keep them. */
    Instant time(String name) {
        try {
            Instant time = Instant.parse(text(name));
            // Throws for one that is too far from now for that.
            return Instant.ofEpochMilli(time.toEpochMilli());
        } catch (DateTimeException | ArithmeticException e) {
            throw new BadRequestException(name + " must be a time such as 2026-01-15T09:00:00Z");
        }
    }

    /** Of dead letters, and nothing else is given. */
    DeadLetterFilter filter() {
        refuseOthers(FILTER);
        return read();
    }

    /** As {@link #filter}, for what is done to all of them: that all are meant has to be said. */
    DeadLetterFilter all() {
        Set<String> known = new TreeSet<>(FILTER);
        known.add("all");
        refuseOthers(known);
        if (!yes("all") && given.isEmpty()) {
            throw new BadRequestException("give the id of a dead letter, all=yes, or what narrows that");
        }
        return read();
    }

    private DeadLetterFilter read() {
        return new DeadLetterFilter(
                has("account") ? text("account") : null,
                has("direction") ? direction() : null,
                has("party") ? text("party") : null,
                has("since") ? time("since") : null,
                has("until") ? time("until") : null,
                has("reason") ? words("reason") : "");
    }

    private Direction direction() {
        for (Direction each : Direction.values()) {
            if (each.name().equalsIgnoreCase(text("direction"))) {
                return each;
            }
        }
        throw new BadRequestException("direction must be inbound or outbound");
    }
}
