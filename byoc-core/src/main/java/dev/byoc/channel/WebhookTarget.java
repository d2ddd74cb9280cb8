package dev.byoc.channel;

import dev.byoc.Visible;
import dev.byoc.wording.Wording;
import java.net.URI;
import java.util.List;

/** Where a network should send its webhooks, and what may be replaced for that. */
public final class WebhookTarget {
    private final URI url;
    private final List<String> ours;
    private final boolean takeOver;
    private final Wording wording;

    /**
     * What one account is to register.
     *
     * @param url the account's webhook address now
     * @param ours addresses that earlier installs registered
     * @param takeOver the admin allowed to replace another system's
     * @param wording of the admin who reads what is left to do by hand
     */
    public WebhookTarget(URI url, List<String> ours, boolean takeOver, Wording wording) {
        this.url = url;
        this.ours = List.copyOf(ours);
        this.takeOver = takeOver;
        this.wording = wording;
    }

    public URI url() {
        return url;
    }

    /** What steps to do by hand are written in. */
    public Wording wording() {
        return wording;
    }

    /** Whether what is registered now may be replaced: nothing is there, it is ours (old or new), or the admin said take over. */
    public boolean mayReplace(String current) {
        return Visible.isBlank(current) || takeOver || current.equals(url.toString()) || ours.contains(current);
    }
}
