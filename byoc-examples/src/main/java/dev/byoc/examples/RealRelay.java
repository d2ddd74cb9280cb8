package dev.byoc.examples;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.byoc.ConfigurationException;
import dev.byoc.channel.Registration;
import dev.byoc.freshchat.FreshchatSettings;
import dev.byoc.host.JdkHttpHost;
import dev.byoc.jdbc.JdbcStore;
import dev.byoc.policy.MediaLimits;
import dev.byoc.relay.RelayBuilder;
import dev.byoc.relay.RelayEngine;
import dev.byoc.store.StoreException;
import dev.byoc.store.spi.RelayStore;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;

/**
 * What the mains for real accounts share. Their environment variables:
 *
 * <ul>
 *   <li>{@code FRESHCHAT_URL}, {@code FRESHCHAT_TOKEN}, {@code FRESHCHAT_TOPIC}: the account's chat URL, an API token, and the name or id of
 *       the topic for these conversations
 *   <li>{@code FRESHCHAT_WEBHOOK_KEY}: the public key shown beside the webhook's URL in the admin settings, or {@code @} and a file's name
 *   <li>{@code PUBLIC_URL}, {@code PORT}: where the messenger and Freshchat reach this program, by https, and the local port to which a
 *       proxy passes that on
 *   <li>{@code STORE}: the file of the durable store, or a {@code jdbc:postgresql:} address; without it all is in memory
 *   <li>and, if need be, {@code SETTINGS_PASSWORD}: switches the settings page on, at least 12 characters; {@code TRUSTED_PROXY}: the
 *       address or range of that proxy, if it tells the caller's; {@code FRESHCHAT_SCOPE}: the account's name in the store; {@code
 *       FRESHCHAT_TRUST_HOST}: the host of a proxy of one's own in {@code FRESHCHAT_URL}; {@code INTERNAL_HOST}: a host of one's own network from which people's files may be fetched; {@code RETRY_FILES_FOR}: how long a file whose server is out is asked for again
 * </ul>
 *
 * <p>They run until they get SIGTERM or SIGINT. Exit code 2: the set-up is wrong, and all that is wrong is named; 1: the port is taken, or
 * the store could not be opened, so that a later start may go well.
 */
public final class RealRelay {
    private static final List<String> FRESHCHAT =
            List.of("FRESHCHAT_URL", "FRESHCHAT_TOKEN", "FRESHCHAT_WEBHOOK_KEY", "FRESHCHAT_TOPIC");

    private RealRelay() {}

    /** Never returns. */
    static void run(String network, Function<Map<String, String>, RelayEngine> making) throws InterruptedException {
        try {
            start(network, making, System.getenv(), Console.out());
        } catch (ConfigurationException e) {
            exit(2, e);
        } catch (UncheckedIOException | StoreException e) {
            exit(1, e);
        }
        // Everything works on daemon threads; a signal ends this wait together with the process.
        new CountDownLatch(1).await();
    }

    private static void exit(int code, RuntimeException e) {
        System.err.println("byoc: " + e.getMessage());
        System.exit(code);
    }

    private static void start(
            String network,
            Function<Map<String, String>, RelayEngine> making,
            Map<String, String> variables,
            PrintStream out) {
        RelayEngine relay = making.apply(variables);
        JdkHttpHost host = JdkHttpHost.serve(relay, new Environment(variables).port("PORT"));
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            relay.close();
                            host.close();
                        },
                        "byoc-stop"));
        // Listening comes first: messengers call back while the webhook is being registered.
        relay.start();
        toDo(relay, network).forEach(out::println);
    }

    /**
     * A builder with everything but the messenger's account.
     *
     * @param own the variables that the messenger needs
     * @throws ConfigurationException naming all that is missing or wrong
     */
    static RelayBuilder builder(Environment set, List<String> own) {
        List<String> required = new ArrayList<>(FRESHCHAT);
        required.addAll(own);
        required.addAll(List.of("PUBLIC_URL", "PORT"));
        set.require(required);
        // Before anything is built, although only the web server needs it.
        set.port("PORT");
        RelayBuilder builder = new RelayBuilder()
                .freshchat(FreshchatSettings.builder()
                        .url(set.text("FRESHCHAT_URL"))
                        .trustHost(set.text("FRESHCHAT_TRUST_HOST"))
                        .scope(set.text("FRESHCHAT_SCOPE"))
                        .token(set.text("FRESHCHAT_TOKEN"))
                        .webhookKey(set.textOrFile("FRESHCHAT_WEBHOOK_KEY")))
                .publicUrl(set.text("PUBLIC_URL"));
        if (!set.text("STORE").isEmpty()) {
            builder.store(store(set.text("STORE")));
        }
        if (!set.text("INTERNAL_HOST").isEmpty()) {
            builder.allowInternalHost(set.text("INTERNAL_HOST"));
        }
        if (!set.text("RETRY_FILES_FOR").isEmpty()) {
            builder.media(MediaLimits.DEFAULT.retryFor(duration(set.text("RETRY_FILES_FOR"))));
        }
        if (!set.text("TRUSTED_PROXY").isEmpty()) {
            builder.trustedProxy(set.text("TRUSTED_PROXY"));
        }
        if (!set.text("SETTINGS_PASSWORD").isEmpty()) {
            builder.settingsPage(set.text("SETTINGS_PASSWORD"));
        }
        return builder;
    }

    private static Duration duration(String text) {
        try {
            return Duration.parse(text);
        } catch (DateTimeParseException e) {
            throw new ConfigurationException(List.of("RETRY_FILES_FOR is no ISO-8601 duration such as PT1M"));
        }
    }

    private static RelayStore store(String where) {
        if (where.startsWith("jdbc:")) {
            HikariConfig pool = Engines.pool(where);
            // A database that is out of reach is for the store to tell.
            pool.setInitializationFailTimeout(-1);
            return JdbcStore.of(new HikariDataSource(pool));
        }
        try {
            return JdbcStore.embedded(Path.of(where));
        } catch (InvalidPathException e) {
            throw new ConfigurationException("STORE is neither a file nor a jdbc:postgresql: address.");
        }
    }

    /** What the admin reads after the start. */
    private static List<String> toDo(RelayEngine relay, String network) {
        List<String> lines = new ArrayList<>();
        lines.add("Freshchat: paste this URL in Admin Settings > Marketplace and Integrations > Conversation Webhooks");
        lines.add("(standalone Freshchat: Admin Settings > Webhooks), unless it is there already:");
        lines.add("  " + relay.freshchatWebhookUrl());
        lines.addAll(registrations(relay, network));
        if (relay.settingsUrl() != null) {
            lines.add("The settings page: " + relay.settingsUrl());
        }
        lines.add("Relaying. SIGTERM or Ctrl-C stops it.");
        return lines;
    }

    /** What became of the messenger's webhook, and the steps that are left to an operator, with their values. */
    public static List<String> registrations(RelayEngine relay, String network) {
        List<String> lines = new ArrayList<>();
        relay.registrations().values().forEach(outcome -> lines.addAll(registration(outcome, network)));
        return lines;
    }

    private static List<String> registration(Registration outcome, String network) {
        List<String> lines = new ArrayList<>();
        if (outcome instanceof Registration.Registered registered) {
            lines.add(network + ": nothing to do. " + registered.detail());
        } else if (outcome instanceof Registration.ByHand byHand) {
            lines.add(network + ": register the webhook by hand:");
            for (Registration.Step step : byHand.steps()) {
                lines.add("  " + step.what());
                if (step.value() != null) {
                    step.value().reveal().lines().forEach(line -> lines.add("    " + line));
                }
            }
        } else if (outcome instanceof Registration.Occupied occupied) {
            lines.add(network + ": NOT registered, as the account sends its messages elsewhere: " + occupied.current());
        } else if (outcome instanceof Registration.Failed failed) {
            lines.add(network + ": NOT registered, start this program again later. " + failed.detail());
        }
        return lines;
    }
}
