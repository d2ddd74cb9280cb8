package dev.byoc.internal.account;

import dev.byoc.Secret;
import java.util.List;

/** A secret of one use that may be replaced while the relay runs, with those before it that still count. Thread-safe. */
public interface RotatingSecret {
    /** The current one first. */
    List<Secret> all();

    /** As the configuration sets it: nothing replaces it while the relay runs. */
    static RotatingSecret configured(List<Secret> all) {
        List<Secret> set = List.copyOf(all);
        return () -> set;
    }
}
