package dev.byoc.app.command;

import dev.byoc.ConfigurationException;
import dev.byoc.RelayRequest;
import dev.byoc.app.config.AppConfig;
import dev.byoc.app.config.Check;
import dev.byoc.json.Json;
import dev.byoc.memory.MemoryStore;
import dev.byoc.relay.RelayEngine;
import dev.byoc.webhook.WebhookRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes a request as a messenger would sign it. */
@Command(
        name = "sign",
        header = "Make a correctly signed test request to an account's webhook, as a curl command, or send it.",
        description = {
            "",
            "For Viber. KakaoTalk's requests are not signed: they prove themselves by a secret that they hold. Freshchat signs with a"
                    + " private key of its own, so that nobody else can make its requests.",
            "",
            "The running relay is asked for the address, which holds a secret part; the secret that signs is not shown.",
            ""
        },
        exitCodeList = {
            "0:made; or sent, and answered 2xx",
            "1:answered otherwise, or not sent",
            ExitCode.OF_USAGE,
            ExitCode.OF_UNREACHABLE
        },
        footer = {
            "",
            "Examples:",
            "  java -jar byoc-app.jar sign --account shop",
            "  java -jar byoc-app.jar sign --account shop --send message.json"
        })
public final class SignCommand implements Callable<Integer> {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int LEAST_REFUSED = 300;

    @Option(
            names = "--account",
            required = true,
            paramLabel = "ID",
            description = "The account, by its id in the settings.")
    private String account = "";

    @Parameters(
            paramLabel = "BODY",
            arity = "0..1",
            description =
                    "A file with the body to sign. Unless given: a text message of a customer who does not exist.")
    private @Nullable Path body;

    @Option(
            names = "--send",
            description = "Send it. The relay takes it for a customer's message: agents see it in Freshchat.")
    private boolean send;

    @Mixin
    private Consent consent = new Consent();

    @Mixin
    private Target target = new Target();

    @Override
    public Integer call() throws InterruptedException {
        WebhookRequest request = signed(target.config(), given());
        URI address = webhook(request.subPath());
        if (!send) {
            target.out()
                    .println(
                            target.isJson()
                                    ? Printed.json(json(address, request).build())
                                    : curl(address, request));
            return ExitCode.OK;
        }
        if (!consent.given("Send a message to " + account + " that agents will see in Freshchat?")) {
            return ExitCode.FAILED;
        }
        int status = sent(address, request);
        if (target.isJson()) {
            target.printJson(json(address, request).put("status", status).build());
        } else {
            target.out().println(account + " answers " + status);
        }
        return status < LEAST_REFUSED ? ExitCode.OK : ExitCode.FAILED;
    }

    private byte @Nullable [] given() {
        Path file = body;
        if (file == null) {
            return null;
        }
        try {
            if (Files.size(file) > RelayRequest.MAX_BODY_BYTES) {
                throw new ConfigurationException(file + " is larger than the relay takes");
            }
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new ConfigurationException(file + " cannot be read");
        }
    }

    /** By a relay that is made for that, and keeps and starts nothing. */
    private WebhookRequest signed(AppConfig config, byte @Nullable [] content) {
        try (RelayEngine relay = Check.passed(config)
                .relay()
                .store(new MemoryStore(Clock.systemUTC()))
                .build()) {
            WebhookRequest made = relay.testRequest(account, content);
            if (made == null) {
                throw new ConfigurationException(
                        "no request to " + account + " can be signed: the requests of its channel"
                                + " are not signed, or with a key that the messenger alone has");
            }
            return made;
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException("there is no account " + account);
        }
    }

    private URI webhook(String subPath) {
        Json answer = target.ask("GET", "/v1/webhooks", Target.given("account", account));
        String url = answer.get("accounts").at(0).get("url").textOr("");
        if (!url.startsWith("http")) {
            throw new ConfigurationException("what answers at byoc.admin.port names no address of " + account
                    + ": give the settings that the relay was started with, and a program of its version");
        }
        return URI.create(url + subPath);
    }

    private static int sent(URI address, WebhookRequest request) throws InterruptedException {
        HttpRequest.Builder sending = HttpRequest.newBuilder(address)
                .timeout(PATIENCE)
                .method(request.method(), HttpRequest.BodyPublishers.ofByteArray(request.body()));
        request.headers().forEach((name, values) -> values.forEach(each -> sending.header(name, each)));
        try {
            HttpClient http = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
            return http.send(sending.build(), HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        } catch (IOException e) {
            throw new UncheckedIOException("the address of the webhook does not answer", e);
        }
    }

    private static Json.Builder json(URI address, WebhookRequest request) {
        Json.Builder headers = Json.object();
        request.headers().forEach((name, values) -> headers.put(name, String.join(", ", values)));
        return Json.object()
                .put("method", request.method())
                .put("url", address.toString())
                .put("headers", headers)
                .put("body", new String(request.body(), StandardCharsets.UTF_8));
    }

    private String curl(URI address, WebhookRequest request) {
        String headers = request.headers().entrySet().stream()
                .flatMap(each -> each.getValue().stream().map(value -> " -H " + quoted(each.getKey() + ": " + value)))
                .sorted()
                .collect(Collectors.joining());
        String content = body == null ? new String(request.body(), StandardCharsets.UTF_8) : "@" + body;
        return "curl -X " + request.method() + headers + " --data-binary " + quoted(content) + " "
                + quoted(address.toString());
    }

    /** For a shell. */
    private static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }
}
