package dev.byoc.testkit;

import dev.byoc.store.spi.RelayStore;
import dev.byoc.testkit.store.WatchedStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * What happens instead of what should. What happens at a place for the n-th time is the same in every run of a seed, in whatever order
 * threads come.
 */
final class Chaos {
    private static final List<Wild> WILD = List.of(Wild.values());

    private final long seed;
    private final Map<String, AtomicInteger> times = new ConcurrentHashMap<>();
    volatile boolean over;
    volatile Clock clock = Clock.systemUTC();

    Chaos(long seed) {
        this.seed = seed;
    }

    /**
     * Does it, or something else.
     *
     * @param in one of so many times something else
     */
    <T> T or(int in, String place, Supplier<T> otherwise) {
        Random random = random(place);
        if (over || random.nextInt(in) > 0) {
            return otherwise.get();
        }
        int kind = random.nextInt(WILD.size() + 3);
        try {
            if (kind < WILD.size()) {
                return given(WILD.get(kind).call());
            }
            hang(kind == WILD.size());
            return otherwise.get();
        } catch (Throwable e) {
            throw Wild.<RuntimeException>sneaky(e);
        }
    }

    /** The same store, some calls of which throw before they do anything. */
    RelayStore around(RelayStore real, Map<String, Integer> oneIn) {
        return WatchedStore.of(real, (method, arguments, call) -> {
            Integer in = oneIn.get(method);
            Random random = random(method);
            if (!over && in != null && random.nextInt(in) == 0) {
                // What gives null instead of throwing has done nothing either.
                WILD.get(random.nextInt(WILD.size())).call();
                throw new IllegalStateException("words that nobody may see");
            }
            return call.proceed();
        });
    }

    private Random random(String place) {
        int time = times.computeIfAbsent(place, none -> new AtomicInteger()).incrementAndGet();
        Random random = new Random(Objects.hash(seed, place, time));
        random.nextInt();
        return random;
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <T> T given(Object value) {
        return (T) value;
    }

    /** Until it is interrupted; or, where interrupts are ignored, for two minutes of the clock. */
    private void hang(boolean stubborn) throws InterruptedException {
        Instant end = clock.instant().plus(Duration.ofMinutes(2));
        while (!over && (!stubborn || clock.instant().isBefore(end))) {
            LockSupport.parkNanos(2_000_000);
            if (Thread.interrupted() && !stubborn) {
                throw new InterruptedException();
            }
        }
    }
}
