package dev.byoc.testkit;

import dev.byoc.json.Json;
import dev.byoc.testkit.freshchat.FakeFreshchat;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import okhttp3.MediaType;
import okhttp3.MultipartBody;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

/** A plain client, so that the fakes are proved by a client that does not know them. */
public final class Client implements AutoCloseable {
    public record Got(int status, Map<String, String> headers, byte[] body) {
        public Json json() {
            return Json.parse(body);
        }

        public String text() {
            return new String(body, StandardCharsets.UTF_8);
        }
    }

    private final OkHttpClient http = new OkHttpClient.Builder()
            .retryOnConnectionFailure(false)
            .followRedirects(false)
            .readTimeout(Duration.ofSeconds(20))
            .build();
    private final String base;
    private final Map<String, String> headers;

    public Client(URI base, Map<String, String> headers) {
        this.base = base.toString();
        this.headers = new LinkedHashMap<>(headers);
    }

    public static Client of(FakeFreshchat freshchat) {
        return new Client(
                freshchat.url(), Map.of("Authorization", "Bearer " + freshchat.token(), "Accept", "application/json"));
    }

    public Client header(String name, String value) {
        Client changed = new Client(URI.create(base), headers);
        changed.headers.put(name, value);
        return changed;
    }

    public Client without(String name) {
        Client changed = new Client(URI.create(base), headers);
        changed.headers.remove(name);
        return changed;
    }

    public Got get(String path) throws IOException {
        return call("GET", path, null);
    }

    public Got post(String path, String json) throws IOException {
        return call("POST", path, json(json));
    }

    public Got put(String path, String json) throws IOException {
        return call("PUT", path, json(json));
    }

    public Got post(String path, byte[] bytes, String type) throws IOException {
        return call("POST", path, RequestBody.create(bytes, type == null ? null : MediaType.get(type)));
    }

    public Got upload(String path, String field, String name, String type, byte[] bytes) throws IOException {
        return call(
                "POST",
                path,
                new MultipartBody.Builder()
                        .setType(MultipartBody.FORM)
                        .addFormDataPart(field, name, RequestBody.create(bytes, MediaType.get(type)))
                        .build());
    }

    /** Single quotes for double ones, so that tests stay readable. */
    static RequestBody json(String json) {
        return RequestBody.create(
                json.replace('\'', '"').getBytes(StandardCharsets.UTF_8), MediaType.get("application/json"));
    }

    private Got call(String method, String path, RequestBody body) throws IOException {
        Request.Builder request = new Request.Builder().url(base + path).method(method, body);
        headers.forEach(request::header);
        try (Response response = http.newCall(request.build()).execute()) {
            Map<String, String> got = new LinkedHashMap<>();
            response.headers().forEach(header -> got.put(header.getFirst(), header.getSecond()));
            return new Got(response.code(), got, response.body().bytes());
        }
    }

    @Override
    public void close() {
        http.connectionPool().evictAll();
        http.dispatcher().executorService().shutdown();
    }
}
