package dev.byoc.testkit;

import dev.byoc.channel.AccountHealth;
import dev.byoc.channel.Capabilities;
import dev.byoc.channel.ChannelContext;
import dev.byoc.channel.HealthProbe;
import dev.byoc.channel.OutboundMessage;
import dev.byoc.channel.ProfileSource;
import dev.byoc.channel.Received;
import dev.byoc.channel.Registration;
import dev.byoc.channel.Route;
import dev.byoc.channel.SendResult;
import dev.byoc.channel.Verification;
import dev.byoc.channel.WebhookTarget;
import dev.byoc.message.Customer;
import dev.byoc.webhook.WebhookRequest;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A channel any method of which can be made to do anything. */
@SuppressWarnings("UnsynchronizedOverridesSynchronized") // a method that hangs must not hold the others up
class WildChannel extends FakeChannel implements HealthProbe, ProfileSource {
    private final Map<String, Callable<?>> wild = new ConcurrentHashMap<>();

    WildChannel(ChannelContext context) {
        super(context);
    }

    /** From now on that method does this. */
    void will(String method, Callable<?> code) {
        wild.put(method, code);
    }

    void willBehave(String method) {
        wild.remove(method);
    }

    /** Waits until it is released, and ignores interrupts but for counting them. */
    static final class Hang implements Callable<Object> {
        private final CountDownLatch release = new CountDownLatch(1);
        private final CountDownLatch begun = new CountDownLatch(1);
        volatile int interrupts;
        volatile int calls;

        @Override
        @SuppressWarnings("NonAtomicVolatileUpdate") // one call at a time, or the count does not matter
        public @Nullable Object call() {
            calls++;
            begun.countDown();
            while (true) {
                try {
                    release.await();
                    return null;
                } catch (InterruptedException e) {
                    interrupts++;
                }
            }
        }

        void release() {
            release.countDown();
        }

        void awaitBegun() throws InterruptedException {
            begun.await();
        }
    }

    @SuppressWarnings("unchecked")
    <T> T doing(String method, Supplier<T> otherwise) {
        Callable<?> code = wild.get(method);
        if (code == null) {
            return otherwise.get();
        }
        try {
            return (T) code.call();
        } catch (Throwable e) {
            throw Wild.<RuntimeException>sneaky(e);
        }
    }

    @Override
    public List<Route> routes() {
        return doing("routes", super::routes);
    }

    @Override
    public Capabilities capabilities() {
        return doing("capabilities", super::capabilities);
    }

    @Override
    public Verification verify(WebhookRequest request) {
        return doing("verify", () -> super.verify(request));
    }

    @Override
    public Received parse(Verification.Verified verified) {
        return doing("parse", () -> super.parse(verified));
    }

    @Override
    public SendResult send(OutboundMessage message) {
        SendResult otherwise = super.send(message);
        return doing("send", () -> otherwise);
    }

    @Override
    public Registration registerWebhook(WebhookTarget target) {
        return doing("registerWebhook", () -> super.registerWebhook(target));
    }

    @Override
    public void unregisterWebhook() {
        doing("unregisterWebhook", () -> {
            super.unregisterWebhook();
            return true;
        });
    }

    @Override
    public AccountHealth probe() {
        return doing("probe", () -> new AccountHealth.Healthy(false));
    }

    @Override
    public Customer profile(Customer known) {
        return doing("profile", () -> known);
    }

    @Override
    public void close() {
        doing("close", () -> {
            super.close();
            return true;
        });
    }
}
