package dev.byoc.freshchat;

import dev.byoc.ByocException;
import dev.byoc.http.HttpOutcome;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A call to Freshchat that did not succeed. {@link #outcome} says what may be done next, the predicates why. The text names the
 * call, the status, Freshchat's code and its trace id; never an id of a customer, a token, or the free text of the answer, which may
 * repeat what a customer wrote.
 */
public final class FreshchatException extends ByocException {
    private static final long serialVersionUID = 1L;

    /** What the free text of the answer was about. */
    enum About {
        NOT_LATEST_CONVERSATION,
        IMAGE,
        PART,
        PHONE,
        EMAIL,
        PROPERTY
    }

    private final HttpOutcome outcome;
    private final int status;
    private final String code;
    private final String traceId;
    private final @Nullable Duration retryAfter;
    private final EnumSet<About> about;
    private final boolean tokenReplaced;

    FreshchatException(
            String message,
            HttpOutcome outcome,
            int status,
            String code,
            String traceId,
            @Nullable Duration retryAfter,
            Set<About> about) {
        this(message, outcome, status, code, traceId, retryAfter, about, false);
    }

    private FreshchatException(
            String message,
            HttpOutcome outcome,
            int status,
            String code,
            String traceId,
            @Nullable Duration retryAfter,
            Set<About> about,
            boolean tokenReplaced) {
        super(message);
        this.outcome = outcome;
        this.status = status;
        this.code = code;
        this.traceId = traceId;
        this.retryAfter = retryAfter;
        this.about = EnumSet.noneOf(About.class);
        this.about.addAll(about);
        this.tokenReplaced = tokenReplaced;
    }

    /** The same, of a call that was made with a token that is not in use any more. */
    FreshchatException ofReplacedToken() {
        FreshchatException known = new FreshchatException(
                getMessage() + "; another token is in use by now",
                outcome,
                status,
                code,
                traceId,
                retryAfter,
                about,
                true);
        known.setStackTrace(getStackTrace());
        return known;
    }

    /** A call that brought no answer. */
    static FreshchatException unanswered(String call, HttpOutcome outcome, String detail) {
        boolean unsent = outcome == HttpOutcome.NOT_SENT || outcome == HttpOutcome.UNSENDABLE;
        String how = unsent ? " was not sent: " : " got no answer: ";
        return new FreshchatException(call + how + detail, outcome, 0, "", "", null, Set.of());
    }

    /**
     * How the call ended. Where the body of a 2xx says that it failed, and with which status, that status counts; a web page is {@link
     * HttpOutcome#ELSEWHERE}.
     */
    public HttpOutcome outcome() {
        return outcome;
    }

    /** The HTTP status, 0 if there was no answer. A 2xx stands here when its body said that it failed or could not be read. */
    public int status() {
        return status;
    }

    /** Freshchat's own word for it, for instance {@code INVALID_VALUE}; {@code ""} if it gave none. At most 64 characters. */
    public String code() {
        return code;
    }

    /** What Freshchat's support asks for; {@code ""} if it gave none. */
    public String traceId() {
        return traceId;
    }

    /** How long Freshchat asks to wait, uncapped; null if it does not say. */
    public @Nullable Duration retryAfter() {
        return retryAfter;
    }

    /** The conversation was superseded: a new one has to be created. */
    public boolean isNotLatestConversation() {
        return about.contains(About.NOT_LATEST_CONVERSATION);
    }

    /** Freshchat could not fetch the picture: upload its bytes, or send a link. */
    public boolean isImageRefused() {
        return about.contains(About.IMAGE);
    }

    /** This conversation does not take that type of part: send it in words. */
    public boolean isPartRefused() {
        return about.contains(About.PART);
    }

    /** The answer names the phone number, which may belong to another contact: leave it out. */
    public boolean isPhoneRefused() {
        return about.contains(About.PHONE);
    }

    /** The answer names the e-mail address, which may belong to another contact: leave it out. */
    public boolean isEmailRefused() {
        return about.contains(About.EMAIL);
    }

    /** The answer names properties, of which one may take certain values only: leave them out. */
    public boolean isPropertyRefused() {
        return about.contains(About.PROPERTY);
    }

    /** Freshchat has answered, if only to refuse: it is within reach. */
    public boolean isAnswer() {
        return switch (outcome) {
            case REFUSED, GONE, CONFLICT -> true;
            // 407 is a proxy's.
            case MISCONFIGURED -> status != 407;
            default -> false;
        };
    }

    /** The user, conversation or agent is gone, or was named by the wrong one of its two ids. */
    public boolean isNotFound() {
        return outcome == HttpOutcome.GONE;
    }

    /** Too many calls: see {@link #retryAfter}. */
    public boolean isThrottled() {
        return outcome == HttpOutcome.THROTTLED;
    }

    /**
     * The token is wrong, expired, or lacks a right, or the account or its address is not accepted: nothing works until an operator has
     * looked.
     */
    public boolean isAuth() {
        return outcome == HttpOutcome.MISCONFIGURED;
    }

    /** The token that was refused is not in use any more: the call was not done, and may be made again at once with the one that is. */
    public boolean isOfReplacedToken() {
        return tokenReplaced;
    }

    /** What answered is no API: a redirect or a web page. The {@code url} setting names a portal, or a proxy stands between. */
    public boolean isWrongHost() {
        return outcome == HttpOutcome.ELSEWHERE || outcome == HttpOutcome.REDIRECTED;
    }
}
