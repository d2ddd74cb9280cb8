package dev.byoc.internal.http;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * How the code of a fetcher's client is run. In a client of the host's that is the host's: interceptors, name look-up, proxies and bodies,
 * none of which has to return.
 */
public interface ClientCode {
    /** Of a client of our own. */
    ClientCode OURS = new ClientCode() {
        @Override
        public <T> T run(Duration within, Callable<T> code) throws IOException {
            try {
                return code.call();
            } catch (IOException | RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new IOException(e.getClass().getSimpleName());
            }
        }

        @Override
        public InputStream reading(InputStream body) {
            return body;
        }

        @Override
        public @Nullable String whyNotNow() {
            return null;
        }
    };

    /**
     * Runs it.
     *
     * @param within what the client itself grants it
     * @throws java.io.InterruptedIOException if it has not returned in time: what it returns later is closed
     * @throws IOException as it was thrown, or in place of what else was
     */
    <T> T run(Duration within, Callable<T> code) throws IOException;

    /** The same bytes, each of whose reads is run in this way. */
    InputStream reading(InputStream body);

    /** Why nothing is run at present; null: it is. */
    @Nullable
    String whyNotNow();
}
