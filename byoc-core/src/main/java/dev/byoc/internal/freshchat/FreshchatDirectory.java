package dev.byoc.internal.freshchat;

import dev.byoc.freshchat.Agent;
import dev.byoc.freshchat.FreshchatClient;
import dev.byoc.freshchat.FreshchatConversation;
import dev.byoc.freshchat.FreshchatException;
import dev.byoc.freshchat.FreshchatUser;
import dev.byoc.http.HttpOutcome;
import dev.byoc.internal.account.Account;
import dev.byoc.internal.runtime.Recent;
import dev.byoc.message.Customer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds and makes Freshchat's users and conversations for customers. Thread-safe. */
public final class FreshchatDirectory {
    private static final Logger log = LoggerFactory.getLogger(FreshchatDirectory.class);

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

    /** Whether there is such an agent, and an active one. */
    public boolean isActiveAgent(String id) {
        Agent agent = freshchat.agent(id);
        return agent != null && agent.active();
    }

    /** Whether something is to be said in an agent's name, and there is no such agent; null: in no one's. */
    public boolean isMissing(@Nullable String agent) {
        return agent != null && !isActiveAgent(agent);
    }

    /** The user of a reference, null if there is none. Of several always the same one: the oldest. */
    public @Nullable FreshchatUser find(String reference) {
        List<FreshchatUser> users = freshchat.usersByReference(reference);
        if (users.size() > 1) {
            log.warn(
                    "{} Freshchat users have the same reference, the oldest is used: {}",
                    users.size(),
                    users.get(0).id());
        }
        for (FreshchatUser user : users) {
            // A list may be behind, and name users who were deleted.
            if (freshchat.user(user.id()) != null) {
                contested.remove(reference);
                return user;
            }
        }
        return null;
    }

    /**
     * A user who was made.
     *
     * @param told the customer as Freshchat has taken it: without the picture or the name that it refused
     */
    public record Made(String id, Customer told) {}

    /**
     * Creates the user. What Freshchat refuses of the profile is left out: a message is worth more than a picture. A conflict that names
     * nothing may be with the very user that the call has made: whether there is one has to be looked up before the next call, which tells
     * neither phone number nor e-mail address nor properties.
     *
     * @throws FreshchatException also if there is, or may be, a user of that reference by now
     */
    public Made create(Account account, Customer known) {
        UserDetails details =
                UserDetails.of(account, UserDetails.isBlank(known.name()) ? profile(account, known) : known);
        String reference = account.reference(known.id());
        if (contested.contains(reference)) {
            details = details.uncontested();
        }
        while (true) {
            try {
                String user = freshchat.createUser(details.newUser(reference)).id();
                contested.remove(reference);
                return new Made(user, details.customer());
            } catch (FreshchatException e) {
                UserDetails less = details.without(e);
                if (less == null) {
                    throw e;
                }
                if (e.outcome() == HttpOutcome.CONFLICT) {
                    if (!details.isNamedIn(e)) {
                        contested.put(reference, true);
                        throw e;
                    }
                    if (find(reference) != null) {
                        throw e;
                    }
                }
                log.info("{}: Freshchat refused a profile, trying with less of it: {}", account.id(), e.getMessage());
                details = less;
            }
        }
    }

    /** What the channel gives when it is asked, with the facts that were known before where it gives none. */
    private static Customer profile(Account account, Customer known) {
        Customer given = account.channel().profile(known);
        return given.toBuilder()
                .language(given.language() == null ? known.language() : given.language())
                .country(given.country() == null ? known.country() : given.country())
                .username(given.username() == null ? known.username() : given.username())
                .profileUrl(given.profileUrl() == null ? known.profileUrl() : given.profileUrl())
                .source(given.source() == null ? known.source() : given.source())
                .build();
    }

    /** Tells Freshchat the profile of now; less of it, where more is refused: the name is worth most. */
    public void update(Account account, String user, Customer customer) {
        UserDetails details = UserDetails.of(account, customer);
        while (details.changesAnything()) {
            try {
                freshchat.updateUser(user, details.changes());
                return;
            } catch (FreshchatException e) {
                UserDetails less = details.lessOfChanges(e);
                if (less == null) {
                    throw e;
                }
                details = less;
            }
        }
    }

    /** Whether a user has the name of a customer who has none: no one has given another. */
    public static boolean isNameless(Account account, FreshchatUser user) {
        return BlankProfile.isNameless(account, user);
    }

    /**
     * What became of profiles that were to be blanked.
     *
     * @param users the ids of those whose profile was blanked, if perhaps not all of it
     * @param left what Freshchat did not take, or was not told, in words; empty: nothing is left
     */
    public record Blanked(Set<String> users, Set<String> left) {}

    /**
     * Blanks the profile of a customer's user, or users: of none who may be another contact, as after two contacts were merged. A bare id may be
     * the reference of strangers too, so that of an account with these the linked user alone is taken for the customer.
     *
     * @param known the id of one, as it was linked
     * @param isAnothers whether a user, by id, is another customer's too
     */
    public Blanked blank(Account account, String customer, @Nullable String known, Predicate<String> isAnothers) {
        String reference = account.reference(customer);
        Set<String> users = new LinkedHashSet<>();
        if (known != null) {
            users.add(known);
        }
        freshchat.usersByReference(reference).forEach(user -> users.add(user.id()));
        Blanked blanked = new Blanked(new LinkedHashSet<>(), new LinkedHashSet<>());
        Set<String> merged = new HashSet<>();
        for (String id : users) {
            boolean linked = id.equals(known);
            boolean anothers = isAnothers.test(id);
            FreshchatUser user = anothers && !linked ? null : freshchat.user(id);
            if (user == null) {
                continue;
            }
            if (!user.id().equals(id)) {
                merged.add(id);
                merged.add(user.id());
            }
            boolean own = reference.equals(user.referenceId()) && !anothers && !merged.contains(id);
            if (own && (linked || !account.options().bareId())) {
                blanked.left().addAll(blank(BlankProfile.of(account, user)));
                blanked.users().add(id);
            } else {
                blanked.left().add("all of user " + id + ", who may be somebody else");
            }
        }
        return blanked;
    }

    private List<String> blank(BlankProfile blank) {
        try {
            freshchat.updateUser(blank.userId(), blank.whole());
            return List.of();
        } catch (FreshchatException e) {
            if (!isRefusal(e)) {
                throw e;
            }
        }
        List<String> left = new ArrayList<>();
        blank.fields().forEach((name, draft) -> {
            try {
                freshchat.updateUser(blank.userId(), draft);
            } catch (FreshchatException e) {
                if (!isRefusal(e)) {
                    throw e;
                }
                left.add(name);
            }
        });
        return left;
    }

    private static boolean isRefusal(FreshchatException e) {
        return e.outcome() == HttpOutcome.REFUSED || e.outcome() == HttpOutcome.CONFLICT;
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
                if (!conversation.isResolved()) {
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
