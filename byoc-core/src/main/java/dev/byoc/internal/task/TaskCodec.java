package dev.byoc.internal.task;

import dev.byoc.freshchat.Skipped;
import dev.byoc.freshchat.Skipped.Why;
import dev.byoc.json.Json;
import dev.byoc.message.Customer;
import dev.byoc.message.Forward;
import dev.byoc.message.Quote;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Tasks as bytes, for the store. The tags are stored, so they never change. */
public final class TaskCodec {
    private static final String POST = "post";
    private static final String PROFILE = "profile";
    private static final String BLANK_PROFILE = "blank-profile";
    private static final String JOINED = "joined";
    private static final String CONTEXT = "context";
    private static final String NOTE = "note";
    private static final String SHOWN = "shown";
    private static final String FAILED_RECEIPT = "failed-receipt";
    private static final String END_SESSION = "end-session";
    private static final String REPLY = "reply";
    private static final String ORPHAN = "orphan";
    private static final String AFTER_READING = "after-reading";
    private static final String RAW_REQUEST = "raw-request";

    private static final Map<Class<? extends Task>, String> TAGS = Map.ofEntries(
            Map.entry(Task.BlankProfile.class, BLANK_PROFILE),
            Map.entry(Task.Joined.class, JOINED),
            Map.entry(Task.Context.class, CONTEXT),
            Map.entry(Task.Post.class, POST),
            Map.entry(Task.Profile.class, PROFILE),
            Map.entry(Task.Note.class, NOTE),
            Map.entry(Task.Shown.class, SHOWN),
            Map.entry(Task.FailedReceipt.class, FAILED_RECEIPT),
            Map.entry(Task.EndSession.class, END_SESSION),
            Map.entry(Task.Reply.class, REPLY),
            Map.entry(Task.Orphan.class, ORPHAN),
            Map.entry(Task.AfterReading.class, AFTER_READING),
            Map.entry(Task.RawRequest.class, RAW_REQUEST));

    private static final Map<Why, String> WHY = Map.of(
            Why.UNKNOWN, "unknown",
            Why.HIDDEN, "hidden",
            Why.RELATIVE_ADDRESS, "relative-address",
            Why.NO_ADDRESS, "no-address");

    private TaskCodec() {}

    public static byte[] write(Task work) {
        Json.Builder json = Json.object().put("do", TAGS.get(work.getClass()));
        if (work instanceof Task.Post post) {
            customer(json, post.customer())
                    .put("at", post.at().toEpochMilli())
                    .put("contents", ContentCodec.write(post.contents()))
                    .put("quote", quote(post.quote()))
                    .put("forward", forward(post.forward()));
        } else if (work instanceof Task.Profile profile) {
            customer(json, profile.customer());
        } else if (work instanceof Task.BlankProfile blank) {
            json.put("customer", blank.customer()).put("user", blank.userId());
        } else if (work instanceof Task.Joined joined) {
            json.put("customer", joined.customer()).put("text", joined.text());
        } else if (work instanceof Task.Context context) {
            json.put("customer", context.customer()).put("text", context.text());
        } else if (work instanceof Task.Note note) {
            json.put("customer", note.customer()).put("text", note.text());
        } else if (work instanceof Task.Shown shown) {
            json.put("customer", shown.customer()).put("text", shown.text()).put("agent", shown.agentId());
        } else if (work instanceof Task.FailedReceipt receipt) {
            json.put("message", receipt.messageId()).put("text", receipt.detail());
        } else if (work instanceof Task.EndSession end) {
            json.put("customer", end.customer()).put("handle", end.handle());
        } else if (work instanceof Task.Reply reply) {
            json.put("customer", reply.customer())
                    .put("message", reply.messageId())
                    .put("conversations", reply.conversations())
                    .put("agent", reply.agentId())
                    .put("typed", reply.typed())
                    .put("written", millis(reply.written()))
                    .put("contents", ContentCodec.write(reply.contents()))
                    .put("skipped", skipped(reply.skipped()))
                    .put("quote", quote(reply.quote()));
        } else if (work instanceof Task.Orphan orphan) {
            json.put("message", orphan.messageId())
                    .put("conversations", orphan.conversations())
                    .put("channels", orphan.channelIds())
                    .put("users", orphan.userIds())
                    .put("references", orphan.references())
                    .put("agent", orphan.agentId())
                    .put("typed", orphan.typed())
                    .put("written", millis(orphan.written()))
                    .put("contents", ContentCodec.write(orphan.contents()))
                    .put("skipped", skipped(orphan.skipped()));
        } else if (work instanceof Task.AfterReading reading) {
            json.put("account", reading.account())
                    .put("customer", reading.customer())
                    .put("conversations", reading.conversations())
                    .put("written", millis(reading.written()));
            if (reading.then() != null) {
                json.put("then", Json.parse(write(reading.then())));
            }
        } else if (work instanceof Task.RawRequest raw) {
            json.put("method", raw.method())
                    .put("path", raw.subPath())
                    .put("query", raw.query())
                    .put("headers", raw.headers())
                    .put("body", Base64.getEncoder().encodeToString(raw.body()))
                    .put("caller", raw.caller())
                    .put("at", raw.receivedAt().toString());
        }
        return json.build().bytes();
    }

    public static Task read(byte[] bytes) {
        return read(Json.parse(bytes));
    }

    /** Null where it cannot be read, as a newer version has stored it. */
    public static @Nullable Task readOrNull(byte[] bytes) {
        try {
            return read(bytes);
        } catch (RuntimeException e) {
            return null;
        }
    }

    private static Task read(Json json) {
        String kind = json.get("do").textOr("");
        return switch (kind) {
            case POST ->
                new Task.Post(
                        customer(json),
                        Instant.ofEpochMilli(json.get("at").numberOr(0)),
                        ContentCodec.read(json.get("contents")),
                        quote(json.get("quote")),
                        forward(json.get("forward")));
            case PROFILE -> new Task.Profile(customer(json));
            case BLANK_PROFILE ->
                new Task.BlankProfile(string(json, "customer"), json.get("user").text());
            case JOINED -> new Task.Joined(string(json, "customer"), string(json, "text"));
            case CONTEXT -> new Task.Context(string(json, "customer"), string(json, "text"));
            case NOTE -> new Task.Note(string(json, "customer"), string(json, "text"));
            case SHOWN ->
                new Task.Shown(
                        string(json, "customer"),
                        string(json, "text"),
                        json.get("agent").text());
            case FAILED_RECEIPT -> new Task.FailedReceipt(string(json, "message"), string(json, "text"));
            case END_SESSION -> new Task.EndSession(string(json, "customer"), string(json, "handle"));
            case REPLY ->
                new Task.Reply(
                        string(json, "customer"),
                        string(json, "message"),
                        strings(json.get("conversations")),
                        json.get("agent").text(),
                        json.get("typed").isTrue(),
                        instant(json.get("written")),
                        ContentCodec.read(json.get("contents")),
                        skipped(json.get("skipped")),
                        quote(json.get("quote")));
            case ORPHAN ->
                new Task.Orphan(
                        string(json, "message"),
                        strings(json.get("conversations")),
                        strings(json.get("channels")),
                        strings(json.get("users")),
                        strings(json.get("references")),
                        json.get("agent").text(),
                        json.get("typed").isTrue(),
                        instant(json.get("written")),
                        ContentCodec.read(json.get("contents")),
                        skipped(json.get("skipped")));
            case AFTER_READING ->
                new Task.AfterReading(
                        string(json, "account"),
                        string(json, "customer"),
                        strings(json.get("conversations")),
                        instant(json.get("written")),
                        json.get("then").isObject() ? read(json.get("then")) : null);
            case RAW_REQUEST ->
                new Task.RawRequest(
                        string(json, "method"),
                        string(json, "path"),
                        json.get("query").text(),
                        headers(json.get("headers")),
                        Base64.getDecoder().decode(string(json, "body")),
                        json.get("caller").text(),
                        Instant.parse(string(json, "at")));
            default -> throw new IllegalStateException("a newer version stored work of kind " + kind);
        };
    }

    private static Json.Builder customer(Json.Builder json, Customer customer) {
        return json.put("customer", customer.id())
                .put("name", customer.name())
                .put("phone", customer.phone())
                .put("email", customer.email())
                .put("avatar", MediaCodec.write(customer.avatar()))
                .put("language", customer.language())
                .put("country", customer.country())
                .put("username", customer.username())
                .put("profileUrl", customer.profileUrl())
                .put("source", customer.source());
    }

    private static Customer customer(Json json) {
        return Customer.builder(string(json, "customer"))
                .name(json.get("name").text())
                .phone(json.get("phone").text())
                .email(json.get("email").text())
                .avatar(MediaCodec.read(json.get("avatar")))
                .language(json.get("language").text())
                .country(json.get("country").text())
                .username(json.get("username").text())
                .profileUrl(json.get("profileUrl").text())
                .source(json.get("source").text())
                .build();
    }

    private static @Nullable Json quote(@Nullable Quote quote) {
        return quote == null
                ? null
                : Json.object()
                        .put("message", quote.messageId())
                        .put("words", quote.words())
                        .put("author", quote.author())
                        .build();
    }

    private static @Nullable Quote quote(Json json) {
        return json.isObject()
                ? new Quote(
                        json.get("message").text(),
                        json.get("words").text(),
                        json.get("author").text())
                : null;
    }

    private static @Nullable Json forward(@Nullable Forward forward) {
        return forward == null
                ? null
                : Json.object().put("from", forward.from()).build();
    }

    private static @Nullable Forward forward(Json json) {
        return json.isObject() ? new Forward(json.get("from").text()) : null;
    }

    private static @Nullable Long millis(@Nullable Instant time) {
        return time == null ? null : time.toEpochMilli();
    }

    private static @Nullable Instant instant(Json number) {
        long millis = number.numberOr(Long.MIN_VALUE);
        return millis == Long.MIN_VALUE ? null : Instant.ofEpochMilli(millis);
    }

    private static Map<String, List<String>> headers(Json object) {
        Map<String, List<String>> headers = new LinkedHashMap<>();
        object.fields().forEach((name, values) -> headers.put(name, strings(values)));
        return headers;
    }

    private static List<Json> skipped(List<Skipped> skipped) {
        return skipped.stream()
                .map(each -> Json.object()
                        .put("kind", each.kind())
                        .put("why", WHY.get(each.why()))
                        .build())
                .toList();
    }

    private static List<Skipped> skipped(Json json) {
        return json.items().stream()
                .map(each -> new Skipped(
                        each.get("kind").textOr("unnamed"), why(each.get("why").textOr(""))))
                .toList();
    }

    /** A reason that a newer version stored is worth less than the answer. */
    private static Why why(String tag) {
        return WHY.entrySet().stream()
                .filter(each -> each.getValue().equals(tag))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(Why.UNKNOWN);
    }

    private static List<String> strings(Json array) {
        return array.items().stream().map(Json::text).filter(Objects::nonNull).toList();
    }

    private static String string(Json json, String name) {
        return MediaCodec.string(json, name);
    }
}
