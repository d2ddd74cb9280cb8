package dev.byoc.viber;

import dev.byoc.Secret;
import dev.byoc.channel.Verification;
import dev.byoc.json.Json;
import dev.byoc.json.JsonException;
import dev.byoc.support.Signatures;
import dev.byoc.webhook.WebhookRequest;
import dev.byoc.webhook.WebhookResponse;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Who signed a request: hex HMAC-SHA256 of the raw body under the bot's token, in a header and, for hosts that strip that, in the query
 * as well. Hex of either case counts. The signature covers neither time nor address; repeats are recognised by their message token.
 */
final class ViberSignature {
    private static final String HEADER = "X-Viber-Content-Signature";
    private static final String PARAMETER = "sig";

    /** Viber's check of a new address has some 110 bytes; more is not read before its signature is known. */
    private static final int MAX_HANDSHAKE_BYTES = 1024;

    private final Supplier<List<Secret>> tokens;

    ViberSignature(Supplier<List<Secret>> tokens) {
        this.tokens = tokens;
    }

    Verification verify(WebhookRequest request) {
        boolean inHeader = request.hasHeader(HEADER);
        boolean inQuery = hasParameter(request.publicUrl());
        if (!inHeader && !inQuery) {
            return isHandshake(request.body())
                    ? new Verification.Answered(WebhookResponse.ok())
                    : new Verification.Rejected("no signature");
        }
        String header = request.header(HEADER);
        String parameter = request.query(PARAMETER);
        if ((inHeader && header.isEmpty()) || (inQuery && parameter.isEmpty())) {
            return new Verification.Rejected("the signature is empty or was sent more than once");
        }
        if (inHeader && inQuery && !header.toLowerCase(Locale.ROOT).equals(parameter.toLowerCase(Locale.ROOT))) {
            return new Verification.Rejected("the signatures in header and query differ");
        }
        Secret token = Signatures.hmacSha256HexKey(tokens.get(), request.body(), inHeader ? header : parameter);
        return token != null
                ? new Verification.Verified(request, token)
                : new Verification.Rejected("the signature does not fit; is 'auth-token' this bot's token?");
    }

    /** As Viber would send it, signed with the token that is current. */
    WebhookRequest signed(byte[] body) {
        byte[] signature = Signatures.hmacSha256(tokens.get().get(0), body);
        return WebhookRequest.builder()
                .headers(Map.of(
                        "Content-Type",
                        List.of("application/json"),
                        HEADER,
                        List.of(HexFormat.of().formatHex(signature))))
                .body(body)
                .build();
    }

    /** Viber leaves the signature out while {@code set_webhook} tries an address. Nothing is believed of such a request. */
    private static boolean isHandshake(byte[] body) {
        if (body.length > MAX_HANDSHAKE_BYTES) {
            return false;
        }
        try {
            return "webhook".equals(Json.parse(body).get("event").text());
        } catch (JsonException e) {
            return false;
        }
    }

    private static boolean hasParameter(String url) {
        int mark = url.indexOf('?');
        if (mark < 0) {
            return false;
        }
        for (String pair : url.substring(mark + 1).split("&", -1)) {
            if (pair.equals(PARAMETER) || pair.startsWith(PARAMETER + "=")) {
                return true;
            }
        }
        return false;
    }
}
