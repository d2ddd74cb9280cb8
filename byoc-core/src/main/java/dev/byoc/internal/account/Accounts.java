package dev.byoc.internal.account;

import java.util.Map;

/** The accounts of a relay, as a host names them. */
public final class Accounts {
    private final Map<String, Account> byId;

    public Accounts(Map<String, Account> byId) {
        this.byId = byId;
    }

    /**
     * The account of that id.
     *
     * @throws IllegalArgumentException if there is none
     */
    public Account named(String id) {
        Account known = byId.get(id);
        if (known == null) {
            throw new IllegalArgumentException("no account '" + id + "'; there are: " + byId.keySet());
        }
        return known;
    }
}
