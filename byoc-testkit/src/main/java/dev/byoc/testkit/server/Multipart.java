package dev.byoc.testkit.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okhttp3.MultipartReader;
import okio.Buffer;
import org.jspecify.annotations.Nullable;

/** A form with files, as it was posted. */
public record Multipart(List<Part> parts) {
    private static final Pattern BOUNDARY = Pattern.compile("boundary=\"?([^\";]+)\"?");
    private static final Pattern NAME = Pattern.compile("[; ]name=\"([^\"]*)\"");
    private static final Pattern FILE_NAME = Pattern.compile("filename=\"((?:[^\"\\\\]|\\\\.)*)\"");

    /**
     * One field.
     *
     * @param fileName {@code ""} for a field that is no file
     */
    public record Part(String name, String fileName, String contentType, byte[] bytes) {
        public String text() {
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }

    /**
     * A request's body, read.
     *
     * @throws IllegalArgumentException if it is not such a form; the message says why
     */
    public static Multipart of(Ask ask) {
        String type = ask.header("Content-Type");
        Matcher boundary = BOUNDARY.matcher(type);
        if (!type.startsWith("multipart/form-data") || !boundary.find()) {
            throw new IllegalArgumentException("Content-Type must be multipart/form-data with a boundary");
        }
        List<Part> parts = new ArrayList<>();
        try (MultipartReader reader = new MultipartReader(new Buffer().write(ask.body()), boundary.group(1))) {
            for (MultipartReader.Part part = reader.nextPart(); part != null; part = reader.nextPart()) {
                String disposition = orEmpty(part.headers().get("Content-Disposition"));
                parts.add(new Part(
                        found(NAME, disposition),
                        found(FILE_NAME, disposition),
                        orEmpty(part.headers().get("Content-Type")),
                        part.body().readByteArray()));
            }
        } catch (IOException e) {
            throw new IllegalArgumentException("malformed multipart body", e);
        }
        return new Multipart(parts);
    }

    /** The first field of that name; null if there is none. */
    public @Nullable Part get(String name) {
        return parts.stream()
                .filter(part -> part.name().equals(name))
                .findFirst()
                .orElse(null);
    }

    /** That field's text; {@code ""} if there is none. */
    public String text(String name) {
        Part part = get(name);
        return part == null ? "" : part.text();
    }

    private static String found(Pattern pattern, String disposition) {
        Matcher matcher = pattern.matcher(disposition);
        return matcher.find() ? matcher.group(1) : "";
    }

    private static String orEmpty(@Nullable String value) {
        return value == null ? "" : value;
    }
}
