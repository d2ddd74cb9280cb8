package dev.byoc.app.config;

import dev.byoc.channel.config.ConfigSpec;
import dev.byoc.jdbc.JdbcStore;
import java.util.List;

/** The program's own settings, beside those of the relay. */
public final class AppSpec {
    /** What stands before the names of settings that belong together: a dot follows it in a property. */
    static final List<String> GROUPS = List.of("admin", "store", "log");

    public static final ConfigSpec SPEC = ConfigSpec.none()
            .number("port", 8080, "the port on which webhooks are taken")
            .optional("bind", "", "the address on which webhooks are taken; every one of this machine unless set")
            .number("admin-port", 8081, "the port of health, metrics and the commands")
            .optional(
                    "admin-bind",
                    "127.0.0.1",
                    "the address of that port; others than this machine's own can be reached by others")
            .optionalSecret(
                    "admin-token",
                    "what the commands prove themselves with, at least 16 characters; another one each start unless set, in a file"
                            + " beside the store's, or beside the settings")
            .optional("store-file", "", "the SQLite file of the store; byoc.db beside the settings unless set")
            .optional("store-url", "", "a PostgreSQL database in place of the file, such as jdbc:postgresql://db/byoc")
            .optional("store-user", "", "the user of that database")
            .optionalPhrase("store-password", "the password of that user")
            .number("store-pool-size", 8, "most connections to that database, from 4 to 100")
            .optional("store-keep-for", JdbcStore.KEEP.toString(), "how long what is done is kept, to tell repeats")
            .flag("store-keep-bodies", "texts stay as long as their entry, not only until they are relayed")
            .number("store-max-open-entries", JdbcStore.MAX_OPEN, "more are answered 503")
            .optional(
                    "store-lease",
                    JdbcStore.LEASE.toString(),
                    "how long a silent host keeps its customers, with several")
            .flag("store-migrate", true, "whether the store makes and changes its tables")
            .choice("log-level", List.of("info", "warn", "error", "debug"), "what is logged at least")
            .choice("log-format", List.of("text", "json"), "lines to read, or one JSON object a line")
            .optional(
                    "channels", "", "a folder of further channels' jars; channels beside the program's jar unless set");

    private AppSpec() {}

    /** The name of a setting as it stands in a property, behind {@code byoc.}: {@code store-file} is {@code store.file}. */
    public static String dotted(String name) {
        return GROUPS.stream()
                .filter(each -> name.startsWith(each + "-"))
                .findFirst()
                .map(each -> each + "." + name.substring(each.length() + 1))
                .orElse(name);
    }
}
