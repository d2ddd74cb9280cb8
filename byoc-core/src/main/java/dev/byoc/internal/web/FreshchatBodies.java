package dev.byoc.internal.web;

import dev.byoc.event.Health;
import dev.byoc.freshchat.FreshchatEvent;
import dev.byoc.freshchat.FreshchatWebhook;
import dev.byoc.internal.address.PublicAddressProbe;
import dev.byoc.internal.gap.Gaps;
import dev.byoc.internal.guard.Mark;
import dev.byoc.internal.intake.Acceptor;
import dev.byoc.internal.intake.FreshchatIntake;
import dev.byoc.internal.report.Reports;
import dev.byoc.json.JsonException;
import dev.byoc.store.spi.LinkChange;
import dev.byoc.store.spi.NewEntry;
import dev.byoc.webhook.WebhookResponse;
import java.util.ArrayList;
import java.util.List;

/** Stores what a body holds that is proved to be Freshchat's, at whichever address it came. */
public final class FreshchatBodies {
    private final FreshchatWebhook webhook;
    private final Gaps gaps;
    private final PublicAddressProbe publicAddress;
    private final FreshchatIntake intake;
    private final Acceptor acceptor;
    private final Reports reports;

    public FreshchatBodies(
            FreshchatWebhook webhook,
            Gaps gaps,
            PublicAddressProbe publicAddress,
            FreshchatIntake intake,
            Acceptor acceptor,
            Reports reports) {
        this.webhook = webhook;
        this.gaps = gaps;
        this.publicAddress = publicAddress;
        this.intake = intake;
        this.acceptor = acceptor;
        this.reports = reports;
    }

    /** @param name of the address at which it came */
    WebhookResponse take(String name, byte[] body, Mark came) {
        List<FreshchatEvent> events;
        try {
            events = webhook.parse(body);
        } catch (JsonException e) {
            reports.refused(Health.FRESHCHAT, 400, String.valueOf(e.getMessage()));
            return WebhookResponse.text(400, "not JSON");
        }
        // Before any of it is judged: after a freeze it may be the first sign that webhooks were missed.
        gaps.webhookCame();
        publicAddress.webhookCame();
        List<NewEntry> entries = new ArrayList<>();
        List<LinkChange> links = new ArrayList<>();
        for (FreshchatEvent event : events) {
            intake.sort(event, entries, links);
        }
        acceptor.accept(entries, links);
        reports.taken(name, came.ago());
        return WebhookResponse.ok();
    }
}
