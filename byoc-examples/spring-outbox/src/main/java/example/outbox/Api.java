package example.outbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ConnectionRequestTimeoutException;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.http.client.HttpComponentsClientHttpRequestFactory;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.client.RestClient;

/** JSON over HTTP to one server, on connections that are kept. No call is repeated here. */
class Api {
    /** For connecting, and for an answer: together a call ends within {@link #LONGEST_CALL}. */
    private static final Timeout PATIENCE = Timeout.ofSeconds(3);

    static final Duration LONGEST_CALL = Duration.ofSeconds(6);

    private final String base;
    private final ObjectMapper json;
    private final RestClient http;

    Api(String base, Map<String, String> headers, int connections, ObjectMapper json) {
        this.base = base;
        this.json = json;
        this.http = RestClient.builder()
                .requestFactory(new HttpComponentsClientHttpRequestFactory(HttpClients.custom()
                        .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                                .setMaxConnTotal(connections)
                                .setMaxConnPerRoute(connections)
                                .setDefaultSocketConfig(SocketConfig.custom()
                                        .setTcpNoDelay(true)
                                        .setSoTimeout(PATIENCE)
                                        .build())
                                .setDefaultConnectionConfig(ConnectionConfig.custom()
                                        .setConnectTimeout(PATIENCE)
                                        .setSocketTimeout(PATIENCE)
                                        .setValidateAfterInactivity(TimeValue.ofSeconds(1))
                                        .build())
                                .build())
                        .setDefaultRequestConfig(RequestConfig.custom()
                                .setResponseTimeout(PATIENCE)
                                .setAuthenticationEnabled(false)
                                .setRedirectsEnabled(false)
                                .build())
                        .disableAutomaticRetries()
                        .disableAuthCaching()
                        .disableConnectionState()
                        .disableContentCompression()
                        .disableCookieManagement()
                        .disableRedirectHandling()
                        .disableDefaultUserAgent()
                        .build()))
                .defaultHeaders(all -> {
                    headers.forEach(all::set);
                    all.set("Accept", MediaType.APPLICATION_JSON_VALUE);
                })
                .build();
    }

    JsonNode get(String path) {
        return answerOf(http.get().uri(URI.create(base + path)));
    }

    JsonNode post(String path, Object body) {
        try {
            // As bytes, so that their number is said beforehand.
            return answerOf(http.method(HttpMethod.POST)
                    .uri(URI.create(base + path))
                    .contentType(MediaType.APPLICATION_JSON)
                    .body(json.writeValueAsBytes(body)));
        } catch (IOException e) {
            throw new CallFailed(CallFailed.Kind.REFUSED, "cannot be written as JSON");
        }
    }

    private JsonNode answerOf(RestClient.RequestHeadersSpec<?> request) {
        try {
            return request.exchange((sent, answer) -> read(answer));
        } catch (ResourceAccessException e) {
            Throwable cause = e.getCause();
            boolean unsent = cause instanceof ConnectException
                    || cause instanceof ConnectTimeoutException
                    || cause instanceof ConnectionRequestTimeoutException;
            throw new CallFailed(
                    unsent ? CallFailed.Kind.NOT_DONE : CallFailed.Kind.UNKNOWN,
                    cause == null ? "no answer" : cause.getClass().getSimpleName());
        }
    }

    private JsonNode read(ClientHttpResponse answer) throws IOException {
        int status = answer.getStatusCode().value();
        if (status / 100 == 2) {
            return json.readTree(answer.getBody());
        }
        byte[] body = answer.getBody().readAllBytes();
        if (status == 429 || status == 401 || status == 403) {
            throw new CallFailed(CallFailed.Kind.NOT_DONE, "status " + status, retryAfter(answer));
        }
        if (status >= 500 || status == 408) {
            throw new CallFailed(CallFailed.Kind.UNKNOWN, "status " + status, retryAfter(answer));
        }
        throw new Refused(status, new String(body, StandardCharsets.UTF_8));
    }

    private static Duration retryAfter(ClientHttpResponse answer) {
        String seconds = answer.getHeaders().getFirst("Retry-After");
        return seconds != null && seconds.matches("[0-9]{1,4}")
                ? Duration.ofSeconds(Long.parseLong(seconds))
                : Duration.ZERO;
    }

    /** What a server says no to, with what it says. */
    static final class Refused extends CallFailed {
        private final int status;
        private final String body;

        Refused(int status, String body) {
            super(Kind.REFUSED, "status " + status);
            this.status = status;
            this.body = body;
        }

        /** Whether the conversation is gone, or no longer the one to write to. */
        boolean isOfConversation() {
            return status == 404 || body.contains("not the latest conversation");
        }
    }
}
