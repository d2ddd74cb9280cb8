package dev.byoc.internal.web;

import dev.byoc.Secret;
import dev.byoc.internal.account.Proof;
import dev.byoc.internal.account.RelaySecrets;
import dev.byoc.internal.account.RotatingSecret;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What lies at the addresses "/account/secret": found by those alone who know the secret. Thread-safe. */
public final class WebhookAddresses {
    /**
     * One of them.
     *
     * @param secrets the second step of its path
     * @param subPaths whether further steps may follow
     * @param mostBytes of a body
     */
    public record Address(RotatingSecret secrets, boolean subPaths, int mostBytes, Endpoint endpoint) {}

    /** One whose secret was shown. */
    record Shown(Address address, Proof proof) {}

    private final Map<String, Address> addresses;
    private final RelaySecrets secrets;
    private final Secret decoy;

    public WebhookAddresses(Map<String, Address> addresses, RelaySecrets secrets) {
        this.addresses = Map.copyOf(addresses);
        this.secrets = secrets;
        this.decoy = secrets.of("decoy");
    }

    /** Null: there is none of that name, or the secret is a wrong one. Another host may have replaced it just now, so that is looked up. */
    @Nullable
    Shown find(String name, String secret) {
        Address address = addresses.get(name);
        Proof proof = proof(address, secret);
        if (proof == null && secrets.lookAgain()) {
            proof = proof(address, secret);
        }
        return address == null || proof == null ? null : new Shown(address, proof);
    }

    /** Compares even where nothing is there, so that wrong names and wrong secrets look and last alike. Null: it is a wrong one. */
    private @Nullable Proof proof(@Nullable Address address, String secret) {
        return Proof.of(
                "path secret",
                address == null ? List.of(decoy) : address.secrets().all(),
                secret);
    }
}
