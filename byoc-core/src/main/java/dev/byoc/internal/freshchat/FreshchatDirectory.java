package dev.byoc.internal.freshchat;

import dev.byoc.Visible;
import dev.byoc.channel.Capabilities.Unit;
import dev.byoc.freshchat.FreshchatClient;
import dev.byoc.freshchat.FreshchatConversation;
import dev.byoc.freshchat.FreshchatException;
import dev.byoc.freshchat.FreshchatUser;
import dev.byoc.freshchat.UserDraft;
import dev.byoc.http.HttpOutcome;
import dev.byoc.internal.account.Account;
import dev.byoc.internal.runtime.Recent;
import dev.byoc.message.Customer;
import dev.byoc.message.Media;
import dev.byoc.support.Graphemes;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds and makes Freshchat's users and conversations for customers. Thread-safe. */
public final class FreshchatDirectory {
    private static final Logger log = LoggerFactory.getLogger(FreshchatDirectory.class);

    /** Longest name that is sent; no limit is documented, and 255 is what databases like to have. */
    private static final int MAX_NAME_CHARS = 255;

    /** Conversations of one user that are looked into, from the end of the list. */
    private static final int MAX_CANDIDATES = 20;

    private static final int MOST_CONTESTED = 1_000;

    private final FreshchatClient freshchat;

    /** References of users who were not made, for a conflict that names nothing. One that is forgotten costs a call more. */
    private final Recent<String, Boolean> contested = new Recent<>(MOST_CONTESTED);

    /** Freshchat knows the user no more. */
    public static final class NoSuchUser extends Exception {
        private static final long serialVersionUID = 1L;
    }

    public FreshchatDirectory(FreshchatClient freshchat) {
        this.freshchat = freshchat;
    }

    /** The user of a reference, null if there is none. Of several always the same one: the oldest. */
    public @Nullable String find(String reference) {
        List<FreshchatUser> users = freshchat.usersByReference(reference);
        if (users.size() > 1) {
            log.warn(
                    "{} Freshchat users have the same reference, the oldest is used: {}",
                    users.size(),
                    users.get(0).id());
        }
        if (users.isEmpty()) {
            return null;
        }
        contested.remove(reference);
        return users.get(0).id();
    }

    /**
     * Creates the user. What Freshchat refuses of the profile is left out: a message is worth more than a picture. A conflict that names
     * nothing may be with the very user that the call has made: whether there is one has to be looked up before the next call, which tells
     * neither phone number nor e-mail address.
     *
     * @throws FreshchatException also if there is, or may be, a user of that reference by now
     */
    public String create(Account account, Customer known) {
        Customer customer = isBlank(known.name()) ? account.channel().profile(known) : known;
        String reference = account.reference(customer.id());
        if (contested.contains(reference)) {
            customer = withContact(customer, null, null);
        }
        while (true) {
            try {
                String user = freshchat
                        .createUser(draft(account, customer, reference))
                        .id();
                contested.remove(reference);
                return user;
            } catch (FreshchatException e) {
                Customer less = without(customer, e);
                if (less == null) {
                    throw e;
                }
                if (e.outcome() == HttpOutcome.CONFLICT) {
                    if (!namesContact(customer, e)) {
                        contested.put(reference, true);
                        throw e;
                    }
                    if (find(reference) != null) {
                        throw e;
                    }
                }
                log.info("{}: Freshchat refused a profile, trying with less of it: {}", account.id(), e.getMessage());
                customer = less;
            }
        }
    }

    /**
     * The customer without what was refused; null if it was none of the profile. A phone number or an e-mail address may belong to
     * another contact: those go first, and only those that the answer names, if it names any.
     */
    private static @Nullable Customer without(Customer customer, FreshchatException e) {
        boolean phone = !isBlank(customer.phone());
        boolean email = !isBlank(customer.email());
        if (e.outcome() != HttpOutcome.REFUSED && e.outcome() != HttpOutcome.CONFLICT) {
            return null;
        }
        if (phone || email) {
            boolean named = namesContact(customer, e);
            return withContact(
                    customer,
                    named && !e.isPhoneRefused() ? customer.phone() : null,
                    named && !e.isEmailRefused() ? customer.email() : null);
        }
        boolean more = !isBlank(customer.name()) || customer.avatar() != null;
        return more && e.outcome() == HttpOutcome.REFUSED ? Customer.of(customer.id()) : null;
    }

    private static boolean namesContact(Customer customer, FreshchatException e) {
        return (!isBlank(customer.phone()) && e.isPhoneRefused()) || (!isBlank(customer.email()) && e.isEmailRefused());
    }

    private static Customer withContact(Customer customer, @Nullable String phone, @Nullable String email) {
        return Customer.builder(customer.id())
                .name(customer.name())
                .avatar(customer.avatar())
                .phone(phone)
                .email(email)
                .build();
    }

    /** Tells Freshchat the name and picture of now; the name alone, where the picture is refused. */
    public void update(Account account, String user, Customer customer) {
        UserDraft.Builder draft = UserDraft.builder().firstName(name(account, customer.name()));
        String picture = publicAddress(customer.avatar());
        try {
            freshchat.updateUser(user, draft.avatarUrl(picture).build());
        } catch (FreshchatException e) {
            boolean profile = e.outcome() == HttpOutcome.REFUSED || e.outcome() == HttpOutcome.CONFLICT;
            if (picture == null || !profile) {
                throw e;
            }
            freshchat.updateUser(user, draft.avatarUrl(null).build());
        }
    }

    /** Of what {@link #update} would tell, to see whether it has changed. Made for each message, so it is nothing dear. */
    public static String digest(Customer customer) {
        String avatar = publicAddress(customer.avatar());
        return Integer.toHexString(Objects.hashCode(customer.name())) + "-"
                + Integer.toHexString(Objects.hashCode(avatar));
    }

    private static UserDraft draft(Account account, Customer customer, String reference) {
        return UserDraft.builder()
                .referenceId(reference)
                .firstName(name(account, customer.name()))
                .email(blankToNull(customer.email()))
                .phone(blankToNull(customer.phone()))
                .avatarUrl(publicAddress(customer.avatar()))
                .build();
    }

    /** The name as an inbox can show it; where there is none, the messenger's, as no name may be made up. */
    static String name(Account account, @Nullable String name) {
        String line = name == null ? "" : Graphemes.line(name);
        String head = Graphemes.head(line, MAX_NAME_CHARS, Unit.UTF16);
        if (Visible.isBlank(head)) {
            // What is seen may stand behind more of nothing than a name holds.
            head = Graphemes.head(Visible.trimmed(line), MAX_NAME_CHARS, Unit.UTF16);
        }
        return head.isEmpty() ? nameless(account) : head;
    }

    private static String nameless(Account account) {
        return account.descriptor().displayName() + " customer";
    }

    private static @Nullable String publicAddress(@Nullable Media avatar) {
        return avatar != null && avatar.ref().startsWith("https://") ? avatar.ref() : null;
    }

    private static @Nullable String blankToNull(@Nullable String text) {
        return isBlank(text) ? null : text;
    }

    private static boolean isBlank(@Nullable String text) {
        return text == null || Visible.isBlank(text);
    }

    /** The ids of a user's conversations. */
    public List<String> conversationsOf(String user) throws NoSuchUser {
        try {
            return freshchat.conversationsOf(user);
        } catch (FreshchatException e) {
            if (!e.isNotFound()) {
                throw e;
            }
            if (freshchat.user(user) == null) {
                throw new NoSuchUser();
            }
            return List.of();
        }
    }

    /** A conversation of an existing user in that topic: an open one, else the last resolved one; null if there is none. */
    public @Nullable FreshchatConversation conversationIn(String topic, List<String> conversations) {
        FreshchatConversation resolved = null;
        int first = Math.max(0, conversations.size() - MAX_CANDIDATES);
        for (String id : conversations.subList(first, conversations.size())) {
            FreshchatConversation conversation = freshchat.conversation(id);
            if (conversation != null && conversation.channelIds().contains(topic)) {
                if (!conversation.status().equalsIgnoreCase("resolved")) {
                    return conversation;
                }
                resolved = conversation;
            }
        }
        return resolved;
    }

    /** Whether a conversation exists and is not known to be of other topics. */
    boolean mayBeIn(String topic, String conversation) {
        FreshchatConversation found = freshchat.conversation(conversation);
        return found != null
                && (found.channelIds().isEmpty() || found.channelIds().contains(topic));
    }
}
