package dev.byoc.kakaotalk.internal;

import dev.byoc.channel.Verification.Rejected;
import dev.byoc.json.Json;
import dev.byoc.json.JsonException;
import dev.byoc.support.AddressRange;
import dev.byoc.webhook.WebhookRequest;
import java.net.InetAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The limits on a body that is not signed: 1 MB and 64 levels, as the dealers' own libraries have them
 * (<a href="https://github.com/icomm-api/bizgo-api-spec">Bizgo</a>).
 */
public final class InboundBody {
    public static final int MAX_BYTES = 1024 * 1024;
    static final int MAX_DEPTH = 64;

    private InboundBody() {}

    /** Why nothing of this request is to be read; null: its body may be. */
    public static @Nullable Rejected refusal(WebhookRequest request, List<AddressRange> allowed) {
        if (!"POST".equals(request.method())) {
            return new Rejected("not a POST");
        }
        InetAddress caller = request.caller();
        if (!allowed.isEmpty() && (caller == null || allowed.stream().noneMatch(range -> range.contains(caller)))) {
            return new Rejected(
                    caller == null
                            ? "the caller's address is not known, so 'allowed-addresses' refuses it"
                            : "the caller is not in 'allowed-addresses'");
        }
        return request.body().length > MAX_BYTES ? new Rejected("larger than 1 MB") : null;
    }

    /** The body as JSON of bearable depth; null: it is not. */
    public static @Nullable Json read(WebhookRequest request) {
        try {
            Json body = Json.parse(request.body());
            return isDeeper(body, MAX_DEPTH) ? null : body;
        } catch (JsonException e) {
            return null;
        }
    }

    private static boolean isDeeper(Json json, int levels) {
        boolean nested = json.isObject() || json.isArray();
        if (nested && levels == 0) {
            return true;
        }
        return json.items().stream().anyMatch(item -> isDeeper(item, levels - 1))
                || json.fields().values().stream().anyMatch(field -> isDeeper(field, levels - 1));
    }
}
