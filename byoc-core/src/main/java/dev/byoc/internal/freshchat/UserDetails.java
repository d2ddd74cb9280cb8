package dev.byoc.internal.freshchat;

import dev.byoc.Visible;
import dev.byoc.channel.Capabilities.Unit;
import dev.byoc.freshchat.FreshchatException;
import dev.byoc.freshchat.UserDraft;
import dev.byoc.http.HttpOutcome;
import dev.byoc.internal.account.Account;
import dev.byoc.message.Customer;
import dev.byoc.message.Media;
import dev.byoc.support.Graphemes;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What Freshchat is told of a customer. By what it refuses, it becomes less.
 *
 * @param properties of the user, by name
 */
record UserDetails(Account account, Customer customer, Map<String, String> properties) {
    /** Longest name that is sent; no limit is documented, and 255 is what databases like to have. */
    private static final int MAX_NAME_CHARS = 255;

    /** All that is known of the customer and is to be told. */
    static UserDetails of(Account account, Customer customer) {
        return new UserDetails(
                account, customer, account.options().userProperties().of(customer));
    }

    UserDraft newUser(String reference) {
        return UserDraft.builder()
                .referenceId(reference)
                .firstName(name(account, customer.name()))
                .email(blankToNull(customer.email()))
                .phone(blankToNull(customer.phone()))
                .avatarUrl(publicAddress(customer.avatar()))
                .properties(properties)
                .build();
    }

    /** Of a user that there is: what the messenger does not tell stays as it is, and so do phone number and e-mail address. */
    UserDraft changes() {
        return UserDraft.builder()
                .firstName(isBlank(customer.name()) ? null : name(account, customer.name()))
                .avatarUrl(publicAddress(customer.avatar()))
                .properties(properties)
                .build();
    }

    /**
     * Without what was refused; null if it was none of this. A phone number or an e-mail address may belong to another contact, and a
     * property may take certain values only: those go first, and of those only what the answer names, if it names any; then the
     * picture; the name goes last.
     */
    @Nullable
    UserDetails without(FreshchatException e) {
        if (!isRefusal(e)) {
            return null;
        }
        if (namesContact(e)) {
            return withContact(
                    e.isPhoneRefused() ? null : customer.phone(), e.isEmailRefused() ? null : customer.email());
        }
        if (namesProperties(e)) {
            return withoutProperties();
        }
        if (hasContact()) {
            return withContact(null, null);
        }
        if (!properties.isEmpty()) {
            return withoutProperties();
        }
        if (e.outcome() != HttpOutcome.REFUSED) {
            return null;
        }
        if (publicAddress(customer.avatar()) != null) {
            return withoutPicture();
        }
        return isBlank(customer.name()) ? null : new UserDetails(account, Customer.of(customer.id()), Map.of());
    }

    /** The same for {@link #changes}, of which the name is worth most. */
    @Nullable
    UserDetails lessOfChanges(FreshchatException e) {
        UserDetails less = properties.isEmpty() ? withoutPicture() : withoutProperties();
        return isRefusal(e) && less.changesAnything() && !less.equals(this) ? less : null;
    }

    /** Whether {@link #changes} has any. */
    boolean changesAnything() {
        return !isBlank(customer.name()) || publicAddress(customer.avatar()) != null || !properties.isEmpty();
    }

    private static boolean isRefusal(FreshchatException e) {
        return e.outcome() == HttpOutcome.REFUSED || e.outcome() == HttpOutcome.CONFLICT;
    }

    /** Without all that may be in conflict with other users. */
    UserDetails uncontested() {
        return withContact(null, null).withoutProperties();
    }

    /** Whether the answer says which of this it refuses. */
    boolean isNamedIn(FreshchatException e) {
        return namesContact(e) || namesProperties(e);
    }

    private boolean namesContact(FreshchatException e) {
        return (!isBlank(customer.phone()) && e.isPhoneRefused()) || (!isBlank(customer.email()) && e.isEmailRefused());
    }

    private boolean namesProperties(FreshchatException e) {
        return !properties.isEmpty() && e.isPropertyRefused();
    }

    private boolean hasContact() {
        return !isBlank(customer.phone()) || !isBlank(customer.email());
    }

    private UserDetails withContact(@Nullable String phone, @Nullable String email) {
        return new UserDetails(
                account, customer.toBuilder().phone(phone).email(email).build(), properties);
    }

    private UserDetails withoutPicture() {
        return new UserDetails(account, customer.toBuilder().avatar(null).build(), properties);
    }

    private UserDetails withoutProperties() {
        return new UserDetails(account, customer, Map.of());
    }

    /** The name as an inbox can show it; where there is none, the messenger's, as no name may be made up. */
    static String name(Account account, @Nullable String name) {
        String line = name == null ? "" : Graphemes.line(name);
        String head = Graphemes.head(line, MAX_NAME_CHARS, Unit.UTF16);
        if (Visible.isBlank(head)) {
            // What is seen may stand behind more of nothing than a name holds.
            head = Graphemes.head(Visible.trimmed(line), MAX_NAME_CHARS, Unit.UTF16);
        }
        return head.isEmpty() ? BlankProfile.nameless(account) : head;
    }

    static @Nullable String publicAddress(@Nullable Media avatar) {
        return avatar != null && avatar.ref().startsWith("https://") ? avatar.ref() : null;
    }

    private static @Nullable String blankToNull(@Nullable String text) {
        return isBlank(text) ? null : text;
    }

    static boolean isBlank(@Nullable String text) {
        return text == null || Visible.isBlank(text);
    }

    /** The account and the customer's id: what is told of the customer does not belong in a log. */
    @Override
    public String toString() {
        return "UserDetails[" + account.id() + ", " + customer + "]";
    }
}
