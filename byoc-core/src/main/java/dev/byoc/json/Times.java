package dev.byoc.json;

import dev.byoc.json.JsonText.Digits;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads times as the servers of others write them. Of a number the magnitude tells its unit: within the years 2000 to 2100 no two units
 * overlap. What lies outside of these is no time of a message.
 */
final class Times {
    private static final int MAX_CHARS = 60;
    private static final Instant FIRST = Instant.parse("2000-01-01T00:00:00Z");
    private static final Instant END = Instant.parse("2100-01-01T00:00:00Z");

    /** Below these a number counts seconds, milliseconds, microseconds; any larger one nanoseconds. */
    private static final long[] UNITS = {100_000_000_000L, 100_000_000_000_000L, 100_000_000_000_000_000L};

    private static final Pattern NUMBER = Pattern.compile("\\+?\\d+(?:\\.\\d*)?(?:[eE]\\+?\\d{1,2})?");
    private static final Pattern DATE = Pattern.compile(
            "(\\d{4}-\\d\\d-\\d\\d)"
                    + "(?:[Tt ]\\s*(\\d\\d:\\d\\d(?::\\d\\d)?)(?:[.,](\\d{1,9})\\d*)?\\s*(Z|z|UTC|GMT|[+-]\\d\\d(?::?\\d\\d)?)?(?:\\[[^\\]]*])?)?");

    private Times() {}

    /** Null: it is none. */
    static @Nullable Instant read(String text) {
        String stripped = text.strip();
        if (stripped.isEmpty() || stripped.length() > MAX_CHARS) {
            return null;
        }
        try {
            long plain = Digits.plain(stripped);
            Instant time = plain >= 0
                    ? number(plain)
                    : NUMBER.matcher(stripped).matches() ? number(new BigDecimal(stripped)) : date(stripped);
            return time.isBefore(FIRST) || !time.isBefore(END) ? null : time;
        } catch (DateTimeException | ArithmeticException | NumberFormatException e) {
            return null;
        }
    }

    /** The same as of a decimal, which costs ten times as much. */
    private static Instant number(long number) {
        long perSecond = 1;
        for (int unit = 0; unit < UNITS.length && number >= UNITS[unit]; unit++) {
            perSecond *= 1_000;
        }
        return Instant.ofEpochSecond(number / perSecond, number % perSecond * (1_000_000_000 / perSecond));
    }

    private static Instant number(BigDecimal number) {
        int unit = 0;
        while (unit < UNITS.length && number.compareTo(BigDecimal.valueOf(UNITS[unit])) >= 0) {
            unit++;
        }
        BigDecimal seconds = number.movePointLeft(3 * unit);
        BigDecimal whole = seconds.setScale(0, RoundingMode.FLOOR);
        long nanos = seconds.subtract(whole)
                .movePointRight(9)
                .setScale(0, RoundingMode.FLOOR)
                .longValueExact();
        return Instant.ofEpochSecond(whole.longValueExact(), nanos);
    }

    private static Instant date(String text) {
        Matcher date = DATE.matcher(text);
        if (!date.matches()) {
            return ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
        }
        LocalTime time = date.group(2) == null ? LocalTime.MIDNIGHT : LocalTime.parse(date.group(2));
        String fraction = date.group(3) == null ? "" : date.group(3);
        int nanos = Integer.parseInt(fraction + "0".repeat(9 - fraction.length()));
        LocalDateTime local = LocalDateTime.of(LocalDate.parse(date.group(1)), time.withNano(nanos));
        return local.atZone(zone(date.group(4))).toInstant();
    }

    private static ZoneId zone(@Nullable String zone) {
        return zone == null || Character.isLetter(zone.charAt(0)) ? ZoneOffset.UTC : ZoneOffset.of(zone);
    }
}
