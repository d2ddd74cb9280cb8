package dev.byoc.app.doctor;

import dev.byoc.ByocException;
import dev.byoc.ConfigurationException;
import dev.byoc.app.config.AppConfig;
import dev.byoc.app.config.Check;
import dev.byoc.app.config.Stores;
import dev.byoc.event.Finding;
import dev.byoc.memory.MemoryStore;
import dev.byoc.relay.RelayBuilder;
import dev.byoc.relay.RelayEngine;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * Looks at a set-up from the file of settings to what messengers meet at the public address. Works beside a running relay and without one: takes
 * no lock of a store, registers nothing and changes nothing.
 */
public final class Doctor {
    private final Path file;
    private final Map<String, String> environment;
    private final Surroundings surroundings;

    /**
     * What a test has other than usual.
     *
     * @param relay adds to the relay that is asked
     * @param disk what is said of the store's file and its folder
     * @param clock of this machine
     */
    record Surroundings(UnaryOperator<RelayBuilder> relay, Disk disk, Clock clock) {
        static final Surroundings USUAL = new Surroundings(UnaryOperator.identity(), Disk.REAL, Clock.systemUTC());
    }

    /** Of these settings, and the variables that override them. */
    public Doctor(Path file, Map<String, String> environment) {
        this(file, environment, Surroundings.USUAL);
    }

    Doctor(Path file, Map<String, String> environment, Surroundings surroundings) {
        this.file = file;
        this.environment = Map.copyOf(environment);
        this.surroundings = surroundings;
    }

    /**
     * All that is found, the worst first.
     *
     * @param offline looks at nothing beyond this machine and its store
     * @param progress is told what is looked at
     */
    public List<Finding> look(boolean offline, Consumer<String> progress) {
        List<Finding> found = new ArrayList<>();
        progress.accept("settings");
        AppConfig config;
        try {
            config = AppConfig.read(file, environment);
        } catch (ConfigurationException e) {
            return e.faults().stream().map(Doctor::ofSettings).toList();
        }
        List<String> faults = Check.faults(config);
        faults.forEach(fault -> found.add(ofSettings(fault)));
        found.addAll(SettingsFile.look(config.file()));
        Stores stores = new Stores(config);
        try {
            for (Group group : groups(config, stores, faults.isEmpty(), offline)) {
                progress.accept(group.name());
                found.addAll(looked(group));
            }
        } finally {
            stores.close();
        }
        found.sort(Comparator.comparing(Finding::severity).reversed());
        return List.copyOf(found);
    }

    private static Finding ofSettings(String fault) {
        return Kind.SETTINGS.of("settings", fault.replaceAll("\\.$", ""));
    }

    private List<Group> groups(AppConfig config, Stores stores, boolean settingsAreRight, boolean offline) {
        List<Group> groups = new ArrayList<>();
        String driver = stores.isShared() ? "org.postgresql.Driver" : "org.sqlite.JDBC";
        groups.add(new Group("class path", () -> new Libraries(loader()).look(driver)));
        if (!config.faults().isEmpty()) {
            return groups;
        }
        RunningRelay running = RunningRelay.of(config);
        boolean isRunning = running.answers();
        groups.add(new Group("ports", () -> Ports.look(config, isRunning)));
        boolean migrates = config.flag("store-migrate");
        groups.add(new Group(
                "store",
                () -> stores.isShared()
                        ? new PostgresLook(stores, migrates, surroundings.clock()).look()
                        : new SqliteLook(stores.file(), migrates, surroundings.disk()).look(isRunning)));
        groups.add(new Group("the running relay", running::look));
        if (settingsAreRight && !offline) {
            groups.add(
                    new Group("Freshchat, messengers and the public address", () -> remote(config, stores, running)));
        }
        return groups;
    }

    private static ClassLoader loader() {
        ClassLoader ofTheThread = Thread.currentThread().getContextClassLoader();
        return ofTheThread == null ? Doctor.class.getClassLoader() : ofTheThread;
    }

    private List<Finding> remote(AppConfig config, Stores stores, RunningRelay running) {
        RemoteLook.Heard heard = new RemoteLook.Heard();
        RelayBuilder builder = surroundings.relay().apply(config.relay());
        try (RelayEngine relay = builder.store(new MemoryStore(Clock.systemUTC()))
                .listener(heard)
                .registerWebhooks(false)
                .build()) {
            List<Finding> found = new ArrayList<>(new RemoteLook(relay, heard).look());
            if (running.answers()) {
                found.addAll(running.checkPublicUrl());
            } else {
                found.addAll(publicUrl(relay, config, stores));
            }
            return found;
        }
    }

    /**
     * While no relay of these settings runs here. Hosts of one Freshchat account and database stand behind one address, and what this process
     * sends itself must be answered by this process: where any of them works, they would be taken for strangers, and their webhooks be
     * answered here.
     */
    private static List<Finding> publicUrl(RelayEngine relay, AppConfig config, Stores stores) {
        if (stores.isShared()) {
            try {
                HostsAtWork hosts = HostsAtWork.of(stores, relay.scope());
                if (hosts.ours() > 0) {
                    return List.of(notChecked("elsewhere " + hosts.ours()
                            + " of this Freshchat account on the same database, any of which may answer there"));
                }
                if (hosts.unknown() > 0) {
                    return List.of(
                            notChecked(
                                    "elsewhere " + hosts.unknown()
                                            + " on the same database without any message yet, so whether they are of this Freshchat account is not known"));
                }
            } catch (SQLException e) {
                return List.of(Kind.publicUrlNotChecked(
                        "the database does not tell whether other relays work on it (SQLSTATE " + e.getSQLState() + ")",
                        "See to the store first, and look again."));
            }
        }
        return new PublicUrlLook(relay, Ports.publicAddress(config)).look();
    }

    private static Finding notChecked(String elsewhere) {
        return Kind.publicUrlNotChecked(
                "no relay runs here, and " + elsewhere,
                "Let doctor look beside one of those, with its file and as its user: that relay looks itself, whichever of them answers."
                        + " One that has ended just now counts for byoc.store.lease; look again after that.");
    }

    /** One look that fails keeps no other from it. */
    private static List<Finding> looked(Group group) {
        try {
            return group.look().get();
        } catch (ByocException e) {
            return List.of(Kind.NOT_CHECKED.of(
                    group.name(), String.valueOf(e.getMessage()).replaceAll("\\.$", "")));
        } catch (RuntimeException e) {
            // Its text may quote anything.
            return List.of(Kind.NOT_CHECKED.of(group.name(), e.getClass().getName()));
        }
    }
}
