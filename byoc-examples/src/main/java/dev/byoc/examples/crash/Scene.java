package dev.byoc.examples.crash;

import dev.byoc.testkit.freshchat.FakeFreshchat;
import dev.byoc.testkit.freshchat.StoredMessage;
import dev.byoc.testkit.freshchat.StoredUser;
import dev.byoc.testkit.viber.FakeViber;
import dev.byoc.testkit.viber.ReceivedMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Everything that a run is made of: both remote APIs, the hosts between them, the load and the faults. */
final class Scene implements AutoCloseable {
    /**
     * How long a living host may take to store that an answer came. If it dies within that time it does not know of the answer, and no
     * store could help.
     */
    private static final Duration GRACE = Duration.ofMillis(250);

    private final FakeFreshchat freshchat = new FakeFreshchat();
    private final FakeViber viber = new FakeViber();
    private final Halts halts = new Halts();
    private final List<HostProcess> hosts = new ArrayList<>();
    private final Balancer balancer;
    private final Map<String, String> settings;
    private final Chaos chaos;
    private final Load load;
    private @Nullable URI webhook;

    /**
     * Starts the hosts and the load.
     *
     * @param jar the hosts' program; null: {@link Host}
     * @param store as {@link dev.byoc.examples.Engines} takes it
     * @param directory for the hosts' logs
     */
    Scene(int hostCount, @Nullable Path jar, String store, Path directory, Random random) {
        freshchat.addTopic(Host.TOPIC);
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write into " + directory, e);
        }
        for (int i = 0; i < hostCount; i++) {
            hosts.add(new HostProcess(i, jar, new Wire(i, freshchat.url(), viber.url()), halts, directory));
        }
        this.balancer = new Balancer(hosts.stream().map(HostProcess::origin).toList());
        this.settings = Map.of(
                "STORE", store,
                "PUBLIC_URL", balancer.origin() + "/byoc",
                "FRESHCHAT_TOKEN", freshchat.token(),
                "FRESHCHAT_WEBHOOK_KEY", freshchat.publicKeyPem(),
                "VIBER_TOKEN", viber.token());
        this.chaos = new Chaos(freshchat, viber, random);
        this.load = new Load(freshchat, viber, random);
    }

    void begin() {
        hosts.forEach(this::start);
        chaos.begin();
        load.begin();
    }

    /** Also again, after a kill: where it listens must not change with that. */
    void start(HostProcess host) {
        URI address = host.start(settings);
        if (webhook != null && !webhook.equals(address)) {
            throw new IllegalStateException("the address of Freshchat's webhook is another one after a restart");
        }
        webhook = address;
        freshchat.connectWebhook(address);
    }

    List<HostProcess> hosts() {
        return hosts;
    }

    Load load() {
        return load;
    }

    /** The load ends once all of it is acknowledged, and the remote APIs behave from now on. */
    void calm() {
        chaos.close();
        load.end();
    }

    /** How many entries are open in the hosts' store. */
    int open() {
        return hosts.stream().mapToInt(HostProcess::open).max().orElse(0);
    }

    /** What the ledgers hold. */
    List<Stream> streams() {
        Map<String, List<StoredMessage>> said = freshchat.messages().stream()
                .filter(message -> message.actorType().equals("user"))
                .collect(Collectors.groupingBy(StoredMessage::userId));
        Map<String, List<StoredUser>> users = new HashMap<>();
        for (StoredUser user : freshchat.users()) {
            users.computeIfAbsent(user.referenceId(), any -> new ArrayList<>()).add(user);
        }
        List<Stream> streams = new ArrayList<>();
        for (Load.Speaker speaker : load.speakers()) {
            List<Arrival> arrivals = new ArrayList<>();
            if (speaker.inbound()) {
                users.values().stream()
                        .flatMap(List::stream)
                        .filter(user -> Load.isOf(user, speaker.customer()))
                        .flatMap(user -> said.getOrDefault(user.id(), List.of()).stream())
                        .sorted(java.util.Comparator.comparing(StoredMessage::createdAt))
                        // Freshchat can be asked, so that no copy has an excuse.
                        .forEach(message -> arrivals.add(new Arrival(message.text(), true)));
            } else {
                for (ReceivedMessage message : speaker.customer().received()) {
                    arrivals.add(new Arrival(message.text(), reached(message.token())));
                }
            }
            streams.add(new Stream(speaker.name(), speaker.acknowledged(), arrivals));
        }
        return streams;
    }

    private boolean reached(long token) {
        return hosts.stream().anyMatch(host -> host.wire().reached(token, halts, GRACE));
    }

    @Override
    public void close() {
        load.close();
        chaos.close();
        hosts.forEach(HostProcess::close);
        balancer.close();
        viber.close();
        freshchat.close();
    }
}
