package dev.byoc.internal.guard;

import dev.byoc.internal.guard.Guard.Site;
import dev.byoc.internal.http.ClientCode;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** A client of the host's, while it fetches files. */
final class GuardedClientCode implements ClientCode {
    private final Guard guard;
    private final String component;
    private final String name;

    GuardedClientCode(Guard guard, String component, String name) {
        this.guard = guard;
        this.component = component;
        this.name = name;
    }

    @Override
    public <T> T run(Duration within, Callable<T> code) throws IOException {
        return GuardedStream.value(guard.call(site(within), code));
    }

    @Override
    public InputStream reading(InputStream body) {
        return new GuardedStream(body, guard, component, name);
    }

    @Override
    public @Nullable String whyNotNow() {
        return guard.whyFull(site(Duration.ZERO));
    }

    private Site site(Duration within) {
        return new Site(component, name, "", Guard.MOST, within);
    }
}
