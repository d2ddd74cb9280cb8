package dev.byoc.testkit.server;

import dev.byoc.json.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * One way for a server to misbehave. Immutable; {@link #and} joins two, {@link Faults} says for which calls.
 *
 * <pre>{@code
 * fake.faults().next("POST /users", Fault.answer(429).header("Retry-After", "2"));
 * fake.faults().next("POST /conversations", Fault.cut().afterWork());
 * fake.faults().always("*", Fault.slow(Duration.ofMillis(20)));
 * }</pre>
 */
public final class Fault {
    /** How the call ends. */
    enum End {
        ANSWER,
        CUT,
        SILENCE
    }

    private static final Fault NONE = new Fault(null, null, true, End.ANSWER, Duration.ZERO, Duration.ZERO, a -> a);

    private final @Nullable Gate before;
    private final @Nullable Gate after;
    private final boolean works;
    private final End end;
    private final Duration slow;
    private final Duration drip;
    private final UnaryOperator<Answer> change;

    private Fault(
            @Nullable Gate before,
            @Nullable Gate after,
            boolean works,
            End end,
            Duration slow,
            Duration drip,
            UnaryOperator<Answer> change) {
        this.before = before;
        this.after = after;
        this.works = works;
        this.end = end;
        this.slow = slow;
        this.drip = drip;
        this.change = change;
    }

    /** An answer with an empty body; nothing is stored. */
    public static Fault answer(int status) {
        return instead(Answer.empty(status));
    }

    /** An answer in JSON; nothing is stored. */
    public static Fault answer(int status, Json body) {
        return instead(Answer.json(status, body));
    }

    /** An answer with any body; nothing is stored. */
    public static Fault answer(int status, String contentType, byte[] body) {
        return instead(new Answer(status, Map.of("Content-Type", contentType), body.clone()));
    }

    /** 200 with a web page, as from a wrong host or a captive portal; nothing is stored. */
    public static Fault html() {
        return instead(
                Answer.html(200, "<!doctype html><html><head><title>Sign in</title></head><body></body></html>"));
    }

    /** 307 to another address; nothing is stored. */
    public static Fault redirectTo(URI other) {
        return instead(Answer.empty(307).header("Location", other.toString()));
    }

    /** The connection is closed before anything is stored; nothing is answered. */
    public static Fault cut() {
        return new Fault(null, null, false, End.CUT, Duration.ZERO, Duration.ZERO, a -> a);
    }

    /** Nothing is stored and nothing is ever answered; the connection stays open until the fake is closed. */
    public static Fault silence() {
        return new Fault(null, null, false, End.SILENCE, Duration.ZERO, Duration.ZERO, a -> a);
    }

    /** The call waits at the gate before the server looks at it. */
    public static Fault heldAt(Gate gate) {
        return new Fault(gate, null, true, End.ANSWER, Duration.ZERO, Duration.ZERO, a -> a);
    }

    /** The server does its work, webhooks included, and its answer waits at the gate. */
    public static Fault answerHeldAt(Gate gate) {
        return new Fault(null, gate, true, End.ANSWER, Duration.ZERO, Duration.ZERO, a -> a);
    }

    /** The work is done, the answer comes late. */
    public static Fault slow(Duration wait) {
        return new Fault(null, null, true, End.ANSWER, wait, Duration.ZERO, a -> a);
    }

    /** The work is done, the answer's body comes byte by byte. */
    public static Fault drip(Duration betweenBytes) {
        return new Fault(null, null, true, End.ANSWER, Duration.ZERO, betweenBytes, a -> a);
    }

    /** The work is done, another status is answered with the usual body: 201 or 202 for instance. */
    public static Fault status(int status) {
        return changing(answer -> answer.status(status));
    }

    /** The work is done, and the answer's JSON is changed. */
    public static Fault json(UnaryOperator<Json> change) {
        return changing(
                answer -> answer.body(change.apply(Json.parse(answer.body())).bytes()));
    }

    /** The work is done, and the answer's body becomes a small gzip that unpacks to that many bytes of blanks. */
    public static Fault hugeGzip(long unpackedBytes) {
        return changing(answer -> answer.header("Content-Encoding", "gzip").body(packedBlanks(unpackedBytes)));
    }

    private static Fault instead(Answer answer) {
        return new Fault(null, null, false, End.ANSWER, Duration.ZERO, Duration.ZERO, usual -> answer);
    }

    private static Fault changing(UnaryOperator<Answer> change) {
        return new Fault(null, null, true, End.ANSWER, Duration.ZERO, Duration.ZERO, change);
    }

    private static byte[] packedBlanks(long bytes) {
        byte[] block = " ".repeat(8192).getBytes(StandardCharsets.US_ASCII);
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            for (long left = bytes; left > 0; left -= block.length) {
                gzip.write(block, 0, (int) Math.min(block.length, left));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("a memory buffer failed", e);
        }
        return packed.toByteArray();
    }

    /** The same, but only after the server has done its work: the case of a stored message and a lost answer. */
    public Fault afterWork() {
        return new Fault(before, after, true, end, slow, drip, change);
    }

    /** With a header in the answer. */
    public Fault header(String name, String value) {
        return new Fault(
                before,
                after,
                works,
                end,
                slow,
                drip,
                answer -> change.apply(answer).header(name, value));
    }

    /** Both: the other's changes apply to this one's answer, and it works only if both do. */
    public Fault and(Fault other) {
        return new Fault(
                before == null ? other.before : before,
                after == null ? other.after : after,
                works && other.works,
                end == End.ANSWER ? other.end : end,
                slow.plus(other.slow),
                drip.plus(other.drip),
                answer -> other.change.apply(change.apply(answer)));
    }

    public static Fault none() {
        return NONE;
    }

    @Nullable
    Gate before() {
        return before;
    }

    @Nullable
    Gate after() {
        return after;
    }

    boolean works() {
        return works;
    }

    End end() {
        return end;
    }

    Duration slow() {
        return slow;
    }

    Duration drip() {
        return drip;
    }

    Answer changed(Answer answer) {
        return change.apply(answer);
    }
}
