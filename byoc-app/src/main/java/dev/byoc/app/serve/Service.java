package dev.byoc.app.serve;

import dev.byoc.ConfigurationException;
import dev.byoc.app.admin.AdminApi;
import dev.byoc.app.admin.AdminServer;
import dev.byoc.app.config.AdminToken;
import dev.byoc.app.config.AppConfig;
import dev.byoc.app.config.Check;
import dev.byoc.app.config.Stores;
import dev.byoc.event.Health;
import dev.byoc.host.JdkHttpHost;
import dev.byoc.micrometer.RelayMeters;
import dev.byoc.relay.RelayEngine;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A relay, its two ports and its store, from the first attempt to the end of the process. Health and metrics answer from the start; the
 * port of the webhooks is opened once the store is. Thread-safe.
 */
public final class Service implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Service.class);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);

    private final AppConfig config;
    private final Stores stores;
    private final RelayLife life;
    private final RelayMeters meters;
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final AdminServer admin;
    private final AdminToken token;
    private final CountDownLatch ended = new CountDownLatch(1);
    private @Nullable JdkHttpHost host;
    private boolean closing;

    /**
     * Opens the port of health and metrics.
     *
     * @throws ConfigurationException naming every fault of the settings, or if the commands' token cannot be kept
     * @throws java.io.UncheckedIOException if that port is taken
     */
    public Service(AppConfig config) {
        this.config = Check.passed(config);
        this.stores = new Stores(config);
        this.life = new RelayLife(this::build);
        this.meters = new RelayMeters(life::health);
        meters.bindTo(registry);
        this.token = AdminToken.made(config);
        this.admin = new AdminServer(
                new InetSocketAddress(config.text("admin-bind"), config.number("admin-port")),
                life::health,
                registry::scrape,
                new AdminApi(life::engine),
                token.secret());
        try {
            token.write();
        } catch (ConfigurationException e) {
            admin.close();
            throw e;
        }
    }

    private RelayEngine build() {
        return config.relay().store(stores.store()).listener(meters).build();
    }

    /**
     * Relays until {@link #close}, which another thread calls.
     *
     * @param tell gets lines for who has started this
     * @throws java.io.UncheckedIOException if the port of the webhooks is taken
     */
    public void run(Consumer<String> tell) throws InterruptedException {
        RelayEngine relay = life.build(FIRST_PAUSE);
        if (relay != null && open(relay)) {
            announce(relay).forEach(tell);
        }
        ended.await();
    }

    /** False: the process ends already. */
    private boolean open(RelayEngine relay) {
        synchronized (this) {
            if (closing) {
                relay.close();
                return false;
            }
            // Again: its accounts are known now.
            meters.bindTo(registry);
            String bind = config.text("bind");
            int port = config.number("port");
            host = JdkHttpHost.serve(
                    relay, bind.isEmpty() ? new InetSocketAddress(port) : new InetSocketAddress(bind, port));
        }
        // Listening comes first: messengers call back while the webhook is being registered.
        relay.start();
        return true;
    }

    private List<String> announce(RelayEngine relay) {
        List<String> lines = new ArrayList<>();
        List<String> accounts = relay.health().parts().stream()
                .map(Health.Part::name)
                .filter(name -> !List.of(Health.FRESHCHAT, Health.STORE, Health.HOST, Health.RELAY)
                        .contains(name))
                .toList();
        lines.add("byoc relays for " + String.join(", ", accounts) + ": webhooks on port " + config.number("port")
                + ", health and metrics on http://" + config.text("admin-bind") + ":" + admin.port() + ", state in "
                + stores.shown());
        lines.add(
                "the addresses to paste into Freshchat and the messengers, which hold secrets: java -jar byoc-app.jar webhook status -f "
                        + config.file());
        return lines;
    }

    /** Relays what is open for as long as {@code byoc.drain-for} says, and ends all of it. Again: does nothing. */
    @Override
    public void close() {
        RelayEngine ending = null;
        synchronized (this) {
            if (closing) {
                return;
            }
            closing = true;
            life.end();
            if (host != null) {
                ending = life.engine();
            }
        }
        if (ending != null) {
            log.info("stopping: open entries are relayed for at most byoc.drain-for");
            ending.close();
        }
        if (host != null) {
            host.close();
        }
        stores.close();
        admin.close();
        token.close();
        registry.close();
        ended.countDown();
    }
}
