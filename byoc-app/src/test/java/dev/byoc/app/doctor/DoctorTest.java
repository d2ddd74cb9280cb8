package dev.byoc.app.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.app.config.AppConfig;
import dev.byoc.app.serve.Service;
import dev.byoc.event.Finding;
import dev.byoc.event.Finding.Severity;
import dev.byoc.jdbc.JdbcStore;
import dev.byoc.testkit.PublicFront;
import dev.byoc.testkit.server.Fault;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each fault is planted in a real file or server, and found. */
class DoctorTest {
    @TempDir
    Path folder;

    private SetUp setUp;

    @BeforeEach
    void setUp() {
        setUp = new SetUp(folder);
    }

    @AfterEach
    void close() {
        setUp.close();
    }

    private static List<String> codes(List<Finding> found) {
        return found.stream()
                .filter(each -> each.severity() != Severity.NOT_CHECKED)
                .map(Finding::code)
                .toList();
    }

    @Test
    void inASetUpWithoutAFaultNothingIsFound() throws IOException {
        assertThat(setUp.found()).extracting(Finding::code).containsExactly("freshchat-writing");
        assertThat(Files.exists(folder.resolve("byoc.db"))).isFalse();
        assertThat(setUp.freshchat.posted()).isEmpty();
        assertThat(setUp.viber.webhook()).hasToString(setUp.publicUrl() + "/shop/made-by-the-store");
    }

    @Test
    void aSetUpThatHasRunHasNoFaultEither() throws IOException {
        store("byoc.db");

        assertThat(codes(setUp.found())).isEmpty();
    }

    private Path store(String name) {
        Path file = folder.resolve(name);
        JdbcStore store = JdbcStore.embedded(file);
        store.open("test");
        store.close();
        return file;
    }

    @Test
    void everyFaultOfTheSettingsIsFound() throws IOException {
        setUp.edit = text -> text.replace("public-url: ", "public-ulr: ").replace("channel: viber", "channel: vibre");

        assertThat(setUp.found())
                .filteredOn(each -> each.code().equals("settings"))
                .hasSizeGreaterThanOrEqualTo(2);
    }

    @Test
    void aFileThatIsNoYamlIsFound() throws IOException {
        setUp.edit = text -> "byoc: [";

        assertThat(codes(setUp.found())).containsExactly("settings");
    }

    @Test
    void secretsThatOthersMayReadAreFound() throws IOException {
        setUp.edit = text -> text.replace("${TOKEN}", setUp.freshchat.token());

        assertThat(codes(setUp.foundOffline())).containsExactly("settings-readable");
    }

    @ParameterizedTest
    @ValueSource(strings = {"byoc.port", "byoc.admin.port"})
    void aPortThatIsTakenIsFound(String setting) throws IOException {
        int port = setting.equals("byoc.port") ? setUp.port : setUp.adminPort;
        try (ServerSocket taken = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            assertThat(setUp.foundOffline()).singleElement().satisfies(found -> {
                assertThat(found.code()).isEqualTo("port-taken");
                assertThat(found.what()).contains(setting);
            });
            assertThat(taken.isBound()).isTrue();
        }
    }

    @Test
    void anAdminPortForEveryoneIsFound() throws IOException {
        assertThat(codes(setUp.foundOffline("admin.bind: 0.0.0.0"))).containsExactly("admin-open");
    }

    @Test
    void aFolderOfTheStoreThatIsNotThereIsFound() throws IOException {
        assertThat(codes(setUp.foundOffline("store.file: none/byoc.db"))).containsExactly("store-folder");
    }

    @Test
    void filesThatThisUserMayNotWriteAreFound() throws IOException {
        store("byoc.db");
        setUp.mayWrite = false;

        assertThat(codes(setUp.foundOffline())).containsExactlyInAnyOrder("store-folder", "store-read-only");
    }

    @ParameterizedTest
    @CsvSource({
        "nfs4, store-file-system",
        "cifs, store-file-system",
        "9p, store-file-system",
        "tmpfs, store-fleeting",
        "overlay, store-fleeting"
    })
    void aFileSystemThatIsNotForAStoreIsFound(String type, String code) throws IOException {
        setUp.fileSystem = type;

        assertThat(codes(setUp.foundOffline())).containsExactly(code);
    }

    @Test
    void aDiskThatIsNearlyFullIsFound() throws IOException {
        setUp.freeBytes = 512L * 1024 * 1024;
        assertThat(codes(setUp.foundOffline())).isEmpty();

        setUp.freeBytes--;
        assertThat(setUp.foundOffline()).singleElement().satisfies(found -> {
            assertThat(found.code()).isEqualTo("disk-nearly-full");
            assertThat(found.what()).startsWith("511 MB are free");
        });
    }

    @Test
    void whatThisMachineSaysOfADiskIsRead() throws IOException {
        assertThat(Disk.REAL.freeBytes(folder))
                .isBetween(1L, Files.getFileStore(folder).getTotalSpace());
        assertThat(Disk.REAL.type(folder)).isEqualTo(Files.getFileStore(folder).type());
        assertThat(Disk.REAL.freeBytes(folder.resolve("none"))).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void aStoreThatAnotherProcessHoldsIsFound() throws IOException {
        store("byoc.db");
        Path lock = folder.resolve("byoc.db.lock");
        try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.READ, StandardOpenOption.WRITE);
                FileLock held = channel.lock()) {
            assertThat(held.isValid()).isTrue();
            assertThat(setUp.foundOffline()).singleElement().satisfies(found -> {
                assertThat(found.code()).isEqualTo("store-in-use");
                assertThat(found.what())
                        .contains("process " + ProcessHandle.current().pid());
            });
        }
    }

    @Test
    void aDamagedStoreIsFound() throws IOException {
        Path file = store("byoc.db");
        byte[] bytes = Files.readAllBytes(file);
        Arrays.fill(bytes, 4096, bytes.length, (byte) 7);
        Files.write(file, bytes);

        assertThat(codes(setUp.foundOffline())).containsExactly("store-damaged");
    }

    @Test
    void aFileThatIsNoDatabaseIsFound() throws IOException {
        Files.writeString(folder.resolve("byoc.db"), "not a database at all ".repeat(100));

        assertThat(codes(setUp.foundOffline())).containsExactly("store-damaged");
    }

    @Test
    void aStoreOfALaterVersionIsFound() throws Exception {
        change(store("byoc.db"), "update byoc_meta set value = '99' where name in ('version', 'min_code')");

        assertThat(codes(setUp.foundOffline())).containsExactly("store-newer");
    }

    @Test
    void tablesThatNoReleaseHasMadeAreFound() throws Exception {
        change(folder.resolve("byoc.db"), "create table byoc_entry (id integer)");

        assertThat(codes(setUp.foundOffline())).containsExactly("store-foreign");
    }

    @Test
    void tablesThatTheStoreMayNotMakeAreFound() throws IOException {
        assertThat(codes(setUp.foundOffline("store.migrate: no"))).containsExactly("store-without-tables");
    }

    private static void change(Path file, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Test
    void aTokenThatFreshchatRefusesIsFound() throws IOException {
        setUp.environment.put("TOKEN", "eyJhbGciOiJIUzI1NiJ9.another-one");

        assertThat(codes(setUp.found())).containsExactly("freshchat-token");
    }

    @ParameterizedTest
    @CsvSource({
        "GET /users, read-users",
        "GET /conversations/{id}, read-conversations",
        "GET /conversations/{id}/messages, read-messages",
        "GET /groups, read-groups",
        "GET /agents, read-agents"
    })
    void aRightThatTheTokenLacksIsFound(String call, String code) throws IOException {
        setUp.freshchat.faults().always(call, Fault.answer(403));

        assertThat(codes(setUp.found())).containsExactly(code);
    }

    @Test
    void aTopicThatIsNotThereIsFound() throws IOException {
        setUp.edit = text -> text.replace("topic: Support", "topic: Sales");

        assertThat(setUp.found())
                .filteredOn(each -> each.code().equals("account"))
                .singleElement()
                .satisfies(found -> {
                    assertThat(found.subject()).isEqualTo("shop");
                    assertThat(found.what()).contains("topic");
                });
    }

    @Test
    void aKeyThatTheMessengerRefusesIsFound() throws IOException {
        setUp.environment.put("VIBER", "4b0000000000000b-4b0000000000000b-4b0000000000000b");

        assertThat(codes(setUp.found())).containsExactly("account");
    }

    @Test
    void aWebhookOfAnotherSystemIsFound() throws IOException {
        setUp.viber.connectWebhook(URI.create("https://other.example.com/hook/secret-path"));

        assertThat(setUp.found())
                .filteredOn(each -> each.code().equals("webhook-elsewhere"))
                .singleElement()
                .satisfies(found ->
                        assertThat(found.what()).contains("other.example.com").doesNotContain("secret-path"));
    }

    @Test
    void aWebhookThatIsSetNowhereIsFound() throws IOException {
        setUp.viber.connectWebhook(null);

        assertThat(codes(setUp.found())).containsExactly("webhook-nowhere");
    }

    @Test
    void aClockThatIsOffIsFound() throws IOException {
        setUp.freshchatIsAhead = Duration.ofMinutes(10);

        assertThat(setUp.found())
                .filteredOn(each -> each.code().equals("relay"))
                .singleElement()
                .satisfies(found -> assertThat(found.what()).contains("clock of this machine"));
    }

    @Test
    void aLoginInFrontIsFound() throws IOException {
        try (PublicFront front = new PublicFront(() -> null)) {
            setUp.reached(SetUp.HOST, front.url().getPort());
            front.answers(401);

            assertThat(codes(setUp.found())).containsExactly("login");
        }
    }

    @Test
    void webhooksThatComeMeanwhileAreToBeSentAgain() throws IOException {
        Set<Integer> answers = ConcurrentHashMap.newKeySet();
        setUp.onLookUp = () -> answers.add(post("/byoc/shop/path-secret-of-the-account"));

        setUp.environment.put("PATH_SECRET", "path-secret-of-the-account");

        assertThat(codes(setUp.found("accounts.shop.path-secret: ${PATH_SECRET}")))
                .isEmpty();
        // The round of probes comes before the port is opened.
        assertThat(answers).containsExactlyInAnyOrder(0, 503);
    }

    @Test
    void slowWebhooksKeepNoTestRequestFromItsAnswer() throws IOException {
        List<Socket> slow = new CopyOnWriteArrayList<>();
        List<String> answers = new CopyOnWriteArrayList<>();
        setUp.onLookUp = () -> {
            for (int i = 0; i < 8; i++) {
                begin(slow, answers);
            }
        };
        try {
            assertThat(codes(setUp.found())).isEmpty();
            assertThat(answers).isNotEmpty().containsOnly("HTTP/1.1 503");
        } finally {
            for (Socket each : slow) {
                each.close();
            }
        }
    }

    /** A webhook whose body does not go on, and is answered without it; none before the port is opened. */
    private void begin(List<Socket> begun, List<String> answers) {
        String head =
                "POST /byoc/shop/path-secret HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\n{\"event\"";
        try {
            Socket socket = new Socket(InetAddress.getLoopbackAddress(), setUp.port);
            begun.add(socket);
            socket.setSoTimeout(30_000);
            socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            answers.add(
                    new String(socket.getInputStream().readNBytes("HTTP/1.1 503".length()), StandardCharsets.US_ASCII));
        } catch (IOException e) {
            assertThat(e).isInstanceOf(ConnectException.class);
        }
    }

    private int post(String path) {
        URI url = URI.create("http://127.0.0.1:" + setUp.port + path);
        HttpRequest request = HttpRequest.newBuilder(url)
                .POST(HttpRequest.BodyPublishers.ofString("{}"))
                .build();
        try {
            return HttpClient.newHttpClient()
                    .send(request, HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        } catch (IOException e) {
            return 0;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Found by a doctor beside a relay of these settings. */
    private List<Finding> foundBesideARelay(Runnable onceItRuns) throws Exception {
        Path file = setUp.file();
        Service service = new Service(AppConfig.read(file, setUp.environment));
        BlockingQueue<String> told = new LinkedBlockingQueue<>();
        Thread running = new Thread(() -> run(service, told));
        running.start();
        try {
            assertThat(told.poll(30, TimeUnit.SECONDS)).contains("relays for shop");
            onceItRuns.run();

            return setUp.doctor(file).look(false, name -> {});
        } finally {
            service.close();
            running.join();
        }
    }

    @Test
    void besideARunningRelayThatOneLooksAtThePublicAddress() throws Exception {
        setUp.reached("127.0.0.1", setUp.port);

        assertThat(foundBesideARelay(() -> {})).extracting(Finding::code).containsExactly("freshchat-writing");
    }

    @Test
    void aLoginInFrontOfARunningRelayIsFound() throws Exception {
        try (PublicFront front = new PublicFront(() -> null)) {
            setUp.reached("127.0.0.1", front.url().getPort());
            front.answers(401);

            assertThat(foundBesideARelay(() -> {}))
                    .filteredOn(each -> each.code().equals("login"))
                    .singleElement()
                    .satisfies(found -> {
                        assertThat(found.severity()).isEqualTo(Severity.FAULT);
                        assertThat(found.subject()).isEqualTo("publicUrl");
                        assertThat(found.what()).contains("answered 401");
                        assertThat(found.remedy()).contains("without a login");
                    });
        }
    }

    @Test
    void aRunningRelayThatDoesNotTrustTheCommandIsNotAsked() throws Exception {
        setUp.reached("127.0.0.1", setUp.port);

        assertThat(foundBesideARelay(() -> setUp.environment.put("BYOC_ADMIN_TOKEN", "another-one-than-it-has")))
                .filteredOn(each -> each.code().equals("public-url-not-checked"))
                .singleElement()
                .satisfies(found -> assertThat(found.what()).contains("has another token"));
    }

    private static void run(Service service, BlockingQueue<String> told) {
        try {
            service.run(told::add);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
