package dev.byoc.app.doctor;

import static java.time.format.DateTimeFormatter.RFC_1123_DATE_TIME;

import dev.byoc.event.Finding;
import dev.byoc.relay.RelayBuilder;
import dev.byoc.testkit.FreePort;
import dev.byoc.testkit.freshchat.FakeFreshchat;
import dev.byoc.testkit.viber.FakeViber;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import okhttp3.Dns;
import okhttp3.OkHttpClient;

/** A set-up without a fault, of real servers and files, in which a test plants one. */
final class SetUp implements AutoCloseable {
    static final String HOST = "chat.example.com";

    final FakeFreshchat freshchat = FakeFreshchat.withUsualKey();
    final FakeViber viber = new FakeViber();
    final int port = FreePort.next();
    final int adminPort = FreePort.next();
    final Path folder;
    final Map<String, String> environment = new HashMap<>();
    String fileSystem = "ext4";
    boolean mayWrite = true;
    long freeBytes = 1L << 40;
    Clock clock = Clock.systemUTC();
    Duration freshchatIsAhead = Duration.ZERO;
    Runnable onLookUp = () -> {};
    UnaryOperator<String> edit = text -> text;
    String publicHost = HOST;
    int publicPort = port;

    SetUp(Path folder) {
        this.folder = folder;
        freshchat.addTopic("Support");
        reached(HOST, port);
        environment.put("TOKEN", freshchat.token());
        environment.put("KEY", freshchat.publicKeyPem());
        environment.put("VIBER", viber.token());
    }

    /** The public address is there, and the messenger knows it. */
    void reached(String host, int atPort) {
        publicHost = host;
        publicPort = atPort;
        viber.connectWebhook(URI.create(publicUrl() + "/shop/made-by-the-store"));
    }

    String publicUrl() {
        return "http://" + publicHost + ":" + publicPort + "/byoc";
    }

    /** @param more lines below {@code byoc:} */
    Path file(String... more) throws IOException {
        String text = """
                byoc:
                  public-url: %s
                  allow-plain-http: yes
                  port: %d
                  admin.port: %d
                  freshchat:
                    url: %s
                    trust-host: %s
                    token: ${TOKEN}
                    webhook-key: ${KEY}
                  accounts:
                    shop: {channel: viber, topic: Support, sender-name: Shop, auth-token: "${VIBER}", base-url: "%s"}
                %s
                """.formatted(
                publicUrl(),
                port,
                adminPort,
                freshchat.url(),
                freshchat.url().getHost(),
                viber.url(),
                String.join(
                        "\n", List.of(more).stream().map(line -> "  " + line).toList()));
        Path file = Files.writeString(folder.resolve("byoc.yaml"), edit.apply(text));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        return file;
    }

    Doctor doctor(Path file) {
        return new Doctor(file, environment, new Doctor.Surroundings(this::known, new PlantedDisk(), clock));
    }

    private final class PlantedDisk implements Disk {
        @Override
        public String type(Path path) {
            return fileSystem;
        }

        @Override
        public long freeBytes(Path path) {
            return freeBytes;
        }

        @Override
        public boolean mayWrite(Path path) {
            return mayWrite;
        }
    }

    /** The name leads to this machine, and is known outside too. */
    private RelayBuilder known(RelayBuilder relay) {
        Dns names = host -> {
            if (!host.equals(HOST)) {
                return Dns.SYSTEM.lookup(host);
            }
            onLookUp.run();
            return List.of(InetAddress.getLoopbackAddress(), InetAddress.getByAddress(host, new byte[] {8, 8, 8, 8}));
        };
        return relay.httpClient(new OkHttpClient.Builder()
                .dns(names)
                .addNetworkInterceptor(chain -> chain.proceed(chain.request())
                        .newBuilder()
                        .header(
                                "Date",
                                RFC_1123_DATE_TIME.format(
                                        ZonedDateTime.now(ZoneOffset.UTC).plus(freshchatIsAhead)))
                        .build())
                .build());
    }

    List<Finding> found(String... more) throws IOException {
        return doctor(file(more)).look(false, name -> {});
    }

    List<Finding> foundOffline(String... more) throws IOException {
        return doctor(file(more)).look(true, name -> {});
    }

    @Override
    public void close() {
        freshchat.close();
        viber.close();
    }
}
