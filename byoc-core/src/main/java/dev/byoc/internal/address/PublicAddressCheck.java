package dev.byoc.internal.address;

import dev.byoc.RelayRequest;
import dev.byoc.event.Finding;
import dev.byoc.event.Finding.Severity;
import dev.byoc.internal.account.ReservedIds;
import dev.byoc.internal.http.PublicAddresses;
import dev.byoc.internal.http.Tracer;
import dev.byoc.internal.http.Tracer.Answered;
import dev.byoc.internal.http.Tracer.Failed;
import dev.byoc.internal.http.Tracer.Trace;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Sends signed test requests through the public address, and says what has become of them on their way. They concern no customer, and nothing is
 * stored. Thread-safe; one check at a time; never throws.
 */
public final class PublicAddressCheck {
    /** What a relay answers, and proxies, to a body that takes too long. */
    private static final int TOO_SLOW = 408;

    private static final Duration SOON = Duration.ofDays(14);

    /** Registrations that fail are tried again each minute, for each account: one look does for them all. */
    private static final Duration KNOWN_FOR = Duration.ofMinutes(1);

    private static final Comparator<Finding> WORST_FIRST =
            Comparator.comparing(Finding::severity).reversed();

    /** What an operator should look at, and no messenger has met. */
    private static final Set<String> LETS_WEBHOOKS_PASS = Set.of(
            AddressFinding.PROXY_NOT_TRUSTED.code(),
            AddressFinding.CALLER_NOT_NAMED.code(),
            AddressFinding.CERTIFICATE_ENDS_SOON.code());

    private final URI publicUrl;
    private final boolean stripped;
    private final boolean callerCounts;
    private final Tracer tracer;
    private final PublicAddressTokens tokens;
    private final Clock clock;
    private final ReentrantLock checking = new ReentrantLock();

    private @Nullable Instant lookedAt;
    private @Nullable String known;

    /**
     * Makes one.
     *
     * @param stripped whether something in front takes the public address's path off
     * @param callerCounts whether it matters who sends a webhook
     */
    public PublicAddressCheck(
            URI publicUrl,
            boolean stripped,
            boolean callerCounts,
            Tracer tracer,
            PublicAddressTokens tokens,
            Clock clock) {
        this.publicUrl = publicUrl;
        this.stripped = stripped;
        this.callerCounts = callerCounts;
        this.tracer = tracer;
        this.tokens = tokens;
        this.clock = clock;
    }

    /** All that is found, the worst first; none: every test request arrived as it was sent. */
    public List<Finding> run() {
        checking.lock();
        try {
            List<Finding> found = new ArrayList<>(asAWebhook());
            if (found.stream().allMatch(finding -> finding.severity() == Severity.WARNING)) {
                harder(found);
            }
            found.sort(WORST_FIRST);
            return List.copyOf(found);
        } finally {
            checking.unlock();
        }
    }

    /** The gravest of what may keep a messenger from calling, in sentences; null: nothing is known. What was found within the last minute counts. */
    public @Nullable String whyNotReached() {
        checking.lock();
        try {
            Instant now = clock.instant();
            Instant last = lookedAt;
            if (last == null || now.isBefore(last) || now.isAfter(last.plus(KNOWN_FOR))) {
                lookedAt = now;
                known = asAWebhook().stream()
                        .filter(finding -> !LETS_WEBHOOKS_PASS.contains(finding.code()))
                        .min(WORST_FIRST)
                        .map(finding -> finding.what() + " " + finding.remedy())
                        .orElse(null);
            }
            return known;
        } finally {
            checking.unlock();
        }
    }

    /** What keeps a usual webhook from arriving comes first. */
    private List<Finding> asAWebhook() {
        TestRequest sent = TestRequest.plain(tokens.issue(), publicUrl);
        Trace trace = tracer.trace(sent.question());
        List<Finding> found = new ArrayList<>();
        if (trace instanceof Failed failed) {
            found.add(AnswerReading.of(failed, publicUrl));
        } else if (trace instanceof Answered answer) {
            ArrivalReport report = ArrivalReport.read(answer.body());
            // Any part of it shows whose answer it is; what no host of this store has sealed is another's.
            Changes changes = new Changes(sent, report, tokens);
            if (isAnswer(answer, sent.token())) {
                found.add(AddressFinding.METHOD_CHANGED.of());
            } else if (report.seals().isEmpty() || (!changes.arrived("method", "POST") && !changes.isBodyWhole())) {
                boolean getPasses = AnswerReading.mayBeFilter(answer.status()) && getPasses();
                found.add(AnswerReading.of(answer, sent.url(), getPasses));
            } else {
                found.addAll(changes.all(List.of(stripped ? sent.below() : sent.fullPath())));
                if (callerCounts) {
                    found.addAll(changes.ofTheCaller());
                }
            }
            if (answer.certificateEnds() != null && endsSoon(answer.certificateEnds())) {
                found.add(AddressFinding.CERTIFICATE_ENDS_SOON.of(
                        LocalDate.ofInstant(answer.certificateEnds(), ZoneOffset.UTC)));
            }
        }
        if (!trace.addresses().isEmpty() && trace.addresses().stream().noneMatch(PublicAddresses::isPublic)) {
            found.add(AddressFinding.PRIVATE_ADDRESS.of(publicUrl.getHost()));
        }
        return found;
    }

    private boolean endsSoon(Instant end) {
        return end.isBefore(clock.instant().plus(SOON));
    }

    private boolean getPasses() {
        String token = tokens.issue();
        URI url = URI.create(publicUrl + "/" + ReservedIds.REACHABLE + "/" + token);
        Trace trace = tracer.trace(new Tracer.Question("GET", url, Map.of(), new byte[0], false, Tracer.USUAL));
        return trace instanceof Answered answer && isAnswer(answer, token);
    }

    /** Whether it is the answer to a GET. */
    private boolean isAnswer(Answered answer, String token) {
        return answer.status() == 200
                && tokens.isAnswer(token, new String(answer.body(), StandardCharsets.UTF_8).strip());
    }

    /** What usual webhooks are not, and some are. */
    private void harder(List<Finding> found) {
        TestRequest hard = TestRequest.ofAHardPath(tokens.issue(), publicUrl);
        String trouble = trouble(hard, true);
        if (trouble != null) {
            found.add(AddressFinding.PATH_CHANGED.of(trouble.isEmpty() ? "" : " (" + trouble + ")"));
        }
        Finding ofFreshchat = limit(RelayRequest.MAX_FRESHCHAT_BODY_BYTES, "Freshchat");
        if (ofFreshchat != null) {
            // Where the larger one passes the smaller one does too.
            Finding ofAMessenger = limit(RelayRequest.MAX_BODY_BYTES, "a messenger");
            found.add(ofAMessenger == null ? ofFreshchat : ofAMessenger);
        }
        String inChunks = trouble(TestRequest.inChunks(tokens.issue(), publicUrl), false);
        if (inChunks != null) {
            found.add(AddressFinding.CHUNKS_LOST.of(words(inChunks)));
        }
    }

    /** Null: one of that size arrives. */
    private @Nullable Finding limit(int bytes, String whose) {
        TestRequest sent = TestRequest.large(tokens.issue(), publicUrl, bytes);
        Trace trace = tracer.trace(sent.question());
        String notArrived = notArrived(trace, sent);
        if (notArrived != null) {
            return AddressFinding.BODY_NOT_ARRIVED.of(bytes, whose, notArrived);
        }
        String trouble = trouble(sent, trace, false);
        return trouble == null ? null : AddressFinding.BODY_LIMIT.of(bytes, whose, words(trouble));
    }

    /** Null: there is an answer, and none that says that it came too slowly. No limit is known of without one: the line may be slow. */
    private static @Nullable String notArrived(Trace trace, TestRequest sent) {
        if (trace instanceof Failed failed) {
            return failed.why() == Tracer.Why.SILENT
                    ? " within " + sent.within().toSeconds() + " s"
                    : ": the connection ended without an answer";
        }
        return trace instanceof Answered answer && answer.status() == TOO_SLOW ? " in time (answered 408)" : null;
    }

    private static String words(String trouble) {
        return trouble.isEmpty() ? "it arrives changed" : trouble;
    }

    /** Null: it arrived as it was sent; {@code ""}: it arrived otherwise. */
    private @Nullable String trouble(TestRequest sent, boolean ofThePath) {
        return trouble(sent, tracer.trace(sent.question()), ofThePath);
    }

    private @Nullable String trouble(TestRequest sent, Trace trace, boolean ofThePath) {
        if (!(trace instanceof Answered answer)) {
            return "no answer";
        }
        Changes changes = new Changes(sent, ArrivalReport.read(answer.body()), tokens);
        if (changes.report().seals().isEmpty()) {
            return "answered " + answer.status();
        }
        boolean whole =
                ofThePath ? changes.arrived("path", stripped ? sent.below() : sent.fullPath()) : changes.isBodyWhole();
        return whole ? null : "";
    }
}
