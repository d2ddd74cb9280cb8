package dev.byoc.internal.intake;

import dev.byoc.internal.account.Account;
import dev.byoc.internal.task.Task;
import dev.byoc.webhook.WebhookRequest;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Requests that could not be read, as they are kept: all that a channel can ask of them, without what proved who sent them. A replay does
 * not prove that again.
 */
final class RawRequests {
    private static final Set<String> CREDENTIALS = Set.of("authorization", "proxy-authorization", "cookie");

    private RawRequests() {}

    static Task.RawRequest of(Account account, WebhookRequest request) {
        SecretRedaction secrets = new SecretRedaction(account.secrets().everUsed());
        Map<String, List<String>> headers = new LinkedHashMap<>();
        request.headers().forEach((name, values) -> {
            boolean secret = CREDENTIALS.contains(name.toLowerCase(Locale.ROOT))
                    || values.stream().anyMatch(secrets::isIn);
            if (!secret) {
                headers.put(name, values);
            }
        });
        InetAddress caller = request.caller();
        return new Task.RawRequest(
                request.method(),
                request.subPath(),
                withoutSecrets(secrets, queryOf(request)),
                headers,
                secrets.without(request.body()),
                caller == null ? null : caller.getHostAddress(),
                request.receivedAt());
    }

    /** The request as it came, at the address that the account has now. */
    static WebhookRequest request(Account account, Task.RawRequest raw) {
        String query = raw.query();
        return WebhookRequest.builder()
                .method(raw.method())
                .subPath(raw.subPath())
                .publicUrl(account.webhookUrl() + raw.subPath() + (query == null ? "" : "?" + query))
                .headers(raw.headers())
                .body(raw.body())
                .caller(address(raw.caller()))
                .receivedAt(raw.receivedAt())
                .build();
    }

    /** Null: there was none. */
    static @Nullable String queryOf(WebhookRequest request) {
        int mark = request.publicUrl().indexOf('?');
        return mark < 0 ? null : request.publicUrl().substring(mark + 1);
    }

    /** Names stay, as a channel may ask whether they are there, unless one is a secret itself. */
    private static @Nullable String withoutSecrets(SecretRedaction secrets, @Nullable String query) {
        return query == null
                ? null
                : Arrays.stream(query.split("&", -1))
                        .map(pair -> secrets.isIn(pair) ? pair.split("=", 2)[0] + "=" : pair)
                        .filter(pair -> !secrets.isIn(pair))
                        .collect(Collectors.joining("&"));
    }

    private static @Nullable InetAddress address(@Nullable String text) {
        try {
            // An address is not looked up as a name.
            return text == null ? null : InetAddress.getByName(text);
        } catch (UnknownHostException e) {
            return null;
        }
    }
}
