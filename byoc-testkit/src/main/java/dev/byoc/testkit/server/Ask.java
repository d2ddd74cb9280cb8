package dev.byoc.testkit.server;

import dev.byoc.json.Json;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import mockwebserver3.RecordedRequest;
import org.jspecify.annotations.Nullable;

/** A request as a fake sees it: path and query decoded exactly once. */
public final class Ask {
    private final RecordedRequest request;
    private final String rawPath;
    private final Map<String, List<String>> query;

    /** @throws IllegalArgumentException if the path or the query has a malformed percent escape */
    Ask(RecordedRequest request) {
        this.request = request;
        String target = request.getTarget();
        int mark = target.indexOf('?');
        this.rawPath = mark < 0 ? target : target.substring(0, mark);
        this.query = mark < 0 ? Map.of() : parsed(target.substring(mark + 1));
    }

    private static Map<String, List<String>> parsed(String query) {
        Map<String, List<String>> parsed = new LinkedHashMap<>();
        for (String pair : query.split("&", -1)) {
            int equals = pair.indexOf('=');
            String name = decoded(equals < 0 ? pair : pair.substring(0, equals));
            if (!name.isEmpty()) {
                parsed.computeIfAbsent(name, any -> new ArrayList<>())
                        .add(equals < 0 ? "" : decoded(pair.substring(equals + 1)));
            }
        }
        return parsed;
    }

    // As servers do it: a bare plus is a blank.
    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    /** {@code "GET"}. */
    public String method() {
        return request.getMethod();
    }

    /** Path and query as they came. */
    public String target() {
        return request.getTarget();
    }

    /** The path's segments, each decoded once. */
    public List<String> segments() {
        List<String> segments = new ArrayList<>();
        for (String segment : rawPath.substring(1).split("/", -1)) {
            // A plus in a path is a plus.
            segments.add(decoded(segment.replace("+", "%2B")));
        }
        return segments;
    }

    /** The path as it came, without the query. */
    public String rawPath() {
        return rawPath;
    }

    int connection() {
        return request.getConnectionIndex();
    }

    /** The first value of a query parameter; null if absent. */
    public @Nullable String query(String name) {
        List<String> values = query.get(name);
        return values == null ? null : values.get(0);
    }

    /** A whole number of up to six digits from the query; what else stands there, or nothing, gives the other value. */
    public int query(String name, int otherwise) {
        String text = query(name);
        return text == null || !text.matches("[0-9]{1,6}") ? otherwise : Integer.parseInt(text);
    }

    /** The header's value, {@code ""} if absent. */
    public String header(String name) {
        String value = request.getHeaders().get(name);
        return value == null ? "" : value;
    }

    /** The body's bytes; none if there was no body. */
    public byte[] body() {
        return request.getBody() == null ? new byte[0] : request.getBody().toByteArray();
    }

    /**
     * The body, read.
     *
     * @throws dev.byoc.json.JsonException if it is not JSON in UTF-8
     */
    public Json json() {
        return Json.parse(body());
    }
}
