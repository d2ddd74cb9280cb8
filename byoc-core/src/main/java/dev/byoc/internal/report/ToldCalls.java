package dev.byoc.internal.report;

import dev.byoc.event.RelayEvent.RemoteCalled;
import dev.byoc.event.RelayEvent.RemoteCalled.Ended;
import dev.byoc.http.Http;
import dev.byoc.http.HttpCall;
import dev.byoc.http.HttpResult;
import java.time.Duration;

/** A client of a remote API's, of whose calls the listeners are told. */
public final class ToldCalls implements Http {
    private final String account;
    private final Http http;
    private final Reports reports;

    /** @param account whose calls these are; {@code freshchat} for Freshchat's */
    public ToldCalls(String account, Http http, Reports reports) {
        this.account = account;
        this.http = http;
        this.reports = reports;
    }

    @Override
    public HttpResult call(HttpCall call) {
        long began = System.nanoTime();
        HttpResult result = http.call(call);
        Duration took = Duration.ofNanos(System.nanoTime() - began);
        if (result instanceof HttpResult.Answered answered) {
            reports.tell(new RemoteCalled(account, Ended.ANSWERED, answered.status(), took));
        } else {
            Ended how = result instanceof HttpResult.NotSent ? Ended.NOT_SENT : Ended.NO_ANSWER;
            reports.tell(new RemoteCalled(account, how, 0, took));
        }
        return result;
    }
}
