package dev.byoc.http;

import dev.byoc.message.MediaException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How a call ended. The three outcomes differ in what may safely be done next. */
public sealed interface HttpResult {
    /**
     * An answer came, whatever its status.
     *
     * @param headers names in lower case
     * @param receivedAt by the caller's clock
     */
    record Answered(int status, Map<String, List<String>> headers, byte[] body, Instant receivedAt)
            implements HttpResult {
        private static final int MOST_DIGITS = 9;

        public boolean ok() {
            return status >= 200 && status < 300;
        }

        /** The first value of a header, {@code ""} if absent. */
        public String header(String name) {
            List<String> values = headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of());
            return values.isEmpty() ? "" : values.get(0);
        }

        /**
         * How long the server asks to wait (RFC 9110, 10.2.3: seconds or a date); null if it does not, or if the value makes no sense, is
         * zero or lies in the past. Not capped: that is the caller's policy.
         */
        public @Nullable Duration retryAfter() {
            String value = header("retry-after").strip();
            if (value.isEmpty()) {
                return null;
            }
            if (value.chars().allMatch(c -> c >= '0' && c <= '9')) {
                return value.length() > MOST_DIGITS ? null : wait(Duration.ofSeconds(Long.parseLong(value)));
            }
            try {
                Instant date = ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME)
                        .toInstant();
                return wait(Duration.between(receivedAt, date));
            } catch (DateTimeException e) {
                return null;
            }
        }

        /** A wait of zero would make callers ask in a tight loop. */
        private static @Nullable Duration wait(Duration asked) {
            return asked.isNegative() || asked.isZero() ? null : asked;
        }

        @Override
        public String toString() {
            return "Answered[" + status + ", " + body.length + " bytes]";
        }
    }

    /**
     * Nothing of the request left this machine, or the server has said, in HTTP/2, that it has not looked at it (RFC 9113, 8.7): it is
     * surely not done.
     *
     * @param file why a file that it was to carry could not be opened; null: it was not that
     */
    record NotSent(String detail, @Nullable MediaException file) implements HttpResult {
        /** The server could not be reached, or the request could not be made. */
        public NotSent(String detail) {
            this(detail, null);
        }
    }

    /** The request, or some of it, was sent and no whole answer came: it may have been done. */
    record NoAnswer(String detail, How how) implements HttpResult {
        /** How the answer failed to come, as far as that tells what became of the request. */
        public enum How {
            /** The connection ended, or the answer cannot be read to its end. */
            BROKEN,
            /** It is larger than what is read of an answer. */
            TOO_LARGE,
            /** No answer in time: the server may still be at it. */
            TIMED_OUT
        }

        /** The connection ended. */
        public NoAnswer(String detail) {
            this(detail, How.BROKEN);
        }
    }
}
