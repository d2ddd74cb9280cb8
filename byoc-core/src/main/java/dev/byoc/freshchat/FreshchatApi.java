package dev.byoc.freshchat;

import dev.byoc.Secret;
import dev.byoc.Visible;
import dev.byoc.freshchat.FreshchatException.About;
import dev.byoc.http.Http;
import dev.byoc.http.HttpCall;
import dev.byoc.http.HttpOutcome;
import dev.byoc.http.HttpResult;
import dev.byoc.internal.text.Wire;
import dev.byoc.json.Json;
import dev.byoc.json.JsonException;
import dev.byoc.message.Media;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One call to Freshchat: adds the token, and tells an answer that succeeded from one that only looks like it. Thread-safe. */
final class FreshchatApi {
    /** How many rows of a list are asked for at once. */
    static final int PAGE_ITEMS = 50;

    private static final int MAX_LIST_PAGES = 40;
    private static final int MAX_CODE_CHARS = 64;

    /** Its bytes come from another server, with a deadline of its own. */
    private static final Duration UPLOAD_DEADLINE = Duration.ofMinutes(5);

    private static final String ID = "{id}";

    private final FreshchatSettings settings;
    private final Http http;

    FreshchatApi(FreshchatSettings settings, Http http) {
        this.settings = settings;
        this.http = http;
    }

    /**
     * A call and what errors may say of it.
     *
     * @param shown method and path with {@code {id}} for every id, without query
     */
    record Call(HttpCall http, String shown) {}

    Call get(String template, String query, String... ids) {
        return new Call(HttpCall.get(uri("GET", template, query, ids)), "GET " + template);
    }

    Call post(String template, Json body, String... ids) {
        return new Call(HttpCall.post(uri("POST", template, "", ids)).json(body), "POST " + template);
    }

    /** A file in a form, which may take longer than a call without one. */
    Call upload(String template, String field, Media file, HttpCall.Source bytes) {
        return new Call(
                HttpCall.post(uri("POST", template, ""))
                        .part(field, file, bytes)
                        .within(UPLOAD_DEADLINE),
                "POST " + template);
    }

    Call put(String template, Json body, String... ids) {
        return new Call(HttpCall.put(uri("PUT", template, "", ids)).json(body), "PUT " + template);
    }

    /** A call to a link that Freshchat gave, a path or a whole address; another host is refused, as it would be sent the token. */
    Call follow(String template, String link) {
        String shown = "GET " + template;
        URI root = settings.api();
        try {
            URI target = root.resolve(link);
            if (root.getScheme().equalsIgnoreCase(target.getScheme())
                    && root.getRawAuthority().equalsIgnoreCase(target.getRawAuthority())) {
                return new Call(HttpCall.get(target), shown);
            }
        } catch (IllegalArgumentException e) {
            throw FreshchatException.unanswered(
                    shown, HttpOutcome.UNSENDABLE, "the link to the next page is not an address");
        }
        throw FreshchatException.unanswered(
                shown, HttpOutcome.UNSENDABLE, "the link to the next page leads to another host");
    }

    private URI uri(String method, String template, String query, String... ids) {
        String path = template;
        for (String id : ids) {
            // An empty id would ask for the list, and dots would climb to another path even when encoded.
            if (Visible.isBlank(id) || id.equals(".") || id.equals("..")) {
                throw FreshchatException.unanswered(method + " " + template, HttpOutcome.UNSENDABLE, "the id is empty");
            }
            int place = path.indexOf(ID);
            path = path.substring(0, place) + Wire.encoded(id) + path.substring(place + ID.length());
        }
        return URI.create(settings.api() + path + (query.isEmpty() ? "" : "?" + query));
    }

    /**
     * Makes the call.
     *
     * @return the body of the 2xx, an object; {@link Json#ABSENT} if it was empty
     * @throws FreshchatException if it did not succeed
     */
    Json send(Call call) {
        Secret token = settings.token();
        HttpResult result = http.call(
                call.http().header("Authorization", "Bearer " + token.reveal()).header("Accept", "application/json"));
        try {
            return read(call, result);
        } catch (FreshchatException e) {
            throw e.isAuth() && settings.currentToken().isReplaced(token) ? e.ofReplacedToken() : e;
        }
    }

    /**
     * All that a list has: every page, up to 2,000 rows.
     *
     * @param what the call's path, and the name of the list in its answer
     */
    <T> List<T> all(String what, Function<Json, @Nullable T> read, Function<T, String> id) {
        Map<String, T> all = new LinkedHashMap<>();
        boolean more = true;
        for (int page = 1; more && page <= MAX_LIST_PAGES; page++) {
            Call call = get("/" + what, "page=" + page + "&items_per_page=" + PAGE_ITEMS);
            Json body = send(call);
            int before = all.size();
            for (Json item : listed(call, body, what)) {
                T each = read.apply(item);
                if (each != null) {
                    all.put(id.apply(each), each);
                }
            }
            more = all.size() > before && hasNext(body, page);
        }
        return List.copyOf(all.values());
    }

    /** A body without the list is no empty list: taken for one it would make a second user, or a second copy of a message. */
    static List<Json> listed(Call call, Json body, String name) {
        if (!body.get(name).isArray()) {
            throw unreadable(call, name);
        }
        return body.get(name).items();
    }

    static boolean hasNext(Json body, int page) {
        return Wire.text(body.get("links").get("next_page").get("href")) != null
                || body.get("pagination").get("total_pages").numberOr(0) > page;
    }

    private static Json read(Call call, HttpResult result) {
        if (result instanceof HttpResult.NotSent notSent) {
            throw FreshchatException.unanswered(call.shown(), HttpOutcome.of(result), notSent.detail());
        }
        if (result instanceof HttpResult.NoAnswer noAnswer) {
            throw FreshchatException.unanswered(call.shown(), HttpOutcome.of(result), noAnswer.detail());
        }
        HttpResult.Answered answered = (HttpResult.Answered) result;
        if (!answered.ok()) {
            throw refused(call, answered);
        }
        if (answered.body().length == 0) {
            return Json.ABSENT;
        }
        Json body = json(answered.body());
        if (!body.isObject()) {
            // Portal hosts answer the same paths with 200 and a web page.
            HttpOutcome outcome = isPage(answered.body()) ? HttpOutcome.ELSEWHERE : HttpOutcome.UNREADABLE;
            throw failure(call, answered, outcome, Json.ABSENT);
        }
        refuseFailed(call, answered, body);
        for (Json message : body.get("messages").items()) {
            if (!"GET".equals(call.http().method())) {
                // A conversation can be created, with 200, around a message that was not.
                refuseFailed(call, answered, message);
            }
        }
        return body;
    }

    /** A 2xx without the field that the call was for: whatever it was to make may have been made. */
    static FreshchatException unreadable(Call call, String missing) {
        return new FreshchatException(
                call.shown() + " succeeded, but its answer lacks \"" + missing + "\"; it may have been done",
                HttpOutcome.UNREADABLE,
                200,
                "",
                "",
                null,
                Set.of());
    }

    private static void refuseFailed(Call call, HttpResult.Answered answered, Json body) {
        Long code = body.firstOf("error_code", "code").number();
        boolean wordForCode = code == null && Wire.text(body.get("error_code")) != null;
        boolean failed = (code != null && code >= 400)
                || wordForCode
                || Wire.text(body.get("error_message")) != null
                || Wire.text(body.get("error")) != null
                || body.get("error").isObject()
                || "failed".equalsIgnoreCase(body.get("status").text())
                || body.get("success").equals(Json.of(false));
        if (failed) {
            HttpOutcome outcome =
                    code == null || code < 400 || code > 599 ? HttpOutcome.REFUSED : HttpOutcome.of(code.intValue());
            throw failure(call, answered, outcome, body);
        }
    }

    private static FreshchatException refused(Call call, HttpResult.Answered answered) {
        HttpOutcome outcome = HttpOutcome.of(answered.status());
        boolean elsewhere = outcome == HttpOutcome.GONE && isPage(answered.body());
        return failure(call, answered, elsewhere ? HttpOutcome.ELSEWHERE : outcome, json(answered.body()));
    }

    private static FreshchatException failure(Call call, HttpResult.Answered answered, HttpOutcome outcome, Json body) {
        String code = "";
        for (String field : new String[] {"error_code", "status", "error"}) {
            code = code.isEmpty() ? Wire.word(body.get(field).text(), MAX_CODE_CHARS) : code;
        }
        String traceId = Wire.word(answered.header("X-Trace-ID"), MAX_CODE_CHARS);
        String advice = outcome == HttpOutcome.ELSEWHERE || outcome == HttpOutcome.REDIRECTED
                ? "; no API answers there, is the Freshchat url the account's own?"
                : outcome == HttpOutcome.MISCONFIGURED ? "; check the token, its rights, and the Freshchat url" : "";
        String message = call.shown() + " answered " + answered.status() + (code.isEmpty() ? "" : " " + code) + advice
                + (traceId.isEmpty() ? "" : " (trace " + traceId + ")");
        return new FreshchatException(
                message,
                outcome,
                answered.status(),
                code,
                traceId,
                answered.retryAfter(),
                about(outcome, answered, body));
    }

    /** Free text is only searched: it may repeat a customer's words. The phrases were met in the field, none is documented. */
    private static Set<About> about(HttpOutcome outcome, HttpResult.Answered answered, Json body) {
        Set<About> about = EnumSet.noneOf(About.class);
        if (outcome != HttpOutcome.REFUSED && outcome != HttpOutcome.CONFLICT) {
            return about;
        }
        StringBuilder words = new StringBuilder();
        for (String field : new String[] {"message", "error_message", "error", "status", "error_code"}) {
            String text = body.get(field).text();
            words.append(text == null ? "" : text.toLowerCase(Locale.ROOT)).append('\n');
        }
        if (words.indexOf("not the latest conversation") >= 0) {
            about.add(About.NOT_LATEST_CONVERSATION);
        } else if (words.indexOf("image_empty_content") >= 0) {
            about.add(About.IMAGE);
        } else if (words.indexOf("fragment not supported") >= 0) {
            about.add(About.PART);
        }
        // Where a refusal names its field is not documented at all.
        String all = new String(answered.body(), StandardCharsets.UTF_8).toLowerCase(Locale.ROOT);
        if (all.contains("phone") || all.contains("mobile")) {
            about.add(About.PHONE);
        }
        if (all.contains("email") || all.contains("e-mail")) {
            about.add(About.EMAIL);
        }
        if (all.contains("propert") || all.contains("custom field") || all.contains("cf_")) {
            about.add(About.PROPERTY);
        }
        return about;
    }

    private static Json json(byte[] body) {
        try {
            return Json.parse(body);
        } catch (JsonException e) {
            return Json.ABSENT;
        }
    }

    private static boolean isPage(byte[] body) {
        int i = 0;
        while (i < body.length && (body[i] <= ' ')) {
            i++;
        }
        return i < body.length && body[i] == '<';
    }
}
