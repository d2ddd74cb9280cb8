package dev.byoc.http;

import dev.byoc.json.Json;
import dev.byoc.message.Media;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One request, as a value. Immutable: each method returns a changed copy. */
public final class HttpCall {
    private final String method;
    private final URI url;
    private final List<Header> headers;
    private final byte @Nullable [] body;
    private final @Nullable String bodyType;
    private final List<Field> form;
    private final List<Part> parts;
    private final @Nullable Duration deadline;

    /** A header. Values outside printable ASCII are refused when the call is made. */
    public record Header(String name, String value) {}

    /** One field of an {@code application/x-www-form-urlencoded} body. */
    public record Field(String name, String value) {}

    /** Where a file's bytes come from, once: they are read while the request is sent. */
    @FunctionalInterface
    public interface Source {
        InputStream open() throws IOException;
    }

    /**
     * One part of a {@code multipart/form-data} body: a plain value, or a file when {@code media} is set.
     *
     * @param source of the file's bytes; null: wherever the medium lies
     */
    public record Part(
            String name,
            @Nullable String value,
            @Nullable Media media,
            @Nullable Source source) {}

    private HttpCall(
            String method,
            URI url,
            List<Header> headers,
            byte @Nullable [] body,
            @Nullable String bodyType,
            List<Field> form,
            List<Part> parts,
            @Nullable Duration deadline) {
        this.method = method;
        this.url = url;
        this.headers = headers;
        this.body = body;
        this.bodyType = bodyType;
        this.form = form;
        this.parts = parts;
        this.deadline = deadline;
    }

    public static HttpCall get(URI url) {
        return of("GET", url);
    }

    public static HttpCall post(URI url) {
        return of("POST", url);
    }

    public static HttpCall put(URI url) {
        return of("PUT", url);
    }

    public static HttpCall patch(URI url) {
        return of("PATCH", url);
    }

    /** With a body where it is given one; most servers want none. */
    public static HttpCall delete(URI url) {
        return of("DELETE", url);
    }

    private static HttpCall of(String method, URI url) {
        return new HttpCall(method, url, List.of(), null, null, List.of(), List.of(), null);
    }

    public HttpCall header(String name, String value) {
        return new HttpCall(method, url, plus(headers, new Header(name, value)), body, bodyType, form, parts, deadline);
    }

    /** A JSON body, sent as {@code application/json} in UTF-8. */
    public HttpCall json(Json json) {
        return new HttpCall(method, url, headers, json.bytes(), "application/json", form, parts, deadline);
    }

    /** A body of any type. */
    public HttpCall body(String contentType, byte[] bytes) {
        return new HttpCall(method, url, headers, bytes.clone(), contentType, form, parts, deadline);
    }

    /**
     * Fields of a form.
     *
     * @param namesAndValues name, value, name, value, ...
     */
    public HttpCall form(String... namesAndValues) {
        if (namesAndValues.length % 2 != 0) {
            throw new IllegalArgumentException("a form field without a value");
        }
        List<Field> fields = new ArrayList<>(form);
        for (int i = 0; i < namesAndValues.length; i += 2) {
            fields.add(new Field(namesAndValues[i], namesAndValues[i + 1]));
        }
        return new HttpCall(method, url, headers, body, bodyType, List.copyOf(fields), parts, deadline);
    }

    /** A plain part of a multipart body. */
    public HttpCall part(String name, String value) {
        return part(new Part(name, value, null, null));
    }

    /** A file of a multipart body, streamed from wherever it lies. */
    public HttpCall part(String name, Media media) {
        return part(new Part(name, null, media, null));
    }

    /**
     * A file of a multipart body, whose bytes the caller has.
     *
     * @param media its name, type and, if known, exact size; the reference does not matter
     */
    public HttpCall part(String name, Media media, Source source) {
        return part(new Part(name, null, media, source));
    }

    private HttpCall part(Part part) {
        return new HttpCall(method, url, headers, body, bodyType, form, plus(parts, part), deadline);
    }

    /** How long the whole call may take, where the default of 30 s does not fit. */
    public HttpCall within(Duration wholeCall) {
        return new HttpCall(method, url, headers, body, bodyType, form, parts, wholeCall);
    }

    public String method() {
        return method;
    }

    public URI url() {
        return url;
    }

    public List<Header> headers() {
        return headers;
    }

    public byte @Nullable [] body() {
        return body == null ? null : body.clone();
    }

    public @Nullable String bodyType() {
        return bodyType;
    }

    public List<Field> form() {
        return form;
    }

    public List<Part> parts() {
        return parts;
    }

    /** Null: the default. */
    public @Nullable Duration deadline() {
        return deadline;
    }

    private static <T> List<T> plus(List<T> list, T element) {
        List<T> longer = new ArrayList<>(list);
        longer.add(element);
        return List.copyOf(longer);
    }

    /** Method and host alone: paths, queries, headers and bodies may hold secrets. */
    @Override
    public String toString() {
        return method + " " + url.getScheme() + "://" + url.getHost();
    }
}
