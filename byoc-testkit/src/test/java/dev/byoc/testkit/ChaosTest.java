package dev.byoc.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.channel.Capabilities;
import dev.byoc.channel.ChannelContext;
import dev.byoc.channel.OutboundMessage;
import dev.byoc.channel.Received;
import dev.byoc.channel.Route;
import dev.byoc.channel.SendResult;
import dev.byoc.channel.Verification;
import dev.byoc.channel.WebhookRequest;
import dev.byoc.json.Json;
import dev.byoc.message.Content;
import dev.byoc.relay.RelayEvent;
import dev.byoc.relay.RelayListener;
import dev.byoc.store.DeadLetter;
import dev.byoc.store.DeadLetterFilter;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A channel and a listener that throw, hang, give null and leave interrupts behind at random. In the end every message is delivered, once,
 * or is a dead letter of which the listener, and of an answer the agent, was told; and no thread is left.
 */
class ChaosTest {
    private static final List<Wild> WILD = List.of(Wild.values());

    private static final int CUSTOMERS = 200;
    private static final Duration LIMIT = Duration.ofSeconds(60);

    /** {@code -Dbyoc.chaos.seeds} for more. */
    static LongStream seeds() {
        return LongStream.range(0, Long.getLong("byoc.chaos.seeds", 10));
    }

    /** What happens at a place for the n-th time is the same in every run of a seed, in whatever order threads come. */
    private static final class Chaos {
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
            int time = times.computeIfAbsent(place, none -> new AtomicInteger()).incrementAndGet();
            Random random = new Random(Objects.hash(seed, place, time));
            random.nextInt();
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

    private static final class ChaosChannel extends FakeChannel {
        private final Chaos chaos;
        private final Set<String> unread = ConcurrentHashMap.newKeySet();
        private final List<String> delivered = new CopyOnWriteArrayList<>();

        ChaosChannel(ChannelContext context, Chaos chaos) {
            super(context);
            this.chaos = chaos;
            chaos.clock = context.clock();
        }

        @Override
        public List<Route> routes() {
            return chaos.or(40, "routes", super::routes);
        }

        @Override
        @SuppressWarnings("UnsynchronizedOverridesSynchronized") // one that hangs must not hold the others up
        public Capabilities capabilities() {
            return chaos.or(20, "capabilities", super::capabilities);
        }

        @Override
        public Verification verify(WebhookRequest request) {
            return chaos.or(8, "verify " + id(request), () -> super.verify(request));
        }

        @Override
        public Received parse(Verification.Verified verified) {
            String id = id(verified.request());
            unread.add(id);
            Received received = chaos.or(8, "parse " + id, () -> super.parse(verified));
            if (received != null) {
                unread.remove(id);
            }
            return received;
        }

        @Override
        public SendResult send(OutboundMessage message) {
            String text = message.parts().get(0).plainText();
            return chaos.or(4, "send " + text, () -> {
                delivered.add(text);
                return new SendResult.Accepted(List.of());
            });
        }

        private static String id(WebhookRequest request) {
            return Json.parse(request.body()).get("events").at(0).get("id").textOr("");
        }
    }

    private static RelayListener listener(Chaos chaos, List<RelayEvent> events) {
        return event -> {
            events.add(event);
            chaos.or(30, "listener " + event, () -> true);
        };
    }

    private static void await(String what, BooleanSupplier until) {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (!until.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("it did not come to that: " + what);
            }
            LockSupport.parkNanos(10_000_000);
        }
    }

    /** Two hundred times as fast: of hangs nobody waits for long. */
    private static void whileTimeFlies(EngineFixture fixture, Runnable waits) {
        AtomicBoolean done = new AtomicBoolean();
        Thread mover = new Thread(() -> {
            while (!done.get()) {
                fixture.clock.advance(Duration.ofSeconds(2));
                LockSupport.parkNanos(10_000_000);
            }
        });
        mover.setDaemon(true);
        mover.start();
        try {
            waits.run();
        } finally {
            done.set(true);
        }
    }

    private static Set<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(Thread::isAlive)
                .map(Thread::getName)
                .filter(name -> name.startsWith("byoc-"))
                .collect(Collectors.toSet());
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void everyMessageIsDeliveredOrADeadLetterOfWhichSomebodyWasTold(long seed) {
        Set<String> before = threads();
        Chaos chaos = new Chaos(seed);
        List<RelayEvent> events = new CopyOnWriteArrayList<>();
        EngineFixture fixture = new EngineFixture(
                Map.of(),
                context -> new ChaosChannel(context, chaos),
                builder -> builder.listener(listener(chaos, events)));
        ChaosChannel channel = (ChaosChannel) fixture.channel;
        try {
            URI webhook = fixture.freshchat.webhooks().url();
            fixture.freshchat.connectWebhook(null);
            whileTimeFlies(fixture, () -> {
                customersWrite(fixture);
                await("all is relayed or given up", () -> fixture.relay.health().open() == 0);
                fixture.freshchat.connectWebhook(webhook);
                agentsAnswer(fixture);
                await("all is sent or given up", () -> fixture.relay.health().open() == 0);
                // The event of the last one comes after its commit.
                fixture.drain();
            });
            checkInbound(fixture, channel, events);
            checkOutbound(fixture, channel, events);

            chaos.over = true;
            int letters = fixture.relay
                    .deadLetters(DeadLetterFilter.ALL.reason("unreadable"))
                    .size();
            assertThat(fixture.relay.replayAll(DeadLetterFilter.ALL.reason("unreadable")))
                    .hasSize(letters);
            whileTimeFlies(
                    fixture,
                    () -> await("the replays", () -> fixture.relay.health().open() == 0));
            assertThat(arrived(fixture)).hasSize(CUSTOMERS);
            await("all ends are told", () -> fixture.events.stream().allMatch(event -> isTold(event, fixture.events)));
        } finally {
            chaos.over = true;
            whileTimeFlies(fixture, fixture::close);
        }
        await("the threads end: " + threads(), () -> before.containsAll(threads()));
    }

    /** As a messenger does: what is not taken is sent again. */
    private static void customersWrite(EngineFixture fixture) {
        atOnce(IntStream.range(0, CUSTOMERS).<Runnable>mapToObj(i -> () -> {
            int status = 0;
            for (int attempt = 0; attempt < 100 && status != 200; attempt++) {
                status = fixture.post(FakeChannel.text("m" + i, "customer" + i, "in" + i))
                        .status();
            }
        }));
    }

    /** Every tenth comes by Freshchat's webhook, whose signatures take longer than all the rest; the others come from code. */
    private static void agentsAnswer(EngineFixture fixture) {
        atOnce(fixture.freshchat.posted().stream()
                .filter(message -> !message.isPrivate())
                .map(message -> () -> answer(
                        fixture,
                        message.conversationId(),
                        Integer.parseInt(message.text().substring(2)))));
    }

    private static void answer(EngineFixture fixture, String conversation, int i) {
        if (i % 10 == 0) {
            fixture.freshchat.agentReplies(conversation, "out" + i);
        } else {
            fixture.relay.send("shop", "customer" + i, "out" + i, List.of(new Content.Text("out" + i)));
        }
    }

    private static void atOnce(Stream<Runnable> tasks) {
        ExecutorService people = Executors.newFixedThreadPool(16);
        tasks.forEach(people::execute);
        people.shutdown();
        try {
            assertThat(people.awaitTermination(LIMIT.toSeconds(), TimeUnit.SECONDS))
                    .isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        } finally {
            people.shutdownNow();
        }
    }

    private static List<String> arrived(EngineFixture fixture) {
        List<String> texts = fixture.freshchat.posted().stream()
                .filter(message -> !message.isPrivate() && message.text().startsWith("in"))
                .map(StoredMessage::text)
                .toList();
        assertThat(texts).doesNotHaveDuplicates();
        return texts;
    }

    private static void checkInbound(EngineFixture fixture, ChaosChannel channel, List<RelayEvent> events) {
        List<DeadLetter> letters = fixture.relay.deadLetters(DeadLetterFilter.ALL.reason("unreadable"));
        Set<String> all = IntStream.range(0, CUSTOMERS).mapToObj(i -> "in" + i).collect(Collectors.toSet());
        arrived(fixture).forEach(all::remove);
        assertThat(channel.unread.stream().map(id -> "in" + id.substring(1))).containsAll(all);
        assertThat(letters).isNotEmpty().hasSize(all.size());
        assertThat(letters).allSatisfy(letter -> told(letter, events));
    }

    private static void checkOutbound(EngineFixture fixture, ChaosChannel channel, List<RelayEvent> events) {
        assertThat(channel.delivered).doesNotHaveDuplicates();
        List<DeadLetter> letters = fixture.relay.deadLetters().stream()
                .filter(letter -> !letter.reason().startsWith("unreadable"))
                .toList();
        Map<String, List<StoredMessage>> byConversation =
                fixture.freshchat.posted().stream().collect(Collectors.groupingBy(StoredMessage::conversationId));
        int given = 0;
        for (List<StoredMessage> messages : byConversation.values()) {
            String said = messages.stream()
                    .filter(message -> !message.isPrivate() && message.text().startsWith("in"))
                    .findFirst()
                    .orElseThrow()
                    .text();
            long notes = messages.stream().filter(StoredMessage::isPrivate).count();
            boolean sent = channel.delivered.contains("out" + said.substring(2));
            assertThat(sent || notes == 1)
                    .as("%s: sent %s, notes %s", said, sent, notes)
                    .isTrue();
            given += (int) notes;
        }
        assertThat(letters).isNotEmpty().hasSize(given);
        assertThat(letters).allSatisfy(letter -> told(letter, events));
    }

    /** What is stored has one end, of which the listener that behaves is told behind it. */
    private static boolean isTold(RelayEvent event, List<RelayEvent> events) {
        if (!(event instanceof RelayEvent.Stored stored)) {
            return true;
        }
        List<RelayEvent> ends = events.stream()
                .filter(each -> each instanceof RelayEvent.Attempted end
                        && !(end instanceof RelayEvent.Retrying)
                        && end.direction() == stored.direction()
                        && end.eventKey().equals(stored.eventKey()))
                .toList();
        assertThat(ends).as("%s", stored).hasSizeLessThan(2);
        return ends.size() == 1 && events.indexOf(ends.get(0)) > events.indexOf(event);
    }

    private static void told(DeadLetter letter, List<RelayEvent> events) {
        assertThat(events)
                .anyMatch(event -> event instanceof RelayEvent.Buried buried
                        && buried.eventKey().equals(letter.eventKey()));
    }
}
