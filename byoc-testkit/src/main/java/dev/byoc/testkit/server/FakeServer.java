package dev.byoc.testkit.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;
import okio.Buffer;

/**
 * An HTTP server on this machine that keeps a ledger and can misbehave. What it serves, the fake decides: it finds the work for a request, and
 * the server does that work, or what a fault makes of it, on a thread for each connection. Thread-safe.
 */
public final class FakeServer implements AutoCloseable {
    // Held here, as loggers without references are collected: it tells of every connection.
    private static final Logger SERVER_LOG = Logger.getLogger(MockWebServer.class.getName());

    private static final long LONGEST_WORK_MILLIS = 500;

    private static final SocketEffect CLOSE = new SocketEffect.CloseSocket();

    private final MockWebServer server = new MockWebServer();
    private final Faults faults = new Faults();
    private final Gate closing = new Gate();
    /** A test that has seen what a call did finds that call in the ledger: who reads it waits for work that is being done. */
    private final ReentrantReadWriteLock working = new ReentrantReadWriteLock();

    private final List<Call> calls = new ArrayList<>();
    // Counted apart, as load tests ask often and make very many calls.
    private final Map<String, Integer> counts = new HashMap<>();
    private final Waiting waiting;
    private final Function<Ask, Routes.Found> routes;
    private final Answer malformed;

    /**
     * Starts serving.
     *
     * @param waiting is told of every call
     * @param routes finds what a request asks for
     * @param malformed the answer to a request that cannot be read
     */
    public FakeServer(Waiting waiting, Function<Ask, Routes.Found> routes, Answer malformed) {
        this.waiting = waiting;
        this.routes = routes;
        this.malformed = malformed;
        SERVER_LOG.setLevel(Level.WARNING);
        server.setServerSocketFactory(new PromptSockets());
        server.setDispatcher(new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) throws InterruptedException {
                return serve(request);
            }
        });
        try {
            server.start(InetAddress.getLoopbackAddress(), 0);
        } catch (IOException e) {
            throw new UncheckedIOException("no free port on this machine", e);
        }
    }

    private MockResponse serve(RecordedRequest request) throws InterruptedException {
        // The server keeps every request for takeRequest(); here it would only fill the memory.
        server.takeRequest(0, TimeUnit.MILLISECONDS);
        Ask ask;
        Routes.Found found;
        try {
            ask = new Ask(request);
            found = routes.apply(ask);
        } catch (IllegalArgumentException e) {
            record(new Call("malformed", request.getTarget(), malformed.status(), request.getConnectionIndex()));
            return response(malformed, Fault.none());
        }
        Fault fault = faults.take(found.route(), ask.method() + " " + ask.rawPath());
        if (fault.before() != null) {
            fault.before().pass();
        }
        boolean answers = fault.end() == Fault.End.ANSWER;
        Answer changed;
        working.readLock().lock();
        try {
            Answer answer = fault.works() ? found.work().apply(ask) : Answer.empty(200);
            changed = answers ? fault.changed(answer) : answer;
            record(new Call(found.route(), ask.target(), answers ? changed.status() : 0, ask.connection()));
        } finally {
            working.readLock().unlock();
        }
        if (fault.after() != null) {
            fault.after().pass();
        }
        if (fault.end() == Fault.End.SILENCE) {
            closing.pass();
        }
        return answers
                ? response(changed, fault)
                : new MockResponse.Builder().onResponseStart(CLOSE).build();
    }

    private static MockResponse response(Answer answer, Fault fault) {
        MockResponse.Builder response =
                new MockResponse.Builder().code(answer.status()).body(new Buffer().write(answer.body()));
        answer.headers().forEach(response::setHeader);
        if (!fault.slow().isZero()) {
            response.headersDelay(fault.slow().toNanos(), TimeUnit.NANOSECONDS);
        }
        if (!fault.drip().isZero()) {
            response.throttleBody(1, fault.drip().toNanos(), TimeUnit.NANOSECONDS);
        }
        return response.build();
    }

    private void record(Call call) {
        synchronized (calls) {
            calls.add(call);
            counts.merge(call.route(), 1, Integer::sum);
        }
        waiting.changed();
    }

    /** Scheme, address and port, {@code "http://127.0.0.1:34567"}. */
    public String origin() {
        return "http://127.0.0.1:" + server.getPort();
    }

    /** How calls are spoilt. */
    public Faults faults() {
        return faults;
    }

    /** Every call so far, in the order of their answers. */
    public List<Call> calls() {
        awaitWork();
        synchronized (calls) {
            return List.copyOf(calls);
        }
    }

    /** How many calls there were of that route, {@code "*"} for all. */
    public int calls(String route) {
        awaitWork();
        synchronized (calls) {
            return route.equals("*") ? calls.size() : counts.getOrDefault(route, 0);
        }
    }

    /** Not for ever, as a test's own change of an answer may wait for that test. */
    private void awaitWork() {
        try {
            if (working.writeLock().tryLock(LONGEST_WORK_MILLIS, TimeUnit.MILLISECONDS)) {
                working.writeLock().unlock();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** How many connections have carried a call. */
    public int connections() {
        synchronized (calls) {
            return (int) calls.stream().mapToInt(Call::connection).distinct().count();
        }
    }

    /**
     * Waits until there were that many calls of the route.
     *
     * @throws AssertionError after 30 s
     */
    public void awaitCalls(String route, int n) {
        waiting.until(() -> calls(route) >= n, () -> n + " calls of " + route + "; there were " + calls(route));
    }

    /** Stops serving. Calls that wait at a gate or for an answer end. */
    @Override
    public void close() {
        faults.close();
        closing.open();
        server.close();
    }
}
