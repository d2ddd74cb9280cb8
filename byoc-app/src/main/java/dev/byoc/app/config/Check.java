package dev.byoc.app.config;

import dev.byoc.ConfigurationException;
import dev.byoc.memory.MemoryStore;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/** Looks for every fault of the settings, the program's and the relay's, without touching the store or the network. */
public final class Check {
    private static final int MOST_PORT = 65_535;

    private Check() {}

    /**
     * Lets the relay find its channels from now on, and names what is wrong.
     *
     * @return one sentence each; none: a relay can be made of these settings
     */
    public static List<String> faults(AppConfig config) {
        List<String> faults = new ArrayList<>(config.faults());
        if (faults.isEmpty()) {
            faults.addAll(new Stores(config).faults());
        }
        addPorts(config, faults);
        var token = config.secret("admin-token");
        if (token != null && (token.reveal().length() < AdminToken.LEAST || !token.isVisibleAscii())) {
            faults.add("byoc.admin.token must have at least " + AdminToken.LEAST + " visible ASCII characters");
        }
        try {
            Channels.load(config);
        } catch (ConfigurationException e) {
            faults.addAll(e.faults());
        }
        try {
            config.relay().store(new MemoryStore(Clock.systemUTC())).build().close();
        } catch (ConfigurationException e) {
            // A name that was left out for its placeholder is told by that already.
            e.faults().stream()
                    .filter(each -> faults.stream().noneMatch(told -> follows(each, told)))
                    .forEach(faults::add);
        }
        return faults;
    }

    /**
     * Settings without faults; lets the relay find their channels from now on.
     *
     * @throws ConfigurationException naming every fault
     */
    public static AppConfig passed(AppConfig config) {
        List<String> faults = faults(config);
        if (!faults.isEmpty()) {
            throw new ConfigurationException(faults);
        }
        return config;
    }

    private static boolean follows(String fault, String told) {
        int name = told.indexOf(": the environment variable ");
        return name > 0 && fault.startsWith(told.substring(0, name) + " is missing");
    }

    private static void addPorts(AppConfig config, List<String> faults) {
        for (String setting : List.of("port", "admin-port")) {
            if (config.number(setting) > MOST_PORT) {
                faults.add("byoc." + AppSpec.dotted(setting) + " must be at most " + MOST_PORT);
            }
        }
        if (config.number("port") == config.number("admin-port")) {
            faults.add("byoc.port and byoc.admin.port are the same; webhooks and the commands have ports of their own");
        }
    }
}
