package dev.byoc.internal.freshchat;

import dev.byoc.freshchat.FreshchatUser;
import dev.byoc.freshchat.UserDraft;
import dev.byoc.internal.account.Account;
import dev.byoc.wording.CorePhrase;
import dev.byoc.wording.Wording;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a user becomes whose customer was forgotten: nameless, without what the relay or an agent has written there. The reference stays, or
 * a later message would make a second user beside the conversations of this one.
 *
 * @param fields what to send of each, by words for it
 */
record BlankProfile(String userId, UserDraft whole, Map<String, UserDraft> fields) {
    static BlankProfile of(Account account, FreshchatUser user) {
        UserDraft.Builder whole = UserDraft.builder();
        Map<String, UserDraft> fields = new LinkedHashMap<>();
        name(whole, account, user);
        fields.put("name", name(UserDraft.builder(), account, user).build());
        if (user.email() != null) {
            whole.email("");
            fields.put("e-mail address", UserDraft.builder().email("").build());
        }
        if (user.phone() != null) {
            whole.phone("");
            fields.put("phone number", UserDraft.builder().phone("").build());
        }
        whole.avatarUrl("");
        fields.put("picture", UserDraft.builder().avatarUrl("").build());
        Map<String, String> properties = properties(account, user);
        if (!properties.isEmpty()) {
            whole.properties(properties);
            fields.put("properties", UserDraft.builder().properties(properties).build());
        }
        return new BlankProfile(user.id(), whole.build(), fields);
    }

    /** Neither name is ever sent empty: whether Freshchat takes that is not known. */
    private static UserDraft.Builder name(UserDraft.Builder draft, Account account, FreshchatUser user) {
        String name = nameless(account);
        int blank = name.lastIndexOf(' ');
        return user.lastName() == null || blank < 0
                ? draft.firstName(name).lastName(user.lastName() == null ? null : name)
                : draft.firstName(name.substring(0, blank)).lastName(name.substring(blank + 1));
    }

    /** Those that the account has told. */
    private static Map<String, String> properties(Account account, FreshchatUser user) {
        Map<String, String> blank = new LinkedHashMap<>();
        for (String name : account.options().userProperties().names().values()) {
            if (!user.properties().getOrDefault(name, "").isEmpty()) {
                blank.put(name, "");
            }
        }
        return blank;
    }

    /** The name of a customer who has none. */
    static String nameless(Account account) {
        return nameless(account, account.agentWording());
    }

    private static String nameless(Account account, Wording wording) {
        return wording.of(CorePhrase.CUSTOMER_OF, account.descriptor().displayName());
    }

    /** Whether a user has that name, in whatever language agents read before: no one has given another. */
    static boolean isNameless(Account account, FreshchatUser user) {
        String last = user.lastName() == null ? "" : " " + user.lastName();
        String name = user.firstName() + last;
        return account.options().words().everOfAgents().stream()
                .anyMatch(wording -> nameless(account, wording).equals(name));
    }
}
