package dev.byoc.channel;

import dev.byoc.http.HttpOutcome;
import dev.byoc.http.HttpResult;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How a send ended. Each outcome asks for a different next step. No detail may hold a secret or a customer's words. A null detail counts as
 * none, null ids are left out, and a null reason is {@link Reason#REJECTED}: what the network did must not be lost for want of words.
 */
public sealed interface SendResult {
    /**
     * All parts were taken.
     *
     * @param ids the network's ids of them, as later receipts will name them; may be empty
     */
    record Accepted(List<String> ids) implements SendResult {
        public Accepted {
            ids = ids == null
                    ? List.of()
                    : ids.stream().filter(Objects::nonNull).toList();
        }
    }

    /**
     * Refused for good, all parts of the send: the agent is told. Of several parts that were sent at once and refused as
     * {@link Reason#UNSUPPORTED} or {@link Reason#TOO_LARGE}, the one that is to blame goes in words, or is left out, and the others are
     * sent without it. So it is with a file that is {@link Reason#REJECTED}, where the answer has words too.
     *
     * @param detail for an operator, in English, with the network's codes: logged, and in the timeline
     * @param part the index, in {@link OutboundMessage#parts}, of the one that is to blame; null: the network does not say, and the parts
     *     are sent one by one
     * @param forAgent what happened and what the agent can do, as sentences in {@link ChannelContext#agentWording} without codes; null:
     *     what {@code reason} says
     */
    record Refused(
            Reason reason,
            String detail,
            @Nullable Integer part,
            @Nullable String forAgent) implements SendResult {
        public Refused(Reason reason, String detail) {
            this(reason, detail, null, null);
        }

        public Refused(Reason reason, String detail, @Nullable Integer part) {
            this(reason, detail, part, null);
        }

        /** With what the agent is told. */
        public Refused told(@Nullable String value) {
            return new Refused(reason, detail, part, value);
        }

        public Refused {
            reason = Objects.requireNonNullElse(reason, Reason.REJECTED);
            detail = Objects.requireNonNullElse(detail, "");
        }
    }

    /**
     * Surely not taken: the same message again, later.
     *
     * @param after null: the core's back-off decides
     * @param wholeAccount everything else of this account would fare the same
     */
    record TryLater(@Nullable Duration after, boolean wholeAccount, String detail) implements SendResult {
        public TryLater {
            detail = Objects.requireNonNullElse(detail, "");
        }
    }

    /** No answer that tells: it may have arrived. */
    record Unknown(String detail) implements SendResult {
        public Unknown {
            detail = Objects.requireNonNullElse(detail, "");
        }
    }

    /** Why a message was refused, as far as that changes what to do next. */
    enum Reason {
        /** The network does not want this message. */
        REJECTED,
        /** The account's key is not accepted: the account counts as down until a message is taken. */
        AUTH,
        /** This customer cannot be reached any more. */
        RECIPIENT_GONE,
        /** The network lets us answer only for a time, and that is over. */
        WINDOW_CLOSED,
        TOO_LARGE,
        UNSUPPORTED,
        /** The account is set up wrongly. */
        MISCONFIGURED
    }

    /**
     * What an HTTP outcome means where nothing more is known, as {@link HttpOutcome} has it for a send: not sent, 429 and 503 come back as
     * {@link TryLater}, for this message alone where its file could not be opened; no answer, another 5xx, 408, 499 or a reading that throws as {@link Unknown}; 401 and 403 as {@code AUTH}. All else
     * is read by the channel, which ends with {@link #unread} where the body says nothing.
     */
    static SendResult of(HttpResult result, Function<HttpResult.Answered, SendResult> read) {
        return of(result, answer -> null, read);
    }

    /**
     * The same for a network whose answers say more than their status: that the customer has left as 403, for instance, or that it is busy as 500.
     *
     * @param first what the answer says in the network's own words, whatever its status; null: nothing, so that the status counts. One that
     *     throws has said nothing
     */
    static SendResult of(
            HttpResult result,
            Function<HttpResult.Answered, @Nullable SendResult> first,
            Function<HttpResult.Answered, SendResult> read) {
        if (result instanceof HttpResult.NotSent notSent) {
            // A file that is not there says nothing of the account.
            return new TryLater(null, notSent.file() == null, notSent.detail());
        }
        if (result instanceof HttpResult.NoAnswer noAnswer) {
            return new Unknown(noAnswer.detail());
        }
        HttpResult.Answered answer = (HttpResult.Answered) result;
        int status = answer.status();
        SendResult said = said(answer, first);
        if (said != null) {
            return said;
        }
        boolean own = HttpOutcome.of(status) != HttpOutcome.LATE && status < 500 && status != 401 && status != 403;
        if (!own || status == 429) {
            return unread(answer, "HTTP " + status);
        }
        try {
            return read.apply(answer);
        } catch (Throwable e) {
            return new Unknown("unreadable answer, HTTP " + status);
        }
    }

    private static @Nullable SendResult said(
            HttpResult.Answered answer, Function<HttpResult.Answered, @Nullable SendResult> first) {
        try {
            return first.apply(answer);
        } catch (Throwable e) {
            return null;
        }
    }

    /**
     * What an answer means whose body says nothing of the network's own: a proxy's, perhaps.
     *
     * @param detail for an operator
     */
    static SendResult unread(HttpResult.Answered answer, String detail) {
        HttpOutcome outcome = HttpOutcome.of(answer.status());
        return switch (outcome.next(HttpOutcome.Call.SEND)) {
            case WAIT -> new TryLater(answer.retryAfter(), true, detail);
            case REPEAT -> new TryLater(answer.retryAfter(), false, detail);
            case GIVE_UP -> new Refused(reason(answer.status(), outcome), detail);
            default -> new Unknown(detail);
        };
    }

    private static Reason reason(int status, HttpOutcome outcome) {
        if (status == 401 || status == 403) {
            return Reason.AUTH;
        }
        boolean elsewhere = outcome == HttpOutcome.REDIRECTED || outcome == HttpOutcome.GONE;
        if (elsewhere || outcome == HttpOutcome.MISCONFIGURED) {
            return Reason.MISCONFIGURED;
        }
        return status == 413 ? Reason.TOO_LARGE : Reason.REJECTED;
    }
}
