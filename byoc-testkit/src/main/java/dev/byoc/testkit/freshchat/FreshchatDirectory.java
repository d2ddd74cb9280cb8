package dev.byoc.testkit.freshchat;

import dev.byoc.json.Json;
import dev.byoc.testkit.server.Answer;
import dev.byoc.testkit.server.Ask;
import dev.byoc.testkit.server.JsonEdits;
import dev.byoc.testkit.server.Refusal;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The calls of Freshchat's API about users and about the account itself. */
final class FreshchatDirectory {
    private static final List<String> FILTERS = List.of(
            "reference_id", "email", "phone", "first_name", "created_from", "created_to", "updated_from", "updated_to");

    private final FreshchatBooks books;
    private final FreshchatBehaviour behaviour;
    private volatile long accountId = 204_081_632_640_512L;

    FreshchatDirectory(FreshchatBooks books, FreshchatBehaviour behaviour) {
        this.books = books;
        this.behaviour = behaviour;
    }

    Answer users(Ask ask) {
        List<String> filters =
                FILTERS.stream().filter(name -> ask.query(name) != null).toList();
        if (filters.isEmpty()) {
            throw Refusal.invalid("At least one filter is required");
        }
        String reference = ask.query("reference_id");
        // Straight to the row, as a load test looks up one of very many.
        Stream<StoredUser> rows = reference != null && !behaviour.ignoresFilters()
                ? books.usersByReference(reference).stream()
                : books.users().stream();
        StringBuilder query = new StringBuilder();
        for (String filter : filters) {
            String value = String.valueOf(ask.query(filter));
            rows = rows.filter(filter(filter, value));
            query.append(filter)
                    .append('=')
                    .append(URLEncoder.encode(value, StandardCharsets.UTF_8))
                    .append('&');
        }
        return page(ask, "users", rows.map(StoredUser::json).toList(), query.toString());
    }

    private Predicate<StoredUser> filter(String name, String value) {
        if (behaviour.ignoresFilters()) {
            return user -> true;
        }
        return switch (name) {
            case "created_from" -> user -> time(user, "created_time").compareTo(value) >= 0;
            case "created_to" -> user -> time(user, "created_time").compareTo(value) <= 0;
            case "updated_from" -> user -> time(user, "updated_time").compareTo(value) >= 0;
            case "updated_to" -> user -> time(user, "updated_time").compareTo(value) <= 0;
            default -> user -> value.equals(user.json().get(name).text());
        };
    }

    // ISO times of one form sort as texts.
    private static String time(StoredUser user, String field) {
        return user.json().get(field).textOr("");
    }

    private Answer page(Ask ask, String what, List<Json> all, String query) {
        int size = FreshchatShapes.pageSize(ask);
        return FreshchatAnswers.ok(FreshchatShapes.page(what, all, Math.max(1, ask.query("page", 1)), size, query));
    }

    /** Null: it is taken as it is. */
    private @Nullable Answer refused(Json body, @Nullable String own) {
        for (Json property : body.get("properties").items()) {
            Answer refusal = behaviour.refusalOfProperty(property.get("name").textOr(""));
            if (refusal != null) {
                return refusal;
            }
        }
        Function<String, Answer> refusal = behaviour.contactTaken();
        if (refusal != null) {
            for (String field : List.of("phone", "email")) {
                String value = body.get(field).text();
                boolean others = value != null
                        && !value.isEmpty()
                        && books.users().stream()
                                .anyMatch(user -> !user.id().equals(own)
                                        && value.equals(user.json().get(field).text()));
                if (others) {
                    return refusal.apply(field);
                }
            }
        }
        return null;
    }

    Answer create(Ask ask, String origin) {
        Json body = FreshchatChecks.object(ask);
        new FreshchatChecks(books, origin).user(body);
        Answer refused = refused(body, null);
        if (refused != null) {
            return refused;
        }
        return FreshchatAnswers.ok(addUser(body).json());
    }

    StoredUser addUser(Json body) {
        String id = FreshchatBooks.newId();
        String now = FreshchatBooks.time(books.now());
        Json.Builder json = Json.object().put("id", id).put("created_time", now).put("updated_time", now);
        json.put("avatar", body.get("avatar").isPresent() ? body.get("avatar") : Json.object());
        for (String field : List.of("first_name", "last_name", "email", "phone", "reference_id", "properties")) {
            json.put(field, body.get(field).isPresent() ? body.get(field) : null);
        }
        json.put("login_status", false);
        return books.put(new StoredUser(id, body.get("reference_id").textOr(""), json.build()));
    }

    Answer update(Ask ask, StoredUser user, String origin) {
        Json body = FreshchatChecks.object(ask);
        new FreshchatChecks(books, origin).user(body);
        Answer refused = refused(body, user.id());
        if (refused != null) {
            return refused;
        }
        Json changed = JsonEdits.with(
                JsonEdits.with(user.json(), body.fields()),
                Map.of("id", user.id(), "updated_time", FreshchatBooks.time(books.now())));
        books.put(new StoredUser(user.id(), user.referenceId(), changed));
        // The real answer may have no body.
        return FreshchatAnswers.traced(Answer.empty(200));
    }

    void setProperty(String userId, String name, String value) {
        StoredUser user = user(userId);
        List<Json> properties = new ArrayList<>(user.json().get("properties").items());
        properties.removeIf(each -> name.equals(each.get("name").text()));
        properties.add(Json.object().put("name", name).put("value", value).build());
        books.put(new StoredUser(
                user.id(), user.referenceId(), JsonEdits.with(user.json(), Map.of("properties", Json.of(properties)))));
    }

    StoredUser user(String id) {
        StoredUser user = books.user(id);
        if (user == null) {
            throw Refusal.notFound("user");
        }
        return user;
    }

    Answer channels(Ask ask) {
        List<Json> rows = books.topics().stream()
                .map(topic -> Json.object()
                        .put("id", topic.id())
                        .put("icon", Json.object())
                        .put("enabled", true)
                        .put("public", true)
                        .put("name", topic.name())
                        .put("tags", List.of())
                        .put("source", topic.source())
                        .build())
                .toList();
        return page(ask, "channels", rows, "");
    }

    Answer groups(Ask ask) {
        List<Json> rows = books.groups().entrySet().stream()
                .map(group -> Json.object()
                        .put("id", group.getKey())
                        .put("name", group.getValue())
                        .put("routing_type", "INTELLIASSIGN")
                        .build())
                .toList();
        return page(ask, "groups", rows, "");
    }

    Answer agents(Ask ask) {
        return page(ask, "agents", books.agents(), "");
    }

    Answer agent(String id) {
        Json agent = books.agent(id);
        if (agent == null) {
            throw Refusal.notFound("agent");
        }
        return FreshchatAnswers.ok(agent);
    }

    void accountId(long value) {
        accountId = value;
    }

    Answer configuration() {
        return FreshchatAnswers.ok(Json.object()
                .put("account_id", accountId)
                .put("app_id", FreshchatBooks.APP)
                .put("organisation_id", 4_900_000_000_000_000_002L)
                .put("account_domain", "acme-demo.freshchat.com")
                .put("plan_type", "GROWTH")
                .put("datacenter", "US")
                .put("bundle_type", "FRESHCHAT")
                .build());
    }
}
