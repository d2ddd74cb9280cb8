package example;

import dev.byoc.SecretFile;
import dev.byoc.freshchat.FreshchatSettings;
import dev.byoc.relay.RelayBuilder;
import dev.byoc.viber.ViberSettings;
import java.nio.file.Path;
import java.time.Duration;

/** What docs/guides/change-keys.md shows of keys that change while the relay runs; it has to compile. */
final class ChangeKeys {
    private ChangeKeys() {}

    static RelayBuilder relay() {
        // snippet: change-keys
        RelayBuilder builder = new RelayBuilder()
                .freshchat(FreshchatSettings.builder()
                        .url(System.getenv("FRESHCHAT_URL"))
                        .tokenFrom(SecretFile.of(Path.of("/run/secrets/freshchat-token")))
                        .webhookKey(System.getenv("FRESHCHAT_WEBHOOK_KEY"))
                        .webhookKey(System.getenv("FRESHCHAT_OLD_WEBHOOK_KEY"))) // null: there is none
                .account("viber-main", ViberSettings.builder().senderName("Sample Shop").build(), account -> account
                        .topic("Support")
                        .secret("auth-token", SecretFile.of(Path.of("/run/secrets/viber-token"))))
                .oldSecretsFor(Duration.ofHours(6));
        // end snippet
        return builder;
    }
}
