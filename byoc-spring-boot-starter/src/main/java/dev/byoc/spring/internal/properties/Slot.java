package dev.byoc.spring.internal.properties;

import dev.byoc.spring.internal.properties.PropertyNames.Known;

/**
 * What a property is for.
 *
 * @param account an account's id; {@code ""}: it is the relay's
 * @param name below {@code byoc.} or below the account, in its usual form
 * @param isList whether there may be several values
 * @param index of the value in a list
 */
record Slot(String account, String name, boolean isList, int index) {
    static Slot of(String account, Known known, int index) {
        return new Slot(account, known.name(), known.isList(), index);
    }

    static Slot of(String account, String name) {
        return new Slot(account, name, false, 0);
    }

    /** The same for all spellings; the values of a list have one. */
    String key() {
        return account + "/" + PropertyNames.relaxed(name);
    }

    /** The name in its usual form. */
    String fullName() {
        return account.isEmpty() ? "byoc." + name : "byoc.accounts." + account + "." + name;
    }
}
