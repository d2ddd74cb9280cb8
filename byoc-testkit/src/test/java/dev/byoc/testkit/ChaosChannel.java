package dev.byoc.testkit;

import dev.byoc.channel.AccountHealth;
import dev.byoc.channel.Capabilities;
import dev.byoc.channel.ChannelContext;
import dev.byoc.channel.HealthProbe;
import dev.byoc.channel.MediaSource;
import dev.byoc.channel.OutboundMessage;
import dev.byoc.channel.ProfileSource;
import dev.byoc.channel.Received;
import dev.byoc.channel.Route;
import dev.byoc.channel.SendResult;
import dev.byoc.channel.SyncReplies;
import dev.byoc.channel.Verification;
import dev.byoc.http.HttpCall;
import dev.byoc.json.Json;
import dev.byoc.message.Content;
import dev.byoc.message.Customer;
import dev.byoc.message.Media;
import dev.byoc.webhook.WebhookRequest;
import dev.byoc.webhook.WebhookResponse;
import dev.byoc.wording.Wording;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A channel with every optional ability, each of which may do something else. */
final class ChaosChannel extends FakeChannel implements SyncReplies, MediaSource, ProfileSource, HealthProbe {
    /** What the references of files begin with that the channel opens by itself; others are addresses. */
    static final String OWN = "own:";

    final List<String> delivered = new CopyOnWriteArrayList<>();

    /** How long a request waits for an answer, by this machine's clock. */
    volatile Duration patience = Duration.ZERO;

    private final Chaos chaos;

    ChaosChannel(ChannelContext context, Chaos chaos) {
        super(context);
        this.chaos = chaos;
        chaos.clock = context.clock();
    }

    @Override
    public List<Route> routes() {
        return chaos.or(40, "routes", super::routes);
    }

    @Override
    @SuppressWarnings("UnsynchronizedOverridesSynchronized") // one that hangs must not hold the others up
    public Capabilities capabilities() {
        return chaos.or(20, "capabilities", super::capabilities);
    }

    @Override
    public Verification verify(WebhookRequest request) {
        return chaos.or(8, "verify " + id(request), () -> super.verify(request));
    }

    @Override
    public Received parse(Verification.Verified verified) {
        return chaos.or(8, "parse " + id(verified.request()), () -> super.parse(verified));
    }

    @Override
    public SendResult send(OutboundMessage message) {
        String text = message.parts().get(0).plainText(Wording.ENGLISH);
        return chaos.or(4, "send " + text, () -> {
            delivered.add(text);
            return new SendResult.Accepted(List.of());
        });
    }

    @Override
    public Duration patience() {
        return chaos.or(10, "patience", () -> patience);
    }

    @Override
    public WebhookResponse answer(List<Content> parts) {
        String text = parts.isEmpty() ? "" : parts.get(0).plainText(Wording.ENGLISH);
        return chaos.or(parts.isEmpty() ? 20 : 4, "answer " + text, () -> WebhookResponse.text(200, text));
    }

    @Override
    public Customer profile(Customer known) {
        return chaos.or(8, "profile " + known.id(), () -> known);
    }

    @Override
    public AccountHealth probe() {
        return chaos.or(3, "probe", () -> new AccountHealth.Healthy(true));
    }

    @Override
    public Located locate(Media media) {
        return chaos.or(
                4,
                "locate " + media.ref(),
                () -> media.ref().startsWith(OWN)
                        ? new Located.Opened(wild(media.ref(), new ByteArrayInputStream(Bytes.png(20_000))))
                        : new Located.At(HttpCall.get(URI.create(media.ref()))));
    }

    private InputStream wild(String ref, InputStream bytes) {
        return new InputStream() {
            @Override
            public int read() {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public int read(byte[] into, int at, int most) {
                // Null would be no number, which this method cannot give.
                Integer read = chaos.or(12, "read " + ref, () -> {
                    try {
                        return bytes.read(into, at, most);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
                return read;
            }

            @Override
            public void close() {
                boolean unused = chaos.or(12, "close " + ref, () -> true);
            }
        };
    }

    private static String id(WebhookRequest request) {
        return Json.parse(request.body()).get("events").at(0).get("id").textOr("");
    }
}
