package dev.byoc.internal.assembly;

import dev.byoc.event.Health;
import dev.byoc.http.Http;
import dev.byoc.internal.guard.Guard;
import dev.byoc.internal.guard.GuardedClientCode;
import dev.byoc.internal.guard.GuardedHttp;
import dev.byoc.internal.http.ClientCode;
import dev.byoc.internal.http.Fetcher;
import dev.byoc.internal.http.FileKey;
import dev.byoc.internal.http.MediaOpener;
import dev.byoc.internal.http.OkHttp;
import dev.byoc.internal.http.OkHttpTracer;
import dev.byoc.internal.http.Tracer;
import dev.byoc.internal.report.Reports;
import dev.byoc.internal.report.ToldCalls;
import dev.byoc.internal.run.CallsUnderWay;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** The HTTP clients of one relay, each of its own connections and guarded where its code is the host's; ends what they have under way. */
final class HttpClients implements CallsUnderWay {
    /** Below what the servers keep open. Messengers' calls cannot be settled, so stale connections cost them more. */
    private static final Duration FRESHCHAT_IDLE = Duration.ofSeconds(20);

    private static final Duration CHANNEL_IDLE = Duration.ofSeconds(2);

    private final Foundations base;
    private final Reports reports;
    private final Fetcher fetcher;
    private final List<OkHttp> made = new ArrayList<>();

    /** @param key the API's own, for its files */
    HttpClients(Foundations base, FileKey key, Reports reports) {
        this.base = base;
        this.reports = reports;
        this.fetcher = new Fetcher(
                base.asked.httpClient,
                base.asked.internalHosts,
                base.asked.media.deadline(),
                key,
                base.asked.httpClient == null ? ClientCode.OURS : new GuardedClientCode(base.guard));
    }

    /** For files at addresses of strangers. */
    Fetcher fetcher() {
        return fetcher;
    }

    /** For a channel, whose calls must not outlast the hold on its lanes. */
    Http channel(String account, MediaOpener files) {
        return new ToldCalls(
                account, GuardedHttp.granting(made(CHANNEL_IDLE, files, base.journal()::holdsFor)), reports);
    }

    Http freshchat() {
        return freshchat(base.journal()::holdsFor);
    }

    /** An upload may outlast the claim that it is for: a second one does no harm. */
    Http uploads() {
        Duration most = base.asked.media.deadline().plus(OkHttp.DEADLINE);
        return freshchat(() -> most);
    }

    private Http freshchat(Supplier<Duration> most) {
        Http http = guarded(made(FRESHCHAT_IDLE, MediaOpener.NONE, most), Health.FRESHCHAT);
        return new ToldCalls(Health.FRESHCHAT, http, reports);
    }

    /** For the relay's own public address. */
    Http publicAddress() {
        return guarded(made(CHANNEL_IDLE, MediaOpener.NONE, () -> OkHttp.DEADLINE), Health.RELAY);
    }

    /** For looking at it more closely. */
    Tracer publicAddressTracer() {
        Tracer tracer = new OkHttpTracer(base.asked.httpClient);
        return base.asked.httpClient == null ? tracer : GuardedHttp.tracing(tracer, base.guard, Health.RELAY);
    }

    private OkHttp made(Duration idle, MediaOpener files, Supplier<Duration> most) {
        OkHttp http = new OkHttp(base.asked.httpClient, base.clock, idle, files, () -> Guard.left(most.get()));
        made.add(http);
        return http;
    }

    /** A host's own client runs the host's code. */
    private Http guarded(OkHttp http, String component) {
        return base.asked.httpClient == null ? http : GuardedHttp.running(http, base.guard, component);
    }

    /** Tells the client's own listener of each, so it is guarded too. */
    @Override
    public void cancelAll() {
        base.guard.running(() -> {
            made.forEach(OkHttp::cancelAll);
            fetcher.cancelAll();
        });
    }
}
