package dev.byoc.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.Direction;
import dev.byoc.event.RelayEvent;
import dev.byoc.json.Json;
import dev.byoc.memory.MemoryStore;
import dev.byoc.message.Content;
import dev.byoc.relay.RelayBuilder;
import dev.byoc.store.DeadLetter;
import dev.byoc.store.DeadLetterFilter;
import dev.byoc.store.spi.RelayStore;
import dev.byoc.testkit.freshchat.StoredMessage;
import dev.byoc.webhook.WebhookResponse;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** One run of {@link ChaosTest}: a relay, its customers and its agents, while all code that is not the relay's own does what it likes. */
final class ChaosRun {
    /** So long by the run's own clock, of which nothing changes: then nothing will. */
    private static final Duration STUCK = Duration.ofMinutes(20);

    /** What ends the timer's work and the workers' without a watchdog. Before a change, so that it can be said again. */
    private static final Map<String, Integer> STORE_THROWS = Map.of(
            "journal.claimDue",
            5,
            "journal.finish",
            40,
            "journal.holds",
            100,
            "journal.handBack",
            4,
            "customers.link",
            100);

    /** What customers say, in a post that may also say what became of a file. */
    private static final Pattern SAID = Pattern.compile("\\b(in|again)(\\d+)\\b");

    /** One of so many customers sends a picture; one of so many writes again and waits for an answer. */
    private static final int PICTURES = 10;

    private static final int TALKERS = 10;

    /** One of so many answers is an agent's; the others come from code. */
    private static final int BY_WEBHOOK = 10;

    private static final String FROM_CODE = "[byoc note] Sent by your application on Fake messenger:\n";

    private final int customers;
    private final MediaHost files = new MediaHost();
    private final Chaos chaos;
    private final List<RelayEvent> wildEvents = new CopyOnWriteArrayList<>();
    private final EngineFixture fixture;
    private final ChaosChannel channel;
    private Set<Integer> talkers = Set.of();

    private ChaosRun(long seed, int customers) {
        this.customers = customers;
        this.chaos = new Chaos(seed);
        AtomicReference<EngineFixture> early = new AtomicReference<>();
        this.fixture = new EngineFixture(
                Map.of(), context -> new ChaosChannel(context, chaos), builder -> wild(builder, early), early::set);
        this.channel = (ChaosChannel) fixture.channel;
        if (seed % 2 == 1) {
            fixture.lends();
        }
    }

    private void wild(RelayBuilder builder, AtomicReference<EngineFixture> early) {
        RelayStore memory = new MemoryStore(early.get().clock);
        builder.listener(event -> {
                    wildEvents.add(event);
                    chaos.or(30, "listener " + event, () -> true);
                })
                .httpClient(ChaosClient.client(chaos))
                .allowInternalHost("localhost")
                .probeEvery(Duration.ofMinutes(1))
                .store(chaos.around(memory, STORE_THROWS));
    }

    /**
     * Plays it.
     *
     * @throws AssertionError naming what was lost, doubled or left
     */
    static void play(long seed, int customers) {
        Set<Thread> before = threads();
        ChaosRun run = new ChaosRun(seed, customers);
        try {
            run.play();
        } finally {
            run.chaos.over = true;
            run.whileTimeFlies(run.fixture::close);
            run.files.close();
        }
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!added(before).isEmpty() && System.nanoTime() < end) {
            LockSupport.parkNanos(5_000_000);
        }
        assertThat(added(before)).as("threads that are left").isEmpty();
        assertThat(threads()).as("the threads of others").hasSize((int)
                before.stream().filter(Thread::isAlive).count());
    }

    private static Set<Thread> added(Set<Thread> before) {
        Set<Thread> more = threads();
        more.removeAll(before);
        return more;
    }

    /** Themselves: another run's may have the same names. */
    private static Set<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.isAlive() && thread.getName().startsWith("byoc-"))
                .collect(Collectors.toSet());
    }

    private void play() {
        URI webhook = fixture.freshchat.webhooks().url();
        fixture.freshchat.connectWebhook(null);
        whileTimeFlies(() -> {
            customersWrite();
            await("all is relayed or given up", this::nothingIsOpen);
            fixture.freshchat.connectWebhook(webhook);
            agentsAnswer();
            await("all is sent or given up", this::nothingIsOpen);
            customersWait();
            await("all is answered or given up", this::nothingIsOpen);
            // The event of the last one comes after its commit.
            fixture.drain();
        });
        checkInbound();
        checkOutbound();

        chaos.over = true;
        DeadLetterFilter unreadable = DeadLetterFilter.ALL.reason("unreadable");
        int letters = fixture.relay.deadLetters(unreadable).size();
        assertThat(fixture.relay.replayAll(unreadable)).hasSize(letters);
        whileTimeFlies(() -> await("the replays are done", this::nothingIsOpen));
        assertThat(arrived()).containsExactlyInAnyOrderElementsOf(said());
        await("all ends are told", () -> fixture.events.stream().allMatch(event -> isTold(event, fixture.events)));
    }

    private boolean nothingIsOpen() {
        return fixture.relay.health().open() == 0;
    }

    private void await(String what, BooleanSupplier until) {
        int seen = -1;
        Instant since = fixture.clock.instant();
        long machine = System.nanoTime();
        while (!until.getAsBoolean()) {
            int now = fixture.events.size();
            if (now != seen) {
                seen = now;
                since = fixture.clock.instant();
                machine = System.nanoTime();
            }
            // The clock may not move any more; and where it does, a busy machine has its time too.
            long seconds = (System.nanoTime() - machine) / 1_000_000_000;
            boolean stuck = Duration.between(since, fixture.clock.instant()).compareTo(STUCK) > 0 && seconds >= 5;
            if (stuck || seconds >= 60) {
                throw new AssertionError("it did not come to that: %s; %s messages are open"
                        .formatted(what, fixture.relay.health().open()));
            }
            LockSupport.parkNanos(10_000_000);
        }
    }

    /** Two hundred times as fast: so that hangs end soon. */
    private void whileTimeFlies(Runnable waits) {
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

    /** As a messenger does: what is not taken is sent again. */
    private void customersWrite() {
        atOnce(
                "all requests of customers are answered",
                IntStream.range(0, customers).<Runnable>mapToObj(i -> () -> {
                    WebhookResponse unused = post(message(i));
                }));
    }

    /** Some send a picture, which the channel opens itself or says where it lies. */
    private Json message(int i) {
        if (i % PICTURES != 3) {
            return FakeChannel.text("m" + i, "customer" + i, "in" + i);
        }
        String address =
                files.serves("/" + i + ".png", "image/png", Bytes.png(20_000)).replace(MediaHost.HOST, "localhost");
        return FakeChannel.events(Json.object()
                .put("kind", "image")
                .put("id", "m" + i)
                .put("customer", "customer" + i)
                .put("url", i % (2 * PICTURES) == 3 ? ChaosChannel.OWN + i : address)
                .put("caption", "in" + i)
                .build());
    }

    private WebhookResponse post(Json body) {
        WebhookResponse response = fixture.post(body);
        while (response.status() != 200) {
            // Eight calls that hang are the most, and the channel is called no more until one returns.
            LockSupport.parkNanos(1_000_000);
            response = fixture.post(body);
        }
        return response;
    }

    /**
     * Some of those who have a conversation write again and wait, and meanwhile an agent answers, which goes out with the request or by a
     * call.
     */
    private void customersWait() {
        Set<String> arrived = Set.copyOf(arrived());
        talkers = IntStream.range(0, customers)
                .filter(i -> i % TALKERS == 5 && arrived.contains("in" + i))
                .boxed()
                .collect(Collectors.toSet());
        channel.patience = Duration.ofMillis(100);
        atOnce("all who wait are answered", talkers.stream().map(i -> () -> {
            Thread answers = new Thread(() ->
                    fixture.relay.send("shop", "customer" + i, "reply" + i, List.of(new Content.Text("reply" + i))));
            answers.setDaemon(true);
            answers.start();
            WebhookResponse response = post(FakeChannel.text("again" + i, "customer" + i, "again" + i));
            String text = new String(response.body(), StandardCharsets.UTF_8);
            if (text.startsWith("reply")) {
                channel.delivered.add(text);
            }
            join(answers);
        }));
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Those by Freshchat's webhook have signatures that take longer than all the rest. */
    private void agentsAnswer() {
        atOnce(
                "all answers of agents are taken",
                fixture.freshchat.posted().stream()
                        .filter(message ->
                                !message.isPrivate() && !said(message).isEmpty())
                        .map(message -> () -> answer(message.conversationId(), number(said(message)))));
    }

    private void answer(String conversation, int i) {
        if (i % BY_WEBHOOK == 0) {
            fixture.freshchat.agent().says(conversation, "out" + i);
        } else {
            fixture.relay.send("shop", "customer" + i, "out" + i, List.of(new Content.Text("out" + i)));
        }
    }

    private void atOnce(String what, Stream<Runnable> tasks) {
        ThreadFactory daemons = task -> {
            Thread thread = new Thread(task);
            thread.setDaemon(true);
            return thread;
        };
        ExecutorService people = Executors.newFixedThreadPool(16, daemons);
        tasks.forEach(people::execute);
        people.shutdown();
        try {
            await(what, people::isTerminated);
        } finally {
            people.shutdownNow();
        }
    }

    private Set<String> said() {
        return Stream.concat(
                        IntStream.range(0, customers).mapToObj(i -> "in" + i),
                        talkers.stream().map(i -> "again" + i))
                .collect(Collectors.toSet());
    }

    private static String said(StoredMessage message) {
        Matcher said = SAID.matcher(message.text());
        return said.find() ? said.group() : "";
    }

    private static int number(String said) {
        return Integer.parseInt(said.replaceAll("\\D", ""));
    }

    private List<String> arrived() {
        List<String> texts = fixture.freshchat.posted().stream()
                .filter(message -> !message.isPrivate())
                .map(ChaosRun::said)
                .filter(text -> !text.isEmpty())
                .toList();
        assertThat(texts).doesNotHaveDuplicates();
        return texts;
    }

    private void checkInbound() {
        List<DeadLetter> letters = fixture.relay.deadLetters(DeadLetterFilter.ALL.reason("unreadable"));
        Set<String> all = said();
        arrived().forEach(all::remove);
        // Which they are is proved by their replays: a parse that is late returns after its request was abandoned.
        assertThat(letters).hasSize(all.size());
        assertThat(letters).allSatisfy(this::told);
    }

    private void checkOutbound() {
        assertThat(channel.delivered).as("what customers got").doesNotHaveDuplicates();
        Map<String, List<StoredMessage>> byConversation =
                fixture.freshchat.posted().stream().collect(Collectors.groupingBy(StoredMessage::conversationId));
        int given = 0;
        for (List<StoredMessage> messages : byConversation.values()) {
            int customer = messages.stream()
                    .filter(message -> !message.isPrivate() && !said(message).isEmpty())
                    .findFirst()
                    .map(message -> number(said(message)))
                    .orElseThrow();
            List<String> answers = talkers.contains(customer)
                    ? List.of("out" + customer, "reply" + customer)
                    : List.of("out" + customer);
            List<String> shown = messages.stream()
                    .filter(ChaosRun::isFromCode)
                    .map(message -> message.text().substring(FROM_CODE.length()))
                    .toList();
            long notes = messages.stream().filter(StoredMessage::isPrivate).count() - shown.size();
            long missing = answers.stream()
                    .filter(answer -> !channel.delivered.contains(answer))
                    .count();
            assertThat(notes)
                    .as("notes of customer %s, of whose %s answers %s were not sent", customer, answers.size(), missing)
                    .isBetween(missing, (long) answers.size());
            assertThat(channel.delivered).as("what agents were shown").containsAll(shown);
            assertThat(shown).doesNotHaveDuplicates();
            if (customer % BY_WEBHOOK != 0) {
                assertThat(shown)
                        .as("shown of %s's answers from code, of which %s have a note", customer, notes)
                        .hasSize(answers.size() - (int) notes);
            }
            given += (int) notes;
        }
        List<DeadLetter> letters = fixture.relay.deadLetters().stream()
                .filter(letter -> letter.direction() == Direction.OUTBOUND)
                .toList();
        assertThat(letters).isNotEmpty().hasSize(given);
        assertThat(fixture.relay.deadLetters()).allSatisfy(this::told);
    }

    private static boolean isFromCode(StoredMessage message) {
        return message.isPrivate() && message.text().startsWith(FROM_CODE);
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

    /** The listener that misbehaves is told too: it has each event before it does anything else. */
    private void told(DeadLetter letter) {
        assertThat(wildEvents)
                .anyMatch(event -> event instanceof RelayEvent.DeadLettered dead
                        && dead.eventKey().equals(letter.eventKey()));
    }
}
