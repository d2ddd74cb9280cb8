package example;

import dev.byoc.testkit.FreePort;
import dev.byoc.testkit.freshchat.FakeFreshchat;
import dev.byoc.testkit.viber.FakeViber;
import dev.byoc.testkit.viber.ViberCustomer;
import java.io.File;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Runs a jar of byoc-examples/spring-boot between fakes, of which it learns by environment variables alone, has a message relayed each way, and
 * ends it as an operator does.
 */
final class FirstMessage {
    private static final String SECRET = "the-secret-part-of-the-address";
    private static final String QUESTION = "is order 1042 on its way?";
    private static final String ANSWER = "it is with the courier";

    private FirstMessage() {}

    public static void main(String[] arguments) throws Exception {
        Path jar = Path.of(arguments[0]).toAbsolutePath();
        int port = FreePort.next();
        try (FakeFreshchat freshchat = FakeFreshchat.withUsualKey();
                FakeViber viber = new FakeViber()) {
            freshchat.addTopic("Support");
            Process shop = start(jar, Map.of(
                    "SERVER_PORT", "" + port,
                    "BYOC_PUBLICURL", "http://127.0.0.1:" + port + "/byoc",
                    "BYOC_FRESHCHAT_URL", freshchat.url().toString(),
                    "BYOC_FRESHCHAT_TRUSTHOST", freshchat.url().getHost(),
                    "BYOC_FRESHCHAT_PATHSECRET", SECRET,
                    "BYOC_ACCOUNTS_VIBERMAIN_VIBER_BASEURL", viber.url().toString(),
                    "FRESHCHAT_TOKEN", freshchat.token(),
                    "FRESHCHAT_WEBHOOK_KEY", freshchat.publicKeyPem(),
                    "VIBER_TOKEN", viber.token()));
            try {
                awaitRegistration(viber, shop);
                freshchat.connectWebhook(URI.create("http://127.0.0.1:" + port + "/byoc/freshchat/" + SECRET));
                ViberCustomer ines = viber.customer("dyN4Ob6OXfag+Atd/1SifA==", "Ines");
                ines.says(QUESTION);
                same(QUESTION, freshchat.awaitPosted(1).get(0).text());
                freshchat.agent().says(freshchat.conversations().get(0).id(), ANSWER);
                ines.awaitReceived(1);
                same(ANSWER, ines.receivedTexts().get(0));
            } finally {
                shop.destroy();
                if (!shop.waitFor(30, TimeUnit.SECONDS)) {
                    shop.destroyForcibly();
                    throw new AssertionError("the application did not end within 30 seconds");
                }
            }
            System.out.print(Files.readString(log(jar)));
            if (!Files.exists(jar.resolveSibling("byoc.db"))) {
                throw new AssertionError("nothing was kept");
            }
        }
        System.out.println("first-message: ok");
    }

    /** An application's start may take longer on a busy machine than a fake waits. */
    private static void awaitRegistration(FakeViber viber, Process shop) {
        for (int tries = 1; ; tries++) {
            try {
                viber.awaitCalls("POST /set_webhook", 1);
                return;
            } catch (AssertionError e) {
                if (tries == 4 || !shop.isAlive()) {
                    throw e;
                }
            }
        }
    }

    private static Process start(Path jar, Map<String, String> environment) throws Exception {
        String java = System.getProperty("java.home") + File.separator + "bin" + File.separator + "java";
        ProcessBuilder builder = new ProcessBuilder(List.of(java, "-XX:TieredStopAtLevel=1", "-jar", jar.toString()))
                .directory(jar.getParent().toFile())
                .redirectErrorStream(true)
                .redirectOutput(log(jar).toFile());
        builder.environment().putAll(environment);
        return builder.start();
    }

    private static Path log(Path jar) {
        return jar.resolveSibling("shop.log");
    }

    private static void same(String expected, String found) {
        if (!expected.equals(found)) {
            throw new AssertionError("expected " + expected + ", found " + found);
        }
    }
}
