package dev.byoc.relay;

import dev.byoc.channel.Inbound.Receipt;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Receipts that came lately, for sends whose outcome is not known: the receipt may be there before the call has failed. Thread-safe. */
final class Confirmations {
    private static final int MAX_KEPT = 10_000;

    private final Map<String, Receipt> latest = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Receipt> eldest) {
            return size() > MAX_KEPT;
        }
    };

    synchronized void came(String account, Receipt receipt) {
        latest.put(account + " " + receipt.messageId(), receipt);
    }

    /** What the network last told of a message, by its id or its key. */
    synchronized @Nullable Receipt of(String account, String message) {
        return latest.get(account + " " + message);
    }
}
