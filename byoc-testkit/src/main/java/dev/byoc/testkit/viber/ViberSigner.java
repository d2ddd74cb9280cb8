package dev.byoc.testkit.viber;

import dev.byoc.testkit.server.Webhooks;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signs webhooks as Viber does: lower-case hex HMAC-SHA256 of the raw body under the bot's token. */
final class ViberSigner implements Webhooks.Envelope {
    private final Supplier<String> token;
    private volatile SignatureIn where = SignatureIn.BOTH;

    ViberSigner(Supplier<String> token) {
        this.token = token;
    }

    void where(SignatureIn value) {
        this.where = value;
    }

    @Override
    public Webhooks.Addressed address(String event, URI url, byte[] body, int attempt) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", "application/json");
        // Recorded "webhook" events came unsigned.
        if (event.equals("webhook")) {
            return new Webhooks.Addressed(url, headers);
        }
        String signature = signature(body);
        if (where != SignatureIn.QUERY) {
            headers.put("X-Viber-Content-Signature", signature);
        }
        return new Webhooks.Addressed(
                where == SignatureIn.HEADER
                        ? url
                        : URI.create(url + (url.getRawQuery() == null ? "?" : "&") + "sig=" + signature),
                headers);
    }

    private String signature(byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(token.get().getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HMAC-SHA256", e);
        }
    }
}
