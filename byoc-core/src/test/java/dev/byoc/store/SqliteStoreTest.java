package dev.byoc.store;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class SqliteStoreTest extends RelayStoreContract {
    @TempDir
    Path folder;

    @Override
    RelayStore make() {
        return JdbcStore.embedded(folder.resolve("relay.db")).clock(clock).maxOpenEntries(10);
    }
}
