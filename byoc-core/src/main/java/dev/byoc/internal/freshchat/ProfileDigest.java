package dev.byoc.internal.freshchat;

import dev.byoc.internal.account.Account;
import dev.byoc.message.Customer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What Freshchat was told of a customer, in a few characters, to see whether it has changed: hashes of name and picture, and behind them of
 * each property. Made for each message, so it is nothing dear. It is stored, so its form never changes.
 */
public final class ProfileDigest {
    private ProfileDigest() {}

    /**
     * What is told once this customer has been told of. What the messenger does not tell now stays what it was.
     *
     * @param before the digest of what was told; null: nothing was
     */
    public static String after(@Nullable String before, Account account, Customer customer) {
        String[] old = before == null ? new String[0] : before.split(" ", -1);
        boolean nameless = UserDetails.isBlank(customer.name()) && old.length > 0;
        StringBuilder digest = new StringBuilder(nameless ? old[0] : nameAndPicture(customer));
        properties(old, account, customer)
                .forEach((name, value) ->
                        digest.append(' ').append(name).append(':').append(value));
        return digest.toString();
    }

    private static String nameAndPicture(Customer customer) {
        return hash(customer.name()) + "-" + hash(UserDetails.publicAddress(customer.avatar()));
    }

    /** By the hashes of their names; those that the account does not have told any more are left out. */
    private static Map<String, String> properties(String[] old, Account account, Customer customer) {
        if (account.options().userProperties().names().isEmpty()) {
            return Map.of();
        }
        Map<String, String> known = Arrays.stream(old)
                .skip(1)
                .map(pair -> pair.split(":", 2))
                .filter(pair -> pair.length == 2)
                .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1], (one, other) -> other));
        Map<String, String> told = account.options().userProperties().of(customer);
        Map<String, String> properties = new LinkedHashMap<>();
        account.options().userProperties().names().values().forEach(name -> {
            String value = told.containsKey(name) ? hash(told.get(name)) : known.get(hash(name));
            if (value != null) {
                properties.put(hash(name), value);
            }
        });
        return properties;
    }

    private static String hash(@Nullable String text) {
        return Integer.toHexString(Objects.hashCode(text));
    }
}
