package dev.byoc.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.http.HttpCall;
import dev.byoc.http.HttpResult;
import dev.byoc.json.Json;
import java.net.URI;
import java.time.Clock;
import java.util.function.Function;
import java.util.stream.Stream;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each method of a call is the request's, with its body or without one. */
class MethodsTest {
    private final MockWebServer server = new MockWebServer();
    private final OkHttp http = new OkHttp(Clock.systemUTC());

    @BeforeEach
    void start() throws Exception {
        server.start();
        server.enqueue(new MockResponse.Builder().code(204).build());
    }

    @AfterEach
    void close() {
        server.close();
    }

    static Stream<Arguments> methods() {
        return Stream.<Arguments>of(
                Arguments.of("GET", (Function<URI, HttpCall>) HttpCall::get),
                Arguments.of("POST", (Function<URI, HttpCall>) HttpCall::post),
                Arguments.of("PUT", (Function<URI, HttpCall>) HttpCall::put),
                Arguments.of("PATCH", (Function<URI, HttpCall>) HttpCall::patch),
                Arguments.of("DELETE", (Function<URI, HttpCall>) HttpCall::delete));
    }

    static Stream<Arguments> methodsWithBodies() {
        return methods().skip(1);
    }

    @ParameterizedTest
    @MethodSource("methods")
    void callWithoutABodyHasNone(String method, Function<URI, HttpCall> call) throws Exception {
        HttpResult result = http.call(call.apply(server.url("/x").uri()));

        assertThat(result).isInstanceOf(HttpResult.Answered.class);
        RecordedRequest request = server.takeRequest();
        assertThat(request.getMethod()).isEqualTo(method);
        assertThat(request.getBodySize()).isZero();
    }

    @ParameterizedTest
    @MethodSource("methodsWithBodies")
    void callWithABodySendsIt(String method, Function<URI, HttpCall> call) throws Exception {
        HttpResult result = http.call(call.apply(server.url("/x").uri())
                .json(Json.object().put("a", 1).build()));

        assertThat(result).isInstanceOf(HttpResult.Answered.class);
        RecordedRequest request = server.takeRequest();
        assertThat(request.getMethod()).isEqualTo(method);
        assertThat(request.getBody().utf8()).isEqualTo("{\"a\":1}");
    }
}
