package dev.byoc.internal.web;

import dev.byoc.RelayRequest;
import dev.byoc.event.Health;
import dev.byoc.internal.guard.LentThread;
import dev.byoc.internal.guard.Mark;
import dev.byoc.internal.health.Lifecycle;
import dev.byoc.internal.report.Reports;
import dev.byoc.store.StoreException;
import dev.byoc.webhook.WebhookResponse;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers every request, whatever goes wrong behind it. Thread-safe; never throws. */
public final class Entrance {
    private static final Logger log = LoggerFactory.getLogger(Entrance.class);

    private final Lifecycle lifecycle;
    private final Router router;
    private final Reports reports;
    private final Clock clock;
    private final AtomicBoolean toldEarly = new AtomicBoolean();

    public Entrance(Lifecycle lifecycle, Router router, Reports reports, Clock clock) {
        this.lifecycle = lifecycle;
        this.router = router;
        this.reports = reports;
        this.clock = clock;
    }

    /**
     * Answers on a thread that is lent for it, or on another one if code of a channel does not return.
     *
     * @param answer is called once
     */
    public void handle(RelayRequest request, Consumer<WebhookResponse> answer) {
        AtomicBoolean answered = new AtomicBoolean();
        WebhookResponse response = LentThread.lend(() -> handle(request), (account, trouble) -> {
            if (answered.compareAndSet(false, true)) {
                try {
                    answer.accept(WebhookResponse.text(503, "try again later"));
                } finally {
                    reports.refused(account, 503, trouble);
                }
            }
        });
        if (response != null && answered.compareAndSet(false, true)) {
            answer.accept(response);
        }
    }

    /** How many bytes of a request's body are read at most, by where it comes. */
    public int mostBytes(String path) {
        return router.mostBytes(path);
    }

    /** The host has the head of a request alone, and answers it by itself. */
    public void broken(String method, String path, int status, String why) {
        if (lifecycle.refusal() != null) {
            // Until when webhooks were taken is known to the next start.
            return;
        }
        try {
            router.broken(method, path, status, why);
        } catch (Throwable e) {
            reports.often("a request that did not arrive whole", e.getClass().getName());
        }
    }

    public WebhookResponse handle(RelayRequest request) {
        Mark came = Mark.now(clock);
        String refusal = lifecycle.refusal();
        if (refusal != null) {
            return WebhookResponse.text(503, refusal);
        }
        if (lifecycle.isStartForgotten() && toldEarly.compareAndSet(false, true)) {
            log.warn(
                    "requests come, and start() was not called yet: until then what fails is not tried again, and no webhook is registered");
        }
        try {
            return router.route(request, came);
        } catch (StoreException e) {
            reports.refused(Health.STORE, 503, String.valueOf(e.getMessage()));
            return WebhookResponse.text(503, "try again later");
        } catch (LentThread.LeftBehindException e) {
            throw e;
        } catch (Throwable e) {
            reports.often("answering a request failed", e.getClass().getName());
            return WebhookResponse.text(500, "failed");
        }
    }
}
