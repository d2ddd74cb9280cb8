package dev.byoc.testkit.host;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * What came back over a {@link Wire}.
 *
 * @param status 0: nothing did, and the connection is at its end
 * @param headers names in lower case
 * @param whole whether the body ended as the head said that it would
 */
record RawAnswer(int status, Map<String, List<String>> headers, byte[] body, boolean whole) {
    static final RawAnswer NONE = new RawAnswer(0, Map.of(), new byte[0], false);

    String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /** All values of a header, in one line; {@code ""} if it was not sent. */
    String header(String name) {
        return String.join(", ", headers.getOrDefault(name, List.of()));
    }

    /** Whether another request may follow on the connection. */
    boolean isKept() {
        return whole && !header("connection").equalsIgnoreCase("close");
    }

    @Override
    public String toString() {
        return "RawAnswer[" + status + ", " + headers + ", " + body.length + " bytes, whole=" + whole + "]";
    }
}
