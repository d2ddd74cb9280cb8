package dev.byoc.internal.run;

import dev.byoc.ByocException;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The parts of a relay as they are ended, one after the other; what one of them throws keeps none from its end. For one thread. */
final class EndedParts {
    private static final Logger log = LoggerFactory.getLogger(EndedParts.class);

    private final List<String> failed = new ArrayList<>();

    /** A store of the host's may throw anything, and its text may quote anything. */
    void end(String what, Runnable end) {
        try {
            end.run();
        } catch (Throwable e) {
            String how = e instanceof ByocException
                    ? String.valueOf(e.getMessage())
                    : e.getClass().getName();
            log.error("while the relay was closed, {} failed: {}", what, how);
            failed.add(what + " (" + how + ")");
        }
    }

    /** @throws IllegalStateException naming those that have failed, if any has */
    void tellFailed() {
        if (!failed.isEmpty()) {
            throw new IllegalStateException("closed, but not all of it ended well: " + String.join(", ", failed));
        }
    }
}
