package dev.byoc.internal.http;

import dev.byoc.http.HttpCall;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A file that is wanted.
 *
 * @param most bytes
 * @param withKey whether the address is the API's own word for its file, and no stranger's
 * @param range the value of a {@code Range} header; null: all of it
 * @param headers of the first hop alone, as they may be credentials
 * @param within how long it may take, where that is less than the fetcher's deadline; null: that
 */
public record WantedFile(
        String address,
        long most,
        boolean withKey,
        @Nullable String range,
        List<HttpCall.Header> headers,
        @Nullable Duration within) {
    /** All of a stranger's file. */
    public WantedFile(String address, long most) {
        this(address, most, false, null);
    }

    public WantedFile(String address, long most, boolean withKey, @Nullable String range) {
        this(address, most, withKey, range, List.of(), null);
    }

    /** What a channel would fetch, with the headers that it needs for it. */
    public static WantedFile of(HttpCall call, long most) {
        return new WantedFile(call.url().toString(), most, false, null, call.headers(), call.deadline());
    }

    public WantedFile within(Duration time) {
        return new WantedFile(address, most, withKey, range, headers, time);
    }
}
