package dev.byoc.internal.runtime;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** Rate limit for log lines that strangers or a flood can cause: one line a minute and kind, with a count of those held back. Thread-safe. */
public final class LogThrottle {
    public static final Duration WINDOW = Duration.ofMinutes(1);

    /** More than the relay has. Beyond them one kind stands for all, so that a flood of new ones cannot fill the memory. */
    static final int MOST_KINDS = 200;

    private static final String OTHERS = "more kinds of lines than are told apart";

    /** Positions, sizes and ids in a reason make no other kind of it. */
    private static final Pattern DIGITS = Pattern.compile("[0-9]+");

    /** Since a line was logged: how many like it were held back. */
    private record Window(String line, Instant begun, long heldBack) {
        String withCount() {
            return heldBack == 0 ? line : line + " (and " + heldBack + " more like it since " + begun + ")";
        }
    }

    private final Clock clock;
    private final Consumer<String> log;
    private final Map<String, Window> windows = new HashMap<>();

    /** Writes as the relay does. */
    public LogThrottle(Clock clock) {
        this(clock, LoggerFactory.getLogger(LogThrottle.class)::warn);
    }

    LogThrottle(Clock clock, Consumer<String> log) {
        this.clock = clock;
        this.log = log;
    }

    /**
     * Logs it, unless its like was logged within the last minute.
     *
     * @param what of whom, and what happened: lines of one kind agree in it
     * @param why the reason: lines of one kind differ in its numbers at most
     */
    public void log(String what, String why) {
        String logged = take(what + DIGITS.matcher(why).replaceAll("0"), what + ": " + why);
        if (logged != null) {
            log.accept(logged);
        }
    }

    private synchronized @Nullable String take(String kind, String line) {
        if (!windows.containsKey(kind) && windows.size() >= MOST_KINDS && !kind.equals(OTHERS)) {
            return take(OTHERS, OTHERS);
        }
        Instant now = clock.instant();
        Window before = windows.get(kind);
        if (before != null && !isOver(before, now)) {
            windows.put(kind, new Window(before.line(), before.begun(), before.heldBack() + 1));
            return null;
        }
        windows.put(kind, new Window(line, now, 0));
        return before == null ? line : new Window(line, before.begun(), before.heldBack()).withCount();
    }

    /** Logs the counts of minutes that are over; called at intervals, as a flood may end without a further line. */
    public void flush() {
        counts(false).forEach(log);
    }

    /** Logs all counts. */
    public void close() {
        counts(true).forEach(log);
    }

    private synchronized List<String> counts(boolean all) {
        Instant now = clock.instant();
        List<String> lines = new ArrayList<>();
        Iterator<Map.Entry<String, Window>> each = windows.entrySet().iterator();
        while (each.hasNext()) {
            Map.Entry<String, Window> entry = each.next();
            Window window = entry.getValue();
            if (!all && !isOver(window, now)) {
                continue;
            }
            if (window.heldBack() == 0) {
                each.remove();
            } else {
                lines.add(window.withCount());
                entry.setValue(new Window(window.line(), now, 0));
            }
        }
        return lines;
    }

    /** A clock that was put back ends it too. */
    private static boolean isOver(Window window, Instant now) {
        return now.isBefore(window.begun()) || !now.isBefore(window.begun().plus(WINDOW));
    }
}
