package dev.byoc.internal.guard;

import dev.byoc.event.Health;
import dev.byoc.internal.http.ClientCode;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** A client of the host's, while it fetches files for the relay. */
public final class GuardedClientCode implements ClientCode {
    private static final String NAME = Guard.HOSTS_CLIENT + ", for files,";

    private final Guard guard;

    public GuardedClientCode(Guard guard) {
        this.guard = guard;
    }

    @Override
    public <T> T run(Duration within, Callable<T> code) throws IOException {
        return GuardedStream.value(guard.call(site(within), () -> code.call()));
    }

    @Override
    public InputStream reading(InputStream body) {
        return new GuardedStream(body, guard, Health.RELAY, NAME);
    }

    @Override
    public @Nullable String whyNotNow() {
        return guard.whyFull(site(Duration.ZERO));
    }

    private Site site(Duration within) {
        return new Site(Health.RELAY, NAME, "", Site.MOST, within);
    }
}
