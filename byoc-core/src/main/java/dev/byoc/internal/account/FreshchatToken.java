package dev.byoc.internal.account;

import dev.byoc.ConfigurationException;
import dev.byoc.CurrentSecret;
import dev.byoc.Secret;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The API token that is in use. Another one that its source gives is tried first: it takes the place of this one once Freshchat has
 * accepted it for this account. Thread-safe.
 */
public final class FreshchatToken implements CurrentSecret, KeyRing.Holder {
    /** As the operator knows it. */
    public static final String NAME = "token";

    private volatile Secret now;
    private volatile @Nullable KeyRing keys;
    private volatile @Nullable Trial trial;

    /** Tries a token before it is in use. */
    public interface Trial {
        /**
         * Asks with it.
         *
         * @return what to do once it is in use
         * @throws ConfigurationException if it is not accepted, or of another account
         */
        Runnable tried(Secret candidate);
    }

    public FreshchatToken(Secret now) {
        this.now = now;
    }

    /** Names what asks its source, and what tries what that gives; before the relay starts. */
    public void comesFrom(KeyRing ring, Trial trying) {
        this.keys = ring;
        this.trial = trying;
    }

    @Override
    public Secret get() {
        return now;
    }

    @Override
    public boolean isReplaced(Secret refused) {
        KeyRing source = keys;
        if (source != null && refused.equals(now)) {
            source.ask();
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
        Trial trying = trial;
        Runnable then = trying == null ? () -> {} : trying.tried(candidate);
        now = candidate;
        then.run();
        return true;
    }
}
