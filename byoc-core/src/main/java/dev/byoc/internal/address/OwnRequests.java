package dev.byoc.internal.address;

import dev.byoc.RelayRequest;
import dev.byoc.internal.account.ReservedIds;
import dev.byoc.webhook.WebhookResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Answers the requests that this relay, or another host of its store, sends to its own public address: a GET with what only such a host can
 * say, a POST with seals of what has arrived of it. The latter wherever in the path the token stands, as a proxy may have changed what is
 * before and behind it. Nothing else is answered, so strangers learn nothing. Thread-safe.
 */
public final class OwnRequests {
    /**
     * Of test requests, whose bodies are read and sealed: one check makes half a dozen. Questions have no limit, as who has read a token on the
     * way could use it up, and the relay would count as out of reach.
     */
    private static final int MOST = 120;

    private static final Duration WITHIN = Duration.ofMinutes(1);

    private static final Pattern TOKEN =
            Pattern.compile("/" + ReservedIds.REACHABLE + "/([0-9a-f]{1,64}\\.[0-9a-f]{1,128})(?![0-9a-f])");

    private final PublicAddressTokens tokens;
    private final String prefix;
    private final TrustedProxies proxies;
    private final Clock clock;
    private long sinceMillis;
    private int answered;

    /** @param prefix what the paths of all requests begin with */
    public OwnRequests(PublicAddressTokens tokens, String prefix, TrustedProxies proxies, Clock clock) {
        this.tokens = tokens;
        this.prefix = prefix;
        this.proxies = proxies;
        this.clock = clock;
    }

    /** Whether it is the path of one of them: its body may be as large as any that is taken. */
    public boolean isAsked(String path) {
        Matcher named = TOKEN.matcher(path);
        return named.find() && tokens.isOurs(named.group(1));
    }

    /** Null: it is none of them. */
    public @Nullable WebhookResponse answer(RelayRequest request) {
        Matcher named = TOKEN.matcher(request.path());
        if (!named.find() || !tokens.isOurs(named.group(1))) {
            return null;
        }
        String token = named.group(1);
        boolean isQuestion = request.method().equals("GET") || request.method().equals("HEAD");
        if (!isQuestion) {
            return !mayAnswer()
                    ? null
                    : answered(ArrivalReport.of(request, token, tokens, proxies).text());
        }
        String plain = prefix + "/" + ReservedIds.REACHABLE + "/" + token;
        String answer = request.path().equals(plain) ? tokens.answer(token) : null;
        return answer == null ? null : answered(answer);
    }

    private static WebhookResponse answered(String text) {
        return WebhookResponse.text(200, text).with("Cache-Control", "no-store");
    }

    private synchronized boolean mayAnswer() {
        long now = clock.millis();
        if (Math.abs(now - sinceMillis) >= WITHIN.toMillis()) {
            sinceMillis = now;
            answered = 0;
        }
        answered++;
        return answered <= MOST;
    }
}
