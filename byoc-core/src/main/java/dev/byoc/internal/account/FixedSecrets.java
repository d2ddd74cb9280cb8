package dev.byoc.internal.account;

import dev.byoc.Secret;
import java.util.List;

/** Those that the configuration sets: nothing replaces them. */
public record FixedSecrets(List<Secret> all) implements CurrentSecrets {
    public FixedSecrets {
        all = List.copyOf(all);
    }
}
