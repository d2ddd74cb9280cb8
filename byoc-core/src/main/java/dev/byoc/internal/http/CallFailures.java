package dev.byoc.internal.http;

import dev.byoc.http.HttpResult;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.UnknownHostException;
import javax.net.ssl.SSLException;
import okhttp3.Call;
import okhttp3.Response;

/** What goes wrong at a call, as a broken call, and in words that name no address: paths and queries hold secrets. */
final class CallFailures {
    private CallFailures() {}

    /** The caller had time when it called, and has none now that the request could be written. */
    static final class NoTimeLeft extends IOException {
        static final String WORDS = "no time is left for a call";
        private static final long serialVersionUID = 1L;

        NoTimeLeft() {
            super(WORDS);
        }
    }

    /** The server had closed the connection before anything was written to it. */
    static final class Closed extends IOException {
        static final String WORDS = "the server had closed the connection";
        private static final long serialVersionUID = 1L;

        Closed() {
            super(WORDS);
        }
    }

    /** The answer is longer than what is read of one. */
    static final class TooLarge extends IOException {
        private static final long serialVersionUID = 1L;

        TooLarge() {
            super("the answer is larger than " + OkHttp.MAX_ANSWER_BYTES + " bytes");
        }
    }

    /** Nothing but a broken call comes out of it: interceptors, name look-up and proxies of the host may throw anything. */
    static Response execute(Call call) throws IOException {
        try {
            return call.execute();
        } catch (IOException e) {
            throw e;
        } catch (Throwable e) {
            throw asIo(e);
        }
    }

    static IOException asIo(Throwable e) {
        if (e instanceof IOException known) {
            return known;
        }
        if (e instanceof InterruptedException) {
            // OkHttp is Kotlin: while it connects it lets this out, which nothing declares.
            Thread.currentThread().interrupt();
            return new InterruptedIOException("interrupted");
        }
        return new HostCodeFailed(e);
    }

    private static final class HostCodeFailed extends IOException {
        private static final long serialVersionUID = 1L;

        /** The cause's text may quote an address. */
        HostCodeFailed(Throwable cause) {
            super("the HTTP client failed with " + cause.getClass().getSimpleName());
        }
    }

    static HttpResult.NoAnswer.How how(IOException e) {
        if (e instanceof TooLarge) {
            return HttpResult.NoAnswer.How.TOO_LARGE;
        }
        return e instanceof InterruptedIOException ? HttpResult.NoAnswer.How.TIMED_OUT : HttpResult.NoAnswer.How.BROKEN;
    }

    static String describe(IOException e) {
        if (e instanceof NoTimeLeft
                || e instanceof HostCodeFailed
                || e instanceof Closed
                || e instanceof TooLarge
                || e instanceof FileBody.NotOpenedException) {
            return String.valueOf(e.getMessage());
        }
        if (e instanceof UnknownHostException) {
            return "unknown host";
        }
        if (e instanceof SSLException) {
            return "TLS failed; is the certificate valid and its chain complete?";
        }
        if (e instanceof java.net.ConnectException) {
            return "connection refused or not possible";
        }
        if (e instanceof java.io.InterruptedIOException) {
            return "timeout";
        }
        return e.getClass().getSimpleName();
    }
}
