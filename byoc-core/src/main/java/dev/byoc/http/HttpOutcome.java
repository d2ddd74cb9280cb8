package dev.byoc.http;

/**
 * How an HTTP call ended, and what may be done next: the one table of this library, for every status and every failure of the
 * transport. {@link #of(HttpResult)} finds the row, {@link #next} the cell. {@code docs/reference/http-outcomes.md} shows all of it.
 *
 * <p>Meanings of statuses are those of RFC 9110 and, for 423 and 425, RFC 4918 and RFC 8470. 499, 524, 598 and 599 are no standard;
 * proxies use them for a call whose answer they no longer wait for. Any other status without a registered meaning counts as a failure
 * after which the call may have been done. Whatever may have been done is looked up before it is repeated, where it can be.
 */
public enum HttpOutcome {
    /** A 2xx. */
    DONE("2xx"),
    /** It is surely not done: no such host, no connection, no TLS, no time left, or a REFUSED_STREAM of HTTP/2. */
    NOT_SENT("not sent: no such host, no connection, no TLS, no time left; refused unread by HTTP/2"),
    /** No request can be made of it: an empty id, a link to another host. Nothing was sent. */
    UNSENDABLE("no request can be made of it: an empty id, a link to another host"),
    /** It was sent, and the connection broke before a whole answer had come. */
    NO_ANSWER("the connection broke before or within the answer"),
    /** It was sent, and the answer is too large to be read. */
    TOO_LARGE("the answer is larger than 4 MiB"),
    /** It was sent, and no answer came in time; or a server or proxy stopped waiting for one. It may still be under way. */
    LATE("no answer in time; 408, 499, 504, 524, 598, 599"),
    /** A 2xx whose body is no JSON, or lacks what the call was for. */
    UNREADABLE("a 2xx that cannot be read, or lacks the id"),
    /** The call is to be made at another address, and no redirect is followed. */
    REDIRECTED("301, 302, 307, 308"),
    /** What answered is not the API: a web page, a 1xx in place of an answer, a 3xx that says nothing of where the call is to be made. */
    ELSEWHERE("1xx, any other 3xx; a 2xx or 404 that is a web page"),
    /** The account, its token, or the address that is set is not accepted: not done. */
    MISCONFIGURED("401, 402, 403, 405, 406, 407, 426"),
    /** 404 or 410: what the call is about does not exist (any more). */
    GONE("404, 410"),
    /** 409: in conflict with what is there. */
    CONFLICT("409"),
    /** The server says that another time will do. */
    NOT_NOW("421, 423, 425"),
    /** 429. */
    THROTTLED("429"),
    /** 503. */
    UNAVAILABLE("503"),
    /** The server failed, or answered a status that no standard knows. */
    FAILED("any other 5xx; any status without a registered meaning"),
    /** This request is wrong, and would be next time: not done. */
    REFUSED("any other registered 4xx: 400, 411 to 417, 422, 424, 428, 431, 451");

    /** What kind of call, as far as that changes what may be done after it. */
    public enum Call {
        /** Changes nothing: every GET. */
        LOOK_UP,
        CREATE_USER,
        CREATE_CONVERSATION,
        /** A customer's message. */
        POST,
        /** A private note. */
        NOTE,
        /** A file; a second copy of it is never shown. */
        UPLOAD,
        /** Sets what is there to a value: the same after one call as after two. */
        UPDATE,
        /** An answer to a customer, through a messenger, which cannot be asked what became of it. */
        SEND
    }

    /** What may be done next. */
    public enum Next {
        GO_ON("continue"),
        /** There is no such thing, which is an answer. */
        NONE("there is none"),
        /** Under its other id; or it is found or created anew. */
        ANEW("find or create it anew"),
        /** At the pace of the message's own retries, or as long as the server asks. Never dead-lettered after one call. */
        REPEAT("repeat"),
        /** As {@link #REPEAT}, but first it is looked up whether it was done. */
        SETTLE("settle, then repeat"),
        /** Nothing else is sent there until it works again; counts against nothing. */
        WAIT("wait, then repeat"),
        /** As {@link #WAIT}, but first it is looked up whether it was done. */
        WAIT_AND_SETTLE("wait, settle, then repeat"),
        /** As {@link #WAIT}, probed slowly: an operator has to change a setting. */
        OPERATOR("wait for an operator"),
        /** As {@link #OPERATOR}, but first it is looked up whether it was done. */
        OPERATOR_AND_SETTLE("wait for an operator, settle"),
        /** It was not done, and would not be. */
        GIVE_UP("dead letter"),
        /** It may have been done, and there is no way to ask: as the account's {@code unknown-outcome} and the channel's abilities say. */
        UNKNOWN("unknown outcome");

        private final String words;

        Next(String words) {
            this.words = words;
        }

        /** Whether the call may have been done, so that it is not simply repeated. */
        public boolean mayHaveBeenDone() {
            return this == SETTLE || this == WAIT_AND_SETTLE || this == OPERATOR_AND_SETTLE || this == UNKNOWN;
        }

        /** Whether everything else for the same server waits too. */
        public boolean isForAll() {
            return this == WAIT || this == WAIT_AND_SETTLE || needsOperator();
        }

        /** Whether it will not pass by itself. */
        public boolean needsOperator() {
            return this == OPERATOR || this == OPERATOR_AND_SETTLE;
        }

        @Override
        public String toString() {
            return words;
        }
    }

    private final String when;

    HttpOutcome(String when) {
        this.when = when;
    }

    /** Which statuses and failures, in words. */
    public String when() {
        return when;
    }

    /** The row of a call's end; of a 2xx by its status alone. */
    public static HttpOutcome of(HttpResult result) {
        if (result instanceof HttpResult.Answered answered) {
            return of(answered.status());
        }
        return result instanceof HttpResult.NoAnswer silent
                ? switch (silent.how()) {
                    case TIMED_OUT -> LATE;
                    case BROKEN -> NO_ANSWER;
                    case TOO_LARGE -> TOO_LARGE;
                }
                : NOT_SENT;
    }

    /** The row of a status; any number has one. */
    public static HttpOutcome of(int status) {
        if (status >= 200 && status < 300) {
            return DONE;
        }
        if (status >= 100 && status < 400) {
            return status == 301 || status == 302 || status == 307 || status == 308 ? REDIRECTED : ELSEWHERE;
        }
        return status >= 400 && status < 500 ? ofClientError(status) : ofServerError(status);
    }

    private static HttpOutcome ofClientError(int status) {
        return switch (status) {
            case 401, 402, 403, 405, 406, 407, 426 -> MISCONFIGURED;
            case 404, 410 -> GONE;
            case 408, 499 -> LATE;
            case 409 -> CONFLICT;
            case 421, 423, 425 -> NOT_NOW;
            case 429 -> THROTTLED;
            case 400, 411, 412, 413, 414, 415, 416, 417, 422, 424, 428, 431, 451 -> REFUSED;
            default -> FAILED;
        };
    }

    private static HttpOutcome ofServerError(int status) {
        return switch (status) {
            case 504, 524, 598, 599 -> LATE;
            case 503 -> UNAVAILABLE;
            default -> FAILED;
        };
    }

    /** The cell of a kind of call. */
    public Next next(Call call) {
        return switch (this) {
            case DONE -> Next.GO_ON;
            case NOT_SENT -> Next.WAIT;
            case UNSENDABLE -> Next.REPEAT;
            case NO_ANSWER, TOO_LARGE, LATE, UNREADABLE, FAILED -> doubtful(call, Next.REPEAT, Next.SETTLE);
            case ELSEWHERE -> doubtful(call, Next.OPERATOR, Next.OPERATOR_AND_SETTLE);
            case REDIRECTED ->
                call == Call.SEND ? Next.GIVE_UP : doubtful(call, Next.OPERATOR, Next.OPERATOR_AND_SETTLE);
            case MISCONFIGURED -> call == Call.SEND ? Next.GIVE_UP : Next.OPERATOR;
            case GONE ->
                switch (call) {
                    case LOOK_UP -> Next.NONE;
                    case CREATE_CONVERSATION, POST, NOTE -> Next.ANEW;
                    case CREATE_USER -> Next.OPERATOR;
                    case UPLOAD, UPDATE, SEND -> Next.GIVE_UP;
                };
            case CONFLICT ->
                switch (call) {
                    case LOOK_UP -> Next.REPEAT;
                    case CREATE_USER, CREATE_CONVERSATION, POST, NOTE -> Next.SETTLE;
                    case UPLOAD, UPDATE, SEND -> Next.GIVE_UP;
                };
            case NOT_NOW -> call == Call.SEND ? Next.REPEAT : doubtful(call, Next.REPEAT, Next.SETTLE);
            case THROTTLED -> call == Call.SEND ? Next.WAIT : doubtful(call, Next.WAIT, Next.WAIT_AND_SETTLE);
            case UNAVAILABLE -> call == Call.SEND ? Next.WAIT : doubtful(call, Next.REPEAT, Next.SETTLE);
            case REFUSED -> call == Call.LOOK_UP ? Next.REPEAT : Next.GIVE_UP;
        };
    }

    /** What makes something is looked up before it is repeated, whatever else may be repeated as it is. */
    private static Next doubtful(Call call, Next harmless, Next settled) {
        return switch (call) {
            case LOOK_UP, UPLOAD, UPDATE -> harmless;
            case CREATE_USER, CREATE_CONVERSATION, POST, NOTE -> settled;
            case SEND -> Next.UNKNOWN;
        };
    }
}
