package dev.byoc.internal.admin;

import dev.byoc.event.Finding;
import dev.byoc.event.Finding.Severity;
import dev.byoc.event.Health;
import dev.byoc.freshchat.FreshchatClient;
import dev.byoc.freshchat.FreshchatException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * Asks for each thing that a relay reads at Freshchat, and so finds which rights its token lacks. Changes nothing there: whether the token may
 * write, no call shows that does not write. Thread-safe; never throws.
 */
public final class FreshchatRights {
    /** No user, and no conversation, has such an id. */
    private static final String NONE = "00000000-0000-4000-8000-000000000000";

    /** What is asked for. docs/guides/doctor.md says of each what it means; a test sees to that. */
    enum Right {
        READ_ACCOUNT(Severity.WARNING, "whose account it is"),
        READ_TOPICS(Severity.FAULT, "the topics: no conversation can be made"),
        READ_USERS(Severity.FAULT, "the users: no customer's message can be posted"),
        READ_CONVERSATIONS(Severity.FAULT, "conversations: whether one is resolved is not known"),
        READ_MESSAGES(
                Severity.WARNING,
                "messages: neither answers that no webhook told of nor the outcome of a post can be looked up"),
        READ_GROUPS(Severity.WARNING, "the groups: 'group' works by an id alone"),
        READ_AGENTS(Severity.WARNING, "the agents: noteAgent works by an id alone, and customers see no agents' names");

        private final Severity severity;
        private final String what;

        Right(Severity severity, String what) {
            this.severity = severity;
            this.what = what;
        }

        /** What needs it. */
        private Object call(FreshchatClient client) {
            return switch (this) {
                case READ_ACCOUNT -> client.account();
                case READ_TOPICS -> client.topics();
                case READ_USERS -> client.usersByReference("byoc:" + NONE);
                case READ_CONVERSATIONS -> Objects.requireNonNullElse(client.conversation(NONE), NONE);
                case READ_MESSAGES -> client.messages(NONE, null);
                case READ_GROUPS -> client.groups();
                case READ_AGENTS -> client.agents();
            };
        }

        String code() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        Severity severity() {
            return severity;
        }
    }

    static final String TOKEN = "freshchat-token";
    static final String NOT_ASKED = "freshchat-not-asked";
    static final String WRITING = "freshchat-writing";

    private final FreshchatClient client;

    public FreshchatRights(FreshchatClient client) {
        this.client = client;
    }

    /** The worst first. */
    public List<Finding> check() {
        List<Finding> found = new ArrayList<>();
        for (Right right : Right.values()) {
            try {
                Object unused = right.call(client);
            } catch (FreshchatException e) {
                if (e.status() == 401) {
                    return List.of(found(
                            TOKEN,
                            Severity.FAULT,
                            "Freshchat does not accept the API token: " + e.getMessage() + ".",
                            "Set the API token that Freshchat's admin settings show now."));
                }
                add(right, e, found);
            }
        }
        found.add(found(
                WRITING,
                Severity.NOT_CHECKED,
                "Whether the API token may make users and conversations, post messages and upload files shows no call that changes nothing.",
                "Use a token of an admin; the first message of a customer shows it."));
        found.sort((one, other) -> other.severity().compareTo(one.severity()));
        return List.copyOf(found);
    }

    private static void add(Right right, FreshchatException e, List<Finding> found) {
        if (e.status() == 403) {
            found.add(found(
                    right.code(),
                    right.severity,
                    "The API token may not read " + right.what + ".",
                    "Use an API token that may make this call, such as one of the account's admin."));
        } else if (!answersOfTheId(e)) {
            found.add(found(
                    NOT_ASKED,
                    Severity.NOT_CHECKED,
                    "Freshchat could not be asked for one thing: " + e.getMessage() + ".",
                    "Ask again. If it lasts: is url(...) the account's own address?"));
        }
    }

    /** That there is nothing of this id is an answer, whichever way it is said. */
    private static boolean answersOfTheId(FreshchatException e) {
        return e.status() == 404 || e.status() == 400 || e.status() == 410 || e.status() == 422;
    }

    private static Finding found(String code, Severity severity, String what, String remedy) {
        return new Finding(code, severity, Health.FRESHCHAT, what, remedy);
    }
}
