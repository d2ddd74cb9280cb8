package example;

import dev.byoc.jdbc.JdbcStore;
import dev.byoc.relay.RelayBuilder;
import dev.byoc.relay.RelayEngine;
import java.nio.file.Path;

/** What docs/quick-start.md shows of a relay that is set up by environment variables; it has to compile. */
final class FromEnvironment {
    private FromEnvironment() {}

    static RelayEngine relay() {
        // snippet: from-environment
        RelayEngine relay = RelayBuilder.fromEnvironment() // BYOC_PUBLIC_URL, BYOC_FRESHCHAT_TOKEN, BYOC_ACCOUNTS_SHOP_CHANNEL, ...
                .store(JdbcStore.embedded(Path.of("byoc.db")))
                .build();
        // end snippet
        return relay;
    }
}
