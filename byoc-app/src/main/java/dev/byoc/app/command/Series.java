package dev.byoc.app.command;

import dev.byoc.ByocException;
import dev.byoc.json.Json;
import java.io.UncheckedIOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a command has the relay do one after the other. Once something was done a failure is told beside it, and ends the series. */
final class Series {
    private final Target target;
    private boolean begun;
    private String fault = "";

    Series(Target target) {
        this.target = target;
    }

    /** Null: it failed. Throws as {@link Target#ask} does where nothing was done before. */
    @Nullable
    Json post(String path, Map<String, String> parameters) {
        try {
            Json answer = target.ask("POST", path, parameters);
            begun = true;
            fault = answer.get("fault").textOr("");
            return answer;
        } catch (ByocException | UncheckedIOException e) {
            if (!begun) {
                throw e;
            }
            fault = String.valueOf(e.getMessage());
            return null;
        }
    }

    boolean hasFailed() {
        return !fault.isEmpty();
    }

    /**
     * Tells how it has ended; gives the exit code.
     *
     * @param done what is printed as JSON
     * @param well whether all that was meant was done, if nothing has failed
     */
    int end(Json.Builder done, boolean well) {
        if (target.isJson()) {
            target.printJson((hasFailed() ? done.put("fault", fault) : done).build());
        }
        if (hasFailed()) {
            target.err().println("byoc: not all was done: " + fault);
        }
        return well && !hasFailed() ? ExitCode.OK : ExitCode.FAILED;
    }
}
