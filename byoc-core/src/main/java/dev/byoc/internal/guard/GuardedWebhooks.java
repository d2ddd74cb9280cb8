package dev.byoc.internal.guard;

import dev.byoc.channel.Channel;
import dev.byoc.channel.Inbound;
import dev.byoc.channel.Received;
import dev.byoc.channel.Route;
import dev.byoc.channel.Verification;
import dev.byoc.webhook.WebhookRequest;
import dev.byoc.webhook.WebhookResponse;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Has a channel check and read requests, and write its answers to them into memory. */
final class GuardedWebhooks {
    private final Channel channel;
    private final ChannelCalls calls;

    GuardedWebhooks(Channel channel, ChannelCalls calls) {
        this.channel = channel;
        this.calls = calls;
    }

    /** Checks and reads a request, in one call: to change threads costs more than most channels need for it. */
    Reading read(WebhookRequest request) {
        Result<Reading> read = calls.callHere("webhook", () -> reading(request));
        return read instanceof Result.Returned<Reading> returned
                ? written(returned.value())
                : new Reading.NotNow(String.valueOf(read.trouble()));
    }

    /** With an answer that is in memory. Its events are kept also where the body of the answer fails. */
    private Reading written(Reading reading) {
        if (reading instanceof Reading.Handshake handshake) {
            return new Reading.Handshake(written(handshake.answer()));
        }
        if (reading instanceof Reading.Read read && !read.received().answer().isInMemory()) {
            Received received = new Received(
                    read.received().events(), written(read.received().answer()));
            return new Reading.Read(read.request(), read.by(), received);
        }
        return reading;
    }

    private WebhookResponse written(WebhookResponse answer) {
        WebhookResponse whole = whole(answer);
        return whole == null ? WebhookResponse.text(500, "the answer could not be written") : whole;
    }

    /** The same answer with its body in memory; null: the body failed. */
    @Nullable
    WebhookResponse whole(WebhookResponse answer) {
        if (answer.isInMemory()) {
            return answer;
        }
        return calls.logged("answer body", () -> AnswerBody.inMemory(answer))
                        instanceof Result.Returned<WebhookResponse> made
                ? made.value()
                : null;
    }

    private Reading reading(WebhookRequest request) {
        Result<List<Route>> routes = Guard.tried(calls.name("routes"), channel::routes);
        if (!(routes instanceof Result.Returned<List<Route>> known)) {
            return new Reading.NotNow(String.valueOf(routes.trouble()));
        }
        if (!known.value().contains(new Route(request.method(), request.subPath()))) {
            return new Reading.NoRoute(known.value().stream()
                    .filter(route -> route != null && route.subPath().equals(request.subPath()))
                    .toList());
        }
        Result<Verification> verified = Guard.tried(calls.name("verify"), () -> channel.verify(request));
        Verification verification = verified.or(new Verification.Rejected("the check failed: " + verified.trouble()));
        if (verification instanceof Verification.Verified proved) {
            return new Reading.Read(proved.request(), proved.by(), parsed(proved));
        }
        return verification instanceof Verification.Answered answered
                ? new Reading.Handshake(answered.answer())
                : new Reading.Rejected(((Verification.Rejected) verification).why());
    }

    private Received parsed(Verification.Verified verified) {
        Result<Received> received = Guard.tried(calls.name("parse"), () -> channel.parse(verified));
        return received.or(Received.of(new Inbound.Unreadable(String.valueOf(received.trouble()))));
    }
}
