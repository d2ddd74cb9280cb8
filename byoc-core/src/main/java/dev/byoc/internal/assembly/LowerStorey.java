package dev.byoc.internal.assembly;

import dev.byoc.internal.breaker.Backoff;
import dev.byoc.internal.breaker.CircuitBreakers;
import dev.byoc.internal.dispatch.Dispatcher;
import dev.byoc.internal.dispatch.Handler;
import dev.byoc.internal.report.Reports;
import dev.byoc.internal.runtime.Background;
import java.util.Set;

/** Makes what works on lanes: the breakers first, which handlers heed, and the dispatcher last, which calls the handlers. */
final class LowerStorey {
    final Background background;
    final CircuitBreakers breakers;
    private final Foundations base;
    private final Backoff backoff;

    LowerStorey(Foundations base, Set<String> accounts) {
        this.base = base;
        this.background = base.background;
        this.backoff = new Backoff(base.asked.retry, base.asked.random);
        this.breakers = new CircuitBreakers(accounts, base.clock, base.asked.random, backoff, base.journal());
    }

    Dispatcher dispatcher(Handler handler, Reports reports) {
        return new Dispatcher(base.store, breakers, handler, backoff, reports, background, base.often);
    }
}
