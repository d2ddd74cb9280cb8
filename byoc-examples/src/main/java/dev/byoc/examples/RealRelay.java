package dev.byoc.examples;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.byoc.ConfigurationException;
import dev.byoc.Secret;
import dev.byoc.channel.Registration;
import dev.byoc.host.JdkHttpHost;
import dev.byoc.jdbc.JdbcStore;
import dev.byoc.relay.RelayBuilder;
import dev.byoc.relay.RelayEngine;
import dev.byoc.store.StoreException;
import dev.byoc.store.spi.RelayStore;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.UnaryOperator;

/**
 * Relays between one Freshchat account and the accounts of messengers that environment variables name: those of {@link
 * RelayBuilder#fromEnvironment}, and
 *
 * <ul>
 *   <li>{@code PORT}: the local port to which a proxy passes on what comes to {@code BYOC_PUBLIC_URL}
 *   <li>{@code STORE}: the file of the durable store, or a {@code jdbc:postgresql:} address; without it all is in memory
 * </ul>
 *
 * <p>Runs until it gets SIGTERM or SIGINT. Exit code 2: the set-up is wrong, and what is wrong is named; 1: the port is taken, or the store
 * could not be opened, so that a later start may go well.
 */
public final class RealRelay {
    private static final int MAX_PORT = 65_535;

    private RealRelay() {}

    public static void main(String[] args) throws InterruptedException {
        try {
            start(System.getenv(), Console.out());
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

    private static void start(Map<String, String> variables, PrintStream out) {
        RelayEngine relay = relay(variables, builder -> builder);
        JdkHttpHost host = JdkHttpHost.serve(relay, port(variables));
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            relay.close();
                            host.close();
                        },
                        "byoc-stop"));
        // Listening comes first: messengers call back while the webhook is being registered.
        relay.start();
        toDo(relay).forEach(out::println);
    }

    /**
     * The relay of this program, not started yet. The sandbox makes its own by this method, with other addresses and more options.
     *
     * @throws ConfigurationException naming what is missing or wrong
     */
    public static RelayEngine relay(Map<String, String> variables, UnaryOperator<RelayBuilder> options) {
        // Before anything is opened, although only the web server needs it.
        port(variables);
        RelayBuilder builder = RelayBuilder.fromEnvironment(variables);
        String place = text(variables, "STORE");
        if (!place.isEmpty()) {
            builder.store(store(place));
        }
        return options.apply(builder).build();
    }

    private static int port(Map<String, String> variables) {
        String text = text(variables, "PORT");
        if (text.matches("[0-9]{1,5}") && Integer.parseInt(text) >= 1 && Integer.parseInt(text) <= MAX_PORT) {
            return Integer.parseInt(text);
        }
        throw new ConfigurationException("PORT must be a number from 1 to " + MAX_PORT + ".");
    }

    private static String text(Map<String, String> variables, String name) {
        return Secret.trimmed(variables.get(name));
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
    private static List<String> toDo(RelayEngine relay) {
        List<String> lines = new ArrayList<>();
        lines.add("Freshchat: paste this URL in Admin Settings > Marketplace and Integrations > Conversation Webhooks");
        lines.add("(standalone Freshchat: Admin Settings > Webhooks), unless it is there already:");
        lines.add("  " + relay.freshchatWebhookUrl());
        lines.addAll(registrations(relay));
        if (relay.settingsUrl() != null) {
            lines.add("The settings page: " + relay.settingsUrl());
        }
        lines.add("Relaying. SIGTERM or Ctrl-C stops it.");
        return lines;
    }

    /** What became of each account's webhook, and the steps that are left to an operator, with their values. */
    public static List<String> registrations(RelayEngine relay) {
        List<String> lines = new ArrayList<>();
        relay.registrations().forEach((account, outcome) -> lines.addAll(registration(account, outcome)));
        return lines;
    }

    private static List<String> registration(String account, Registration outcome) {
        List<String> lines = new ArrayList<>();
        if (outcome instanceof Registration.Registered registered) {
            lines.add(account + ": nothing to do. " + registered.detail());
        } else if (outcome instanceof Registration.ByHand byHand) {
            lines.add(account + ": register the webhook by hand:");
            for (Registration.Step step : byHand.steps()) {
                lines.add("  " + step.what());
                if (step.value() != null) {
                    step.value().reveal().lines().forEach(line -> lines.add("    " + line));
                }
            }
        } else if (outcome instanceof Registration.Occupied occupied) {
            lines.add(account + ": NOT registered, as the account sends its messages elsewhere: " + occupied.current());
        } else if (outcome instanceof Registration.Failed failed) {
            lines.add(account + ": NOT registered, start this program again later. " + failed.detail());
        }
        return lines;
    }
}
