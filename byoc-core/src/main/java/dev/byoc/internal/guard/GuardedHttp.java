package dev.byoc.internal.guard;

import dev.byoc.http.Http;
import dev.byoc.http.HttpCall;
import dev.byoc.http.HttpResult;
import dev.byoc.internal.http.OkHttp;
import dev.byoc.internal.http.Tracer;
import java.time.Duration;
import java.util.List;

/** HTTP clients whose calls count in guarded calls, or are guarded themselves. */
public final class GuardedHttp {
    private GuardedHttp() {}

    /** The same client, whose deadlines are granted to the calls that use it. */
    public static Http granting(Http http) {
        return call -> {
            grant(call);
            return http.call(call);
        };
    }

    /** The same client, whose code is in part the host's: interceptors, name look-up, proxies. */
    public static Http running(Http http, Guard guard, String component) {
        return call -> {
            Duration deadline = call.deadline() == null ? OkHttp.DEADLINE : call.deadline();
            Result<HttpResult> outcome =
                    guard.call(new Site(component, Guard.HOSTS_CLIENT, "", Site.MOST, deadline), () -> http.call(call));
            String trouble = String.valueOf(outcome.trouble());
            if (outcome instanceof Result.NotCalled<HttpResult>) {
                return new HttpResult.NotSent(trouble);
            }
            HttpResult.NoAnswer.How how = outcome instanceof Result.Hung<HttpResult>
                    ? HttpResult.NoAnswer.How.TIMED_OUT
                    : HttpResult.NoAnswer.How.BROKEN;
            return outcome.or(new HttpResult.NoAnswer(trouble, how));
        };
    }

    /** The same tracer, whose code is in part the host's. */
    public static Tracer tracing(Tracer tracer, Guard guard, String component) {
        return question -> guard.call(
                        new Site(component, Guard.HOSTS_CLIENT, "", Site.MOST, question.within()),
                        () -> tracer.trace(question))
                .or(new Tracer.Failed(List.of(), Tracer.Why.BROKEN));
    }

    private static void grant(HttpCall call) {
        GuardedCall<?> current = GuardedCall.current();
        if (current != null) {
            Duration deadline = call.deadline();
            current.grant(deadline == null ? OkHttp.DEADLINE : deadline);
        }
    }
}
