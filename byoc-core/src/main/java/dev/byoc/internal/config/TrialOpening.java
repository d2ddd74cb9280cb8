package dev.byoc.internal.config;

import dev.byoc.Secret;
import dev.byoc.channel.ChannelContext;
import dev.byoc.channel.MediaAccess;
import dev.byoc.channel.config.Settings;
import dev.byoc.internal.account.AccountContext;
import dev.byoc.internal.account.RotatingSecret;
import dev.byoc.internal.http.OkHttp;
import dev.byoc.message.Media;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Clock;
import java.util.List;

/**
 * Opens a channel for its faults alone, so that they are told together with those of everything else: an opening touches no network. What
 * it needs of the rest of the relay, which has faults of its own then, are stand-ins.
 */
public final class TrialOpening {
    private static final RotatingSecret SECRETS = RotatingSecret.configured(List.of(Secret.of("stand-in-0123456789")));

    private TrialOpening() {}

    public static List<String> faultsOf(WantedAccount wanted, Clock clock) {
        return faultsOf(wanted, wanted.settings(), clock);
    }

    /** The same of an account with other settings. */
    static List<String> faultsOf(WantedAccount wanted, Settings settings, Clock clock) {
        ChannelContext context = new AccountContext(
                wanted.id(),
                settings,
                new OkHttp(clock),
                new NoFiles(),
                clock,
                URI.create("https://relay.invalid/" + wanted.id()),
                SECRETS,
                SECRETS,
                wanted.options().words());
        // Where there are stand-ins among the settings, they may be to blame for other trouble.
        return wanted.told(wanted.provider().faults(context, wanted.wrong().isEmpty()));
    }

    private static final class NoFiles implements MediaAccess {
        @Override
        public InputStream open(Media media) throws IOException {
            throw new IOException("no files here");
        }

        @Override
        public URI publicUrl(Media media) throws IOException {
            throw new IOException("no files here");
        }
    }
}
