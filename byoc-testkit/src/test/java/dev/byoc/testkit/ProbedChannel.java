package dev.byoc.testkit;

import dev.byoc.channel.AccountHealth;
import dev.byoc.channel.ChannelContext;
import dev.byoc.channel.HealthProbe;
import dev.byoc.channel.Registration;
import dev.byoc.channel.WebhookTarget;
import java.util.concurrent.atomic.AtomicInteger;

/** Answers probes as the test says; with {@link #registersItself} a registration puts right where its webhooks go. */
final class ProbedChannel extends FakeChannel implements HealthProbe {
    volatile AccountHealth health = new AccountHealth.Healthy(false);
    volatile boolean registersItself;
    volatile Runnable beforeProbe = () -> {};
    final AtomicInteger probes = new AtomicInteger();

    ProbedChannel(ChannelContext context) {
        super(context);
    }

    @Override
    public AccountHealth probe() {
        beforeProbe.run();
        probes.incrementAndGet();
        return health;
    }

    @Override
    public synchronized Registration registerWebhook(WebhookTarget target) {
        if (!registersItself) {
            return super.registerWebhook(target);
        }
        if (health instanceof AccountHealth.WebhookElsewhere elsewhere && !target.mayReplace(elsewhere.current())) {
            return new Registration.Occupied(elsewhere.current());
        }
        health = new AccountHealth.Healthy(true);
        return new Registration.Registered("set");
    }
}
