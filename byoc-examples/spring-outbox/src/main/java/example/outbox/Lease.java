package example.outbox;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.web.context.WebServerInitializedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * Which lanes are this process's: those that name its instance, for as long as its lease lasts. A process that was stopped for longer than that
 * is a new instance when it wakes, and what it had in hand is no longer its own.
 */
@Component
class Lease {
    private static final Duration LASTS = Duration.ofSeconds(10);
    private static final Logger LOG = LoggerFactory.getLogger(Lease.class);

    private final JdbcTemplate jdbc;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "lease");
        thread.setDaemon(true);
        return thread;
    });
    private String name = "";
    private volatile Held held = new Held(-1, System.nanoTime());

    /** On the clock of {@link System#nanoTime}, which runs on while the process is stopped. */
    private record Held(long instance, long until) {}

    Lease(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** Who listens here now has no living predecessor. */
    @EventListener
    void begin(WebServerInitializedEvent listening) {
        String host = ManagementFactory.getRuntimeMXBean().getName().replaceFirst(".*@", "");
        name = host + ":" + listening.getWebServer().getPort();
        register();
        free();
        timer.scheduleWithFixedDelay(this::renew, 1, 1, TimeUnit.SECONDS);
    }

    private void register() {
        long asked = System.nanoTime();
        jdbc.update("delete from instance where name = ?", name);
        Long id = jdbc.queryForObject(
                "insert into instance(name, lease_until) values (?, now() + ? * interval '1 second') returning id",
                Long.class,
                name,
                LASTS.toSeconds());
        held = new Held(id, asked + LASTS.toNanos());
    }

    private void renew() {
        try {
            long asked = System.nanoTime();
            List<Long> renewed = jdbc.queryForList(
                    "update instance set lease_until = now() + ? * interval '1 second'"
                            + " where id = ? and lease_until > now() returning id",
                    Long.class,
                    LASTS.toSeconds(),
                    held.instance());
            if (renewed.isEmpty()) {
                LOG.warn("the lease was lost");
                register();
            } else {
                held = new Held(held.instance(), asked + LASTS.toNanos());
            }
            free();
        } catch (RuntimeException e) {
            LOG.warn("the lease cannot be renewed: {}", e.toString());
        }
    }

    /**
     * Frees the lanes of instances that are no more. What they had in hand may have been delivered, and may still be on its way for a while.
     */
    private void free() {
        jdbc.update("delete from instance where lease_until < now()");
        jdbc.update("update lane set owner = null, doubt = true, due = now() + interval '2 seconds'"
                + " where owner is not null and owner not in (select id from instance)");
    }

    long instance() {
        return held.instance();
    }

    /** Whether that instance is this process's, and remains so for longer than a call takes. */
    boolean allowsCalls(long instance) {
        Held now = held;
        return now.instance() == instance && now.until() - System.nanoTime() > Api.LONGEST_CALL.toNanos();
    }
}
