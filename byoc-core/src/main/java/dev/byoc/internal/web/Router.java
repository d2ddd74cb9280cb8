package dev.byoc.internal.web;

import dev.byoc.RelayRequest;
import dev.byoc.internal.account.ReservedIds;
import dev.byoc.internal.address.OwnRequests;
import dev.byoc.internal.guard.Mark;
import dev.byoc.internal.report.Reports;
import dev.byoc.internal.runtime.LogContext;
import dev.byoc.webhook.WebhookRequest;
import dev.byoc.webhook.WebhookResponse;
import org.jspecify.annotations.Nullable;

/** Leads a request to what its path names. Paths are compared exactly, as they were sent: nothing is decoded or tidied. */
public final class Router {
    private final String prefix;
    private final WebhookAddresses webhooks;
    private final @Nullable SettingsEndpoint settings;
    private final MediaEndpoint media;
    private final OwnRequests own;
    private final RequestReader reader;
    private final Reports reports;

    /** @param prefix what the paths of all requests begin with; {@code ""}: nothing, or the host takes it off */
    public Router(
            String prefix,
            WebhookAddresses webhooks,
            @Nullable SettingsEndpoint settings,
            MediaEndpoint media,
            OwnRequests own,
            RequestReader reader,
            Reports reports) {
        this.prefix = prefix;
        this.webhooks = webhooks;
        this.settings = settings;
        this.media = media;
        this.own = own;
        this.reader = reader;
        this.reports = reports;
    }

    /** @param came when the relay got it */
    WebhookResponse route(RelayRequest request, Mark came) {
        String path = request.path();
        if (settings != null && path.equals(prefix + "/" + ReservedIds.SETTINGS)) {
            WebhookResponse refusal = reader.refusal(ReservedIds.SETTINGS, request, RelayRequest.MAX_BODY_BYTES);
            return refusal == null
                    ? settings.enter(reader.read(request, "", path.substring(prefix.length())))
                    : refusal;
        }
        String[] steps = steps(path);
        if (steps.length == 3 && steps[0].equals(ReservedIds.MEDIA)) {
            WebhookResponse refusal = reader.refusal(ReservedIds.MEDIA, request, RelayRequest.MAX_BODY_BYTES);
            return refusal == null
                    ? media.enter(reader.read(request, "", path.substring(prefix.length())), steps[1], steps[2])
                    : refusal;
        }
        WebhookResponse ownAnswer = own.answer(request);
        if (ownAnswer != null) {
            return ownAnswer;
        }
        WebhookAddresses.Shown shown = find(steps);
        if (shown == null) {
            return unknown();
        }
        Endpoint endpoint = shown.address().endpoint();
        boolean entered = false;
        try {
            if (steps.length == 3 && !shown.address().subPaths()) {
                return unknown();
            }
            WebhookResponse refusal =
                    reader.refusal(steps[0], request, shown.address().mostBytes());
            if (refusal != null) {
                return refusal;
            }
            String subPath = steps.length == 3 ? "/" + steps[2] : "";
            WebhookRequest webhook = reader.read(request, subPath, path.substring(prefix.length()));
            entered = true;
            return enter(steps[0], endpoint, webhook, shown, came);
        } finally {
            if (!entered) {
                endpoint.refusedUnread(request.method());
            }
        }
    }

    private static WebhookResponse enter(
            String account, Endpoint endpoint, WebhookRequest webhook, WebhookAddresses.Shown shown, Mark came) {
        String before = LogContext.account(account);
        try {
            return endpoint.enter(webhook, shown.proof(), came);
        } finally {
            LogContext.account(before);
        }
    }

    /** Of a request's body, by where it comes. */
    int mostBytes(String path) {
        if (own.isAsked(path)) {
            return RelayRequest.MAX_FRESHCHAT_BODY_BYTES;
        }
        WebhookAddresses.Shown shown = find(steps(path));
        return shown == null ? RelayRequest.MAX_BODY_BYTES : shown.address().mostBytes();
    }

    /** A request of which the host has the head alone. At an unknown address it is nothing. */
    void broken(String method, String path, int status, String why) {
        String[] steps = steps(path);
        WebhookAddresses.Shown shown = find(steps);
        if (shown != null) {
            shown.address().endpoint().refusedUnread(method);
            reports.refused(steps[0], status, why);
        }
    }

    /** Of "/account/secret" or "/account/secret/sub/path". */
    private String[] steps(String path) {
        return path.startsWith(prefix + "/")
                ? path.substring(prefix.length() + 1).split("/", 3)
                : new String[0];
    }

    private WebhookAddresses.@Nullable Shown find(String[] steps) {
        return steps.length < 2 ? webhooks.find("", "") : webhooks.find(steps[0], steps[1]);
    }

    private WebhookResponse unknown() {
        reports.refused("-", 404, "unknown address");
        return WebhookResponse.text(404, "not found");
    }
}
