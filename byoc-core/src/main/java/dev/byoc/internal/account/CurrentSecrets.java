package dev.byoc.internal.account;

import dev.byoc.Secret;
import java.util.List;

/** Secrets of one use that may be replaced while the relay runs. Thread-safe. */
public interface CurrentSecrets {
    /** The current one first, then those that still count. */
    List<Secret> all();
}
