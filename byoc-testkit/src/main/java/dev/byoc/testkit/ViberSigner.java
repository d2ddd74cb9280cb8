package dev.byoc.testkit;

import dev.byoc.Secret;
import dev.byoc.support.Signatures;
import java.net.URI;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/** Signs webhooks as Viber does: lower-case hex HMAC-SHA256 of the raw body under the bot's token. */
final class ViberSigner implements Webhooks.Envelope {
    private final Supplier<String> token;
    private volatile FakeViber.SignatureIn where = FakeViber.SignatureIn.BOTH;

    ViberSigner(Supplier<String> token) {
        this.token = token;
    }

    void where(FakeViber.SignatureIn value) {
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
        String signature = HexFormat.of().formatHex(Signatures.hmacSha256(Secret.of(token.get()), body));
        if (where != FakeViber.SignatureIn.QUERY) {
            headers.put("X-Viber-Content-Signature", signature);
        }
        return new Webhooks.Addressed(
                where == FakeViber.SignatureIn.HEADER
                        ? url
                        : URI.create(url + (url.getRawQuery() == null ? "?" : "&") + "sig=" + signature),
                headers);
    }
}
