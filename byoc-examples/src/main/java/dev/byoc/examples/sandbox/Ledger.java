package dev.byoc.examples.sandbox;

import dev.byoc.json.Json;
import dev.byoc.testkit.freshchat.FakeFreshchat;
import dev.byoc.testkit.freshchat.StoredConversation;
import dev.byoc.testkit.freshchat.StoredMessage;
import dev.byoc.testkit.freshchat.StoredUser;
import dev.byoc.testkit.kakaotalk.KakaoCustomer;
import dev.byoc.testkit.viber.ReceivedMessage;
import dev.byoc.testkit.viber.ViberCustomer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Everything that is on both sides of the relay, and how it differs from what it should be. */
record Ledger(List<Row> rows) {
    static final String FRESHCHAT = "Freshchat";

    /** When an answer was written, as a note says it: another time at each run. */
    private static final Pattern WHEN = Pattern.compile("\\([^()]*\\d:\\d\\d[^()]* UTC\\)");

    private static final String UNKNOWN = "unknown user";

    Ledger {
        rows = List.copyOf(rows);
    }

    /**
     * All that a Freshchat account holds: users by their reference, conversations by their status, every message and note.
     *
     * @param name what a user is called in the rows
     */
    static List<Row> of(FakeFreshchat freshchat, Function<StoredUser, String> name) {
        List<Row> rows = new ArrayList<>();
        Map<String, String> names = new HashMap<>();
        for (StoredUser user : freshchat.users()) {
            names.put(user.id(), name.apply(user));
            rows.add(new Row(FRESHCHAT, name.apply(user), "customer", user.referenceId()));
        }
        for (StoredConversation conversation : freshchat.conversations()) {
            String customer = names.getOrDefault(conversation.userId(), UNKNOWN);
            rows.add(new Row(FRESHCHAT, customer, "conversation", conversation.status()));
        }
        for (StoredMessage message : freshchat.messages()) {
            String kind = message.isPrivate() ? message.actorType() + " note" : message.actorType();
            String customer = names.getOrDefault(message.userId(), UNKNOWN);
            String said = parts(message.json());
            String text = message.isPrivate() ? WHEN.matcher(said).replaceAll("(just now)") : said;
            rows.add(new Row(FRESHCHAT, customer, kind, text));
        }
        return rows;
    }

    private static String parts(Json message) {
        List<Json> parts = new ArrayList<>(message.get("message_parts").items());
        parts.addAll(message.get("reply_parts").items());
        return parts.stream().map(Ledger::part).collect(Collectors.joining(" + "));
    }

    private static String part(Json part) {
        if (part.get("text").isPresent()) {
            return part.get("text").get("content").textOr("");
        }
        if (part.get("image").isPresent()) {
            return "picture";
        }
        if (part.get("file").isPresent()) {
            return "file " + part.get("file").get("name").textOr("");
        }
        if (part.get("collection").isPresent()) {
            return part.get("collection").get("sub_parts").items().stream()
                    .map(Ledger::part)
                    .collect(Collectors.joining(" "));
        }
        return "[" + part.get("quick_reply_button").get("label").textOr(String.valueOf(part)) + "]";
    }

    /** All that a customer of Viber has received. */
    static List<Row> of(ViberCustomer customer) {
        return customer.received().stream()
                .map(message -> row(customer, message))
                .toList();
    }

    private static Row row(ViberCustomer customer, ReceivedMessage message) {
        String buttons = message.keyboard().get("Buttons").items().stream()
                .map(button -> " [" + button.get("Text").textOr("") + "]")
                .collect(Collectors.joining());
        // The address is another at each run; it ends in the file's name.
        String file = message.media().substring(message.media().lastIndexOf('/') + 1);
        String text = (message.text() + " " + file).strip();
        return new Row("Viber", customer.name(), message.type(), text + buttons);
    }

    /** All that a customer has received on KakaoTalk, by the dealer's names for the kinds. */
    static List<Row> of(KakaoCustomer customer, String name) {
        return customer.received().stream()
                .map(message -> {
                    String buttons = message.buttons().stream()
                            .map(button -> " [" + button.name() + "]")
                            .collect(Collectors.joining());
                    String text = (message.text() + " " + message.fileName()).strip();
                    return new Row("KakaoTalk", name, message.type(), text + buttons);
                })
                .toList();
    }

    /** What differs from the expected ledger, a sentence each; order counts within each conversation. Empty: nothing does. */
    List<String> differencesFrom(Ledger expected) {
        Set<String> conversations = new LinkedHashSet<>();
        expected.rows.forEach(row -> conversations.add(row.conversation()));
        rows.forEach(row -> conversations.add(row.conversation()));
        List<String> differences = new ArrayList<>();
        for (String conversation : conversations) {
            compare(conversation, expected.in(conversation), in(conversation), differences);
        }
        return differences;
    }

    private List<Row> in(String conversation) {
        return rows.stream()
                .filter(row -> row.conversation().equals(conversation))
                .toList();
    }

    private static void compare(String conversation, List<Row> expected, List<Row> found, List<String> differences) {
        List<Row> missing = without(expected, found);
        List<Row> tooMany = without(found, expected);
        missing.forEach(row -> differences.add(conversation + ": missing " + row.said()));
        tooMany.forEach(row -> differences.add(conversation + ": too many " + row.said()));
        for (int i = 0; missing.isEmpty() && tooMany.isEmpty() && i < expected.size(); i++) {
            if (!expected.get(i).equals(found.get(i))) {
                differences.add(conversation + ": out of order, "
                        + found.get(i).said() + " where "
                        + expected.get(i).said() + " should be");
                return;
            }
        }
    }

    /** The rows of the one that the other lacks, each as often as it lacks it. */
    private static List<Row> without(List<Row> rows, List<Row> others) {
        List<Row> left = new ArrayList<>(rows);
        others.forEach(left::remove);
        return left;
    }
}
