package dev.byoc.examples.bench.contest;

import dev.byoc.examples.bench.rig.Child;
import dev.byoc.examples.bench.rig.Far;
import dev.byoc.examples.bench.rig.FarFreshchat;
import dev.byoc.examples.bench.rig.Feed;
import dev.byoc.examples.bench.rig.Subject;
import dev.byoc.relay.RelayBuilder;
import dev.byoc.relay.RelayEngine;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Response;
import okhttp3.ResponseBody;

/** The process in which sides take turns. Freshchat is another. */
public final class Arena {
    /** With 64 customers, so many that no lane is ever idle. */
    public static final int IN_FLIGHT = 512;

    private static final int THREADS = 64;

    private static final MediaType JSON = MediaType.get("application/json");

    private final Far far;
    private final Map<String, Running> relays = new HashMap<>();

    private record Running(RelayEngine relay, Feed feed) {}

    /** Who plays, in words that can be an argument of a process. */
    public record Player(Kind kind, String place, int customers, int inFlight, int millis, double share) {
        private static final String BETWEEN = "\t";

        /** That loop of calls alone. */
        public static Player bare() {
            return new Player(Kind.BARE, "", 0, THREADS, 0, 1);
        }

        /** Sockets and no HTTP client. */
        public static Player raw() {
            return new Player(Kind.RAW, "", 0, THREADS, 0, 1);
        }

        /** A loop of two commits in the database of that place. */
        public static Player commits(String place) {
            return new Player(Kind.COMMITS, place, 0, THREADS, 0, 1);
        }

        /** A relay whose state is at that place; those of one place and kind are one relay. */
        public static Player relay(String place) {
            return new Player(Kind.RELAY, place, THREADS, IN_FLIGHT, 0, 1);
        }

        /** The same without a network: each call is answered before OkHttp looks for a connection. */
        public static Player alone(String place) {
            return new Player(Kind.ALONE, place, THREADS, IN_FLIGHT, 0, 1);
        }

        public Player customers(int howMany) {
            return new Player(kind, place, howMany, inFlight, millis, share);
        }

        /** So many messages that are not yet done, or as many threads. The fewer, the shorter its turns. */
        public Player inFlight(int howMany) {
            return new Player(kind, place, customers, howMany, millis, Math.min(1, howMany / (double) THREADS));
        }

        /** Freshchat takes so long for each of its answers. */
        public Player millis(int howMany) {
            return new Player(kind, place, customers, inFlight, howMany, share / 2);
        }

        String told() {
            return kind + BETWEEN + place + BETWEEN + customers + BETWEEN + inFlight + BETWEEN + millis + BETWEEN
                    + share;
        }

        static Player of(String told) {
            String[] words = told.split(BETWEEN, -1);
            return new Player(
                    Kind.valueOf(words[0]),
                    words[1],
                    Integer.parseInt(words[2]),
                    Integer.parseInt(words[3]),
                    Integer.parseInt(words[4]),
                    Double.parseDouble(words[5]));
        }
    }

    /** What a player is. */
    public enum Kind {
        BARE,
        RAW,
        COMMITS,
        RELAY,
        ALONE
    }

    private Arena(Far far) {
        this.far = far;
    }

    /** Plays a contest in a process of its own; gives the median turn of each player. */
    public static List<Turn> play(Contest contest, Far far, List<Player> players) throws IOException {
        List<String> arguments = new ArrayList<>(contest.arguments());
        arguments.addAll(far.arguments());
        players.forEach(player -> arguments.add(player.told()));
        return Contest.read(Child.run(Arena.class, Usage.options("-Xmx1g"), arguments.toArray(String[]::new)));
    }

    /** Takes what {@link #play} gives. */
    public static void main(String[] args) throws IOException {
        Arena arena = new Arena(new Far(args[3], args[4]));
        List<Contest.Entrant> entrants = List.of(args).subList(5, args.length).stream()
                .map(Player::of)
                .map(player -> new Contest.Entrant(
                        new DelayedSide(arena.side(player), arena.far, player.millis), player.share))
                .toList();
        Child.tell(Contest.told(Contest.of(args).play(entrants)));
        Child.awaitEnd();
    }

    private Side side(Player player) {
        return switch (player.kind) {
            case BARE -> new BareSide(far, player.inFlight);
            case RAW -> new RawSide(far, player.inFlight);
            case COMMITS -> new CommitsSide(player.place.substring("postgresql:".length()), player.inFlight);
            case RELAY, ALONE -> {
                Running running = relays.computeIfAbsent(player.kind + player.place, unused -> start(player));
                boolean forces = !player.place.equals("memory");
                yield new RelaySide(running.relay, running.feed, player.customers, player.inFlight, forces);
            }
        };
    }

    private Running start(Player player) {
        Feed feed = new Feed(1);
        RelayBuilder builder = Subject.builder(player.place, far).listener(feed);
        if (player.kind == Kind.ALONE) {
            builder.httpClient(new OkHttpClient.Builder()
                    .addInterceptor(chain -> new Response.Builder()
                            .request(chain.request())
                            .protocol(Protocol.HTTP_1_1)
                            .code(200)
                            .message("OK")
                            .body(ResponseBody.create(
                                    FarFreshchat.answer(
                                            chain.request().method(),
                                            chain.request().url().encodedPath()),
                                    JSON))
                            .build())
                    .build());
        }
        RelayEngine relay = builder.build();
        relay.start();
        return new Running(relay, feed);
    }
}
