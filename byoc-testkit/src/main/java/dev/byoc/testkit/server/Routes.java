package dev.byoc.testkit.server;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The paths that a fake serves. Filled before the server starts. */
public final class Routes {
    /** What serves a route: the request and the path's id, {@code ""} if it has none. */
    public interface Handler {
        Answer handle(Ask ask, String id);
    }

    private record Route(String name, String method, String[] path, Handler handler) {}

    /** What a request fell on: its route's name and what to do. */
    public record Found(String route, Function<Ask, Answer> work) {}

    private final String prefix;
    private final List<Route> routes = new ArrayList<>();

    /**
     * Without a route.
     *
     * @param prefix the first segment of every path, {@code "v2"}; {@code ""}: routes are whole paths
     */
    public Routes(String prefix) {
        this.prefix = prefix;
    }

    /**
     * Adds a route.
     *
     * @param name as {@code "GET /users/{id}"}
     */
    public Routes add(String name, Handler handler) {
        String[] methodAndPath = name.split(" /", 2);
        routes.add(new Route(name, methodAndPath[0], methodAndPath[1].split("/", -1), handler));
        return this;
    }

    /** As {@link #find}, with empty answers; what is under another prefix is not found either. */
    public Found findOrNothing(Ask ask) {
        Found found = find(ask, Answer.empty(404), Answer.empty(405));
        return found == null ? new Found(ask.method() + " " + ask.rawPath(), it -> Answer.empty(404)) : found;
    }

    /**
     * What the request asks for, one of the two answers if no route has its path, or none of that path its method; null if the path is under
     * another prefix.
     */
    public @Nullable Found find(Ask ask, Answer notFound, Answer wrongMethod) {
        List<String> segments = ask.segments();
        if (!prefix.isEmpty() && !segments.get(0).equals(prefix)) {
            return null;
        }
        List<String> rest = prefix.isEmpty() ? segments : segments.subList(1, segments.size());
        Answer refusal = notFound;
        for (Route route : routes) {
            String id = match(route.path(), rest);
            if (id != null && route.method().equals(ask.method())) {
                return new Found(route.name(), it -> route.handler().handle(it, id));
            }
            if (id != null) {
                refusal = wrongMethod;
            }
        }
        Answer answer = refusal;
        int start = prefix.isEmpty() ? 0 : prefix.length() + 1;
        return new Found(ask.method() + " " + ask.rawPath().substring(start), it -> answer);
    }

    private static @Nullable String match(String[] path, List<String> segments) {
        if (segments.size() != path.length) {
            return null;
        }
        String id = "";
        for (int i = 0; i < path.length; i++) {
            String segment = segments.get(i);
            if (path[i].startsWith("{")) {
                id = segment;
            } else if (!path[i].equals(segment)) {
                return null;
            }
        }
        return id;
    }
}
