package example.outbox;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.stereotype.Component;

/**
 * Says {@code ready} and the address for Freshchat on a line of stdout, then answers each line of stdin with the number of open messages,
 * and ends with its parent.
 */
@Component
class Console implements ApplicationRunner {
    private static final Logger LOG = LoggerFactory.getLogger(Console.class);

    private final RelaySettings settings;
    private final AgentToViber viber;
    private final Outbox outbox;

    Console(RelaySettings settings, AgentToViber viber, Outbox outbox) {
        this.settings = settings;
        this.viber = viber;
        this.outbox = outbox;
    }

    @Override
    public void run(ApplicationArguments arguments) {
        if (settings.registerWebhook()) {
            try {
                viber.register(settings.publicUrl() + "/viber");
            } catch (CallFailed e) {
                // It may be set from before.
                LOG.warn("Viber's webhook is not set: {}", e.getMessage());
            }
        }
        System.out.println("ready " + settings.publicUrl() + "/freshchat");
        Thread thread = new Thread(this::answer, "console");
        thread.setDaemon(true);
        thread.start();
    }

    private void answer() {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        try {
            while (in.readLine() != null) {
                System.out.println(outbox.open());
            }
        } catch (IOException e) {
            LOG.warn("stdin: {}", e.toString());
        }
        Runtime.getRuntime().halt(0);
    }
}
