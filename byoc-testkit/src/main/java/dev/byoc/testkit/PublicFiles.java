package dev.byoc.testkit;

import dev.byoc.relay.RelayBuilder;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import okhttp3.Interceptor;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Response;
import okhttp3.ResponseBody;

/**
 * Files at public addresses, for a relay in a test: it fetches from public hosts alone, and a test has none. What lies at one of these
 * addresses is answered without a network; all other calls go where they go. Thread-safe.
 */
public final class PublicFiles {
    private final Map<String, File> files = new ConcurrentHashMap<>();

    private record File(String contentType, byte[] bytes) {}

    /** Puts a file there. */
    public PublicFiles put(URI address, String contentType, byte[] bytes) {
        files.put(address.toString(), new File(contentType, bytes.clone()));
        return this;
    }

    /** Lets a relay see these files: its HTTP client is set. */
    public void connect(RelayBuilder relay) {
        relay.httpClient(new OkHttpClient.Builder().addInterceptor(this::answer).build());
    }

    private Response answer(Interceptor.Chain chain) throws java.io.IOException {
        File file = files.get(chain.request().url().toString());
        if (file == null) {
            return chain.proceed(chain.request());
        }
        return new Response.Builder()
                .request(chain.request())
                .protocol(Protocol.HTTP_1_1)
                .code(200)
                .message("OK")
                .header("Content-Length", String.valueOf(file.bytes().length))
                .body(ResponseBody.create(file.bytes(), MediaType.parse(file.contentType())))
                .build();
    }
}
