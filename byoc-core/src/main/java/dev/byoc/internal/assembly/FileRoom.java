package dev.byoc.internal.assembly;

import dev.byoc.internal.account.RelaySecrets;
import dev.byoc.internal.http.Fetcher;
import dev.byoc.internal.media.InboundMedia;
import dev.byoc.internal.media.MediaTokens;
import dev.byoc.internal.media.OutboundMedia;
import dev.byoc.internal.media.Transfers;
import dev.byoc.internal.media.UploadHealth;
import dev.byoc.internal.report.Reports;
import dev.byoc.internal.web.MediaEndpoint;
import java.net.URI;

/** Makes what fetches people's files and serves them. */
final class FileRoom {
    final Fetcher fetcher;
    final OutboundMedia outbound;
    final Transfers transfers;
    private final Foundations base;
    private final MediaTokens tokens;
    private final long maxBytes;

    FileRoom(Foundations base, Fetcher fetcher, URI publicUrl, RelaySecrets secrets) {
        this.base = base;
        this.fetcher = fetcher;
        this.maxBytes = base.asked.media.maxBytes();
        this.tokens = new MediaTokens(publicUrl, secrets.of("media"), base.clock);
        this.outbound = new OutboundMedia(fetcher, tokens, maxBytes, base.asked.media.retryFor(), base.clock);
        this.transfers = new Transfers(fetcher, base.asked.media.atOnce());
    }

    /** What brings customers' files to Freshchat. */
    InboundMedia inbound(FreshchatRoom freshchat) {
        return new InboundMedia(
                fetcher,
                freshchat.uploads,
                freshchat.reach,
                new UploadHealth(freshchat.reach, base.conditions),
                maxBytes,
                base.asked.media.retryFor(),
                base.clock);
    }

    MediaEndpoint endpoint(Reports reports) {
        return new MediaEndpoint(tokens, fetcher, maxBytes, reports);
    }
}
