package dev.byoc.testkit;

import dev.byoc.ConfigurationException;
import dev.byoc.Secret;
import dev.byoc.channel.ChannelContext;
import dev.byoc.channel.MediaAccess;
import dev.byoc.channel.config.ConfigSpec;
import dev.byoc.channel.config.Settings;
import dev.byoc.channel.config.SettingsReading;
import dev.byoc.http.Http;
import dev.byoc.internal.http.OkHttp;
import dev.byoc.message.Media;
import dev.byoc.wording.Wording;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the core would give one account, for tests of a channel: checked settings, the core's own HTTP client, files from memory and a
 * clock that stands still.
 */
public final class TestContext implements ChannelContext {
    private final Builder given;
    private final Settings settings;
    private final Http http;

    /** Finds the public address of a file. */
    public interface Publisher {
        URI publicUrl(Media media) throws IOException;
    }

    private TestContext(Builder given, Settings settings) {
        this.given = given;
        this.settings = settings;
        this.http = new OkHttp(null, given.clock, Duration.ofSeconds(20), (file, within) -> media().open(file));
    }

    /** Starts a context for the settings that a channel declares ({@code provider.describe().config()}). */
    public static Builder builder(ConfigSpec spec) {
        return new Builder(spec);
    }

    @Override
    public String account() {
        return given.account;
    }

    @Override
    public Settings settings() {
        return settings;
    }

    @Override
    public Http http() {
        return http;
    }

    @Override
    public MediaAccess media() {
        return new MediaAccess() {
            @Override
            public InputStream open(Media media) throws IOException {
                byte[] bytes = given.files.get(media.ref());
                if (bytes == null) {
                    throw new IOException("no such file");
                }
                return new ByteArrayInputStream(bytes);
            }

            @Override
            public URI publicUrl(Media media) throws IOException {
                return given.publisher.publicUrl(media);
            }
        };
    }

    @Override
    public Clock clock() {
        return given.clock;
    }

    @Override
    public URI webhookUrl() {
        return given.webhookUrl;
    }

    @Override
    public List<Secret> webhookSecrets() {
        return given.webhookSecrets;
    }

    @Override
    public Wording customerWording() {
        return given.customerWording;
    }

    @Override
    public Wording agentWording() {
        return given.agentWording;
    }

    /** Makes a {@link TestContext}. */
    public static final class Builder {
        private final ConfigSpec spec;
        private final Map<String, String> settings = new LinkedHashMap<>();
        private final Map<String, byte[]> files = new LinkedHashMap<>();
        private String account = "test";
        private SettableClock clock = new SettableClock(Instant.parse("2026-01-15T09:00:00Z"));
        private URI webhookUrl = URI.create("https://relay.example.test/byoc/test/path-secret-0123456789");
        private List<Secret> webhookSecrets = List.of(Secret.of("webhook-secret-0123456789"));
        private Publisher publisher = Builder::httpsAddress;
        private Wording customerWording = Wording.ENGLISH;
        private Wording agentWording = Wording.ENGLISH;

        private Builder(ConfigSpec spec) {
            this.spec = spec;
        }

        public Builder setting(String name, String value) {
            settings.put(name, value);
            return this;
        }

        public Builder settings(Map<String, String> values) {
            settings.putAll(values);
            return this;
        }

        /** What customers, and what agents and admins read; English unless set. */
        public Builder wording(Wording customers, Wording agents) {
            this.customerWording = customers;
            this.agentWording = agents;
            return this;
        }

        /** What opening a medium with that reference gives; of all others it fails. */
        public Builder file(String ref, byte[] bytes) {
            files.put(ref, bytes.clone());
            return this;
        }

        /** How files get a public address; by default an https reference is its own, and all others get one that ends in their name. */
        public Builder publicUrls(Publisher value) {
            this.publisher = value;
            return this;
        }

        public Builder account(String value) {
            this.account = value;
            return this;
        }

        public Builder clock(SettableClock value) {
            this.clock = value;
            return this;
        }

        public Builder webhookUrl(URI value) {
            this.webhookUrl = value;
            return this;
        }

        public Builder webhookSecrets(List<Secret> values) {
            this.webhookSecrets = List.copyOf(values);
            return this;
        }

        /**
         * Checks the settings as the core would.
         *
         * @throws ConfigurationException listing every fault
         */
        public TestContext build() {
            SettingsReading reading = spec.read(settings);
            if (!reading.faults().isEmpty()) {
                throw new ConfigurationException(reading.sentences());
            }
            return new TestContext(this, reading.settings());
        }

        private static URI httpsAddress(Media media) throws IOException {
            if (media.ref().startsWith("https://")) {
                return URI.create(media.ref());
            }
            if (media.fileName() == null) {
                throw new IOException("no address for a file without a name");
            }
            try {
                return new URI("https", "media.example.test", "/out/" + media.fileName(), null);
            } catch (java.net.URISyntaxException e) {
                throw new IOException("no address for a file of that name");
            }
        }
    }
}
