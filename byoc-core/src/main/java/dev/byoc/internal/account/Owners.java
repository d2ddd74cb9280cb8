package dev.byoc.internal.account;

import dev.byoc.store.spi.CustomerMap;
import dev.byoc.store.spi.Link;
import dev.byoc.store.spi.LinkChange;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Tells whose an event of Freshchat is, by every id in it that leads to a customer of ours. Asks the store alone. */
public final class Owners {
    /** A customer of ours. */
    public record Customer(Account account, String id) {
        /** The account's part in it is its id. */
        private String key() {
            return account.id() + " " + id;
        }
    }

    /**
     * Whose an event is.
     *
     * @param customer whom its conversation leads to; null: no customer known here
     * @param link of that conversation; null: none is known
     * @param torn its ids lead to different customers: it must reach none of them
     * @param learnt what it adds to what is known of the customer's conversation
     */
    public record Found(
            @Nullable Customer customer, @Nullable Link link, boolean torn, List<LinkChange> learnt) {}

    /** Why an event reaches no customer. */
    public static final String TORN = "its ids name different customers";

    /** Why a customer whose id reads as the reference of another one is refused. */
    public static final String CLAIMED = "a customer's id that has the form of another account's reference";

    /** Why an event reaches no customer although it may name one. */
    public static final String NO_CONVERSATION = "it does not say in which conversation it was written";

    private final CustomerMap customers;
    private final Map<String, Account> accounts;

    public Owners(CustomerMap customers, Map<String, Account> accounts) {
        this.customers = customers;
        this.accounts = accounts;
    }

    /**
     * Whose an event is.
     *
     * @param conversations of either family
     * @param users of Freshchat; none of them tells whose a conversation is, as a customer may have some that are not ours
     * @param references {@code reference_id} of the user, which tells as little
     */
    public Found of(List<String> conversations, List<String> users, List<String> references) {
        Map<String, Customer> found = new LinkedHashMap<>();
        Link known = null;
        String unknown = null;
        for (String conversation : conversations) {
            if (!isOf(known, conversation)) {
                Link link = customers.byConversation(conversation);
                known = known == null ? link : known;
                unknown = link == null ? conversation : unknown;
                add(found, link);
            }
        }
        Customer customer = found.isEmpty() ? null : found.values().iterator().next();
        for (String user : users) {
            if (known == null || !user.equals(known.userId())) {
                add(found, customers.byUser(user));
            }
        }
        for (String reference : references) {
            add(found, customer, reference);
        }
        boolean torn = found.size() > 1;
        return new Found(
                customer,
                known,
                torn,
                torn || customer == null || unknown == null || conversations.size() < 2
                        ? List.of()
                        : learnt(customer, conversations, unknown));
    }

    /** The one customer whom these name, null if it is none or several. What names them need not be meant for that customer. */
    public @Nullable Customer named(List<String> users, List<String> references) {
        Map<String, Customer> found = new LinkedHashMap<>();
        users.forEach(user -> add(found, customers.byUser(user)));
        references.forEach(reference -> add(found, null, reference));
        return found.size() == 1 ? found.values().iterator().next() : null;
    }

    /** Whether a user is, or was, another customer's: one of another account, for instance. */
    public boolean isAnothers(String user, Account account, String customer) {
        Link one = customers.byUser(user);
        if (one != null
                && !(one.account().equals(account.id()) && one.customer().equals(customer))) {
            return true;
        }
        // Of several who have the user in common the store gives any; these have the reference in common too.
        for (Account other : accounts.values()) {
            String namesake = other.id().equals(account.id()) ? null : other.customerOf(account.reference(customer));
            Link link = namesake == null ? null : customers.link(other.id(), namesake);
            if (link != null && user.equals(link.userId())) {
                return true;
            }
        }
        return false;
    }

    private static List<LinkChange> learnt(Customer customer, List<String> conversations, String unknown) {
        String known = conversations.get(unknown.equals(conversations.get(0)) ? 1 : 0);
        return isOne(conversations)
                ? List.of(new LinkChange.Seen(customer.account().id(), customer.id(), known, unknown))
                : List.of();
    }

    /** The two ids of one conversation are of different families: of any others it is unknown whether they are of the same one. */
    public static boolean isOne(List<String> conversations) {
        return conversations.size() == 2 && isNumber(conversations.get(0)) != isNumber(conversations.get(1));
    }

    private static boolean isNumber(String id) {
        return id.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    /** Whether a bare id would be taken for the reference of a customer of another account. */
    public boolean isClaimed(String id) {
        return accounts.values().stream().anyMatch(account -> account.claims(id));
    }

    private static boolean isOf(@Nullable Link link, String conversation) {
        return link != null && link.leadsTo(conversation);
    }

    private void add(Map<String, Customer> found, @Nullable Link link) {
        Account account = link == null ? null : accounts.get(link.account());
        if (link != null && account != null) {
            add(found, new Customer(account, link.customer()));
        }
    }

    private static void add(Map<String, Customer> found, Customer customer) {
        found.putIfAbsent(customer.key(), customer);
    }

    private boolean isKnown(@Nullable Customer known, Account account, String customer) {
        return known != null && customers.link(account.id(), customer) != null;
    }

    /** A bare id may be that of customers of several accounts, of which each has a topic of its own. */
    private void add(Map<String, Customer> found, @Nullable Customer known, String reference) {
        if (known != null && known.account().reference(known.id()).equals(reference)) {
            return;
        }
        for (Account account : accounts.values()) {
            String customer = account.customerOf(reference);
            if (customer != null && (!account.options().bareId() || isKnown(known, account, customer))) {
                add(found, new Customer(account, customer));
            }
        }
    }
}
