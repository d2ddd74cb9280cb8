package dev.byoc.internal.account;

import dev.byoc.ConfigurationException;
import dev.byoc.CurrentSecret;
import dev.byoc.Secret;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The API token that is in use. Another one that its source gives is tried first: it takes the place of this one once Freshchat has
 * accepted it for this account. Thread-safe.
 */
public final class FreshchatToken implements CurrentSecret, KeyRing.Holder {
    /** As the operator knows it. */
    public static final String NAME = "token";

    private volatile Secret now;
    private volatile Runnable ask = () -> {};
    private volatile Function<Secret, Runnable> trial = candidate -> () -> {};

    public FreshchatToken(Secret now) {
        this.now = now;
    }

    /**
     * Names what asks for a new token, and what tries it.
     *
     * @param task asks the source
     * @param trying throws {@link ConfigurationException} for a token that is not accepted, or of another account; else gives what to do
     *     once it is in use
     */
    public void asks(Runnable task, Function<Secret, Runnable> trying) {
        this.ask = task;
        this.trial = trying;
    }

    @Override
    public Secret get() {
        return now;
    }

    @Override
    public boolean isReplaced(Secret refused) {
        if (refused.equals(now)) {
            ask.run();
        }
        return !refused.equals(now);
    }

    @Override
    public boolean take(Map<String, String> values) {
        Secret candidate = Secret.of(values.get(NAME));
        if (!candidate.isVisibleAscii()) {
            throw new ConfigurationException(
                    List.of("'" + NAME + "': its source gives blanks or characters that no token has"));
        }
        if (candidate.equals(now)) {
            return false;
        }
        Runnable then = trial.apply(candidate);
        now = candidate;
        then.run();
        return true;
    }
}
