package dev.byoc.freshchat;

import dev.byoc.ByocException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A call to Freshchat that did not succeed. {@link #outcome} says what may be done next; the predicates say why. The text names the
 * call, the status, Freshchat's code and its trace id; never an id of a customer, a token, or the free text of the answer, which may
 * repeat what a customer wrote.
 */
public final class FreshchatException extends ByocException {
    private static final long serialVersionUID = 1L;

    /** How far the call got. */
    public enum Outcome {
        /** Nothing left this machine: surely not done. */
        NOT_SENT,
        /** It was sent, and no whole answer came: may have been done. */
        NO_ANSWER,
        /** Freshchat said no (4xx, a redirect, or a 2xx whose body says that it failed): not done. */
        REFUSED,
        /** Freshchat failed (5xx), or a 2xx did not say what was asked for: may have been done. */
        FAILED
    }

    /** What the free text of the answer was about. */
    enum About {
        NOT_LATEST_CONVERSATION,
        IMAGE,
        PART,
        WRONG_HOST,
        OTHER
    }

    private final Outcome outcome;
    private final int status;
    private final int reason;
    private final String code;
    private final String traceId;
    private final @Nullable Duration retryAfter;
    private final About about;

    /**
     * All of it.
     *
     * @param reason the HTTP status, or the status that the body of a 2xx gives
     */
    FreshchatException(
            String message,
            Outcome outcome,
            int status,
            int reason,
            String code,
            String traceId,
            @Nullable Duration retryAfter,
            About about) {
        super(message);
        this.outcome = outcome;
        this.status = status;
        this.reason = reason;
        this.code = code;
        this.traceId = traceId;
        this.retryAfter = retryAfter;
        this.about = about;
    }

    /** A call that brought no answer. */
    static FreshchatException unanswered(String call, Outcome outcome, String detail) {
        String how = outcome == Outcome.NOT_SENT ? " was not sent: " : " got no answer: ";
        return new FreshchatException(call + how + detail, outcome, 0, 0, "", "", null, About.OTHER);
    }

    public Outcome outcome() {
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
        return about == About.NOT_LATEST_CONVERSATION;
    }

    /** Freshchat could not fetch the picture: upload its bytes, or send a link. */
    public boolean isImageRefused() {
        return about == About.IMAGE;
    }

    /** This conversation does not take that type of part: send it in words. */
    public boolean isPartRefused() {
        return about == About.PART;
    }

    /** The user, conversation or agent is gone, or was named by the wrong one of its two ids. */
    public boolean isNotFound() {
        return reason == 404 && about != About.WRONG_HOST;
    }

    /** Too many calls: see {@link #retryAfter}. */
    public boolean isThrottled() {
        return reason == 429;
    }

    /** The token is wrong, expired, or lacks a right: nothing of this account works until a person has looked. */
    public boolean isAuth() {
        return reason == 401 || reason == 403;
    }

    /** What answered is no API: a redirect or a web page. The {@code url} setting names a portal, or a proxy stands between. */
    public boolean isWrongHost() {
        return about == About.WRONG_HOST;
    }
}
