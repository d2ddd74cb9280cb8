package dev.byoc.micrometer;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The meters of a relay: names, tags and units are stable, and docs/reference/meters.md is written from them. */
enum Metric {
    MESSAGES(
            Kind.COUNTER,
            "byoc.messages",
            "What was stored for relaying, by what became of it",
            "account",
            "direction",
            "outcome"),
    RETRIES(Kind.COUNTER, "byoc.retries", "Attempts that failed and are repeated", "account", "direction"),
    NOTES(Kind.COUNTER, "byoc.notes", "Private notes to agents, by what became of them", "account", "about", "outcome"),
    DEGRADED(
            Kind.COUNTER,
            "byoc.degraded",
            "Contents that did not reach the other side as they were said, one for each",
            "account",
            "direction",
            "kind",
            "reason"),
    RECEIPTS(Kind.COUNTER, "byoc.receipts", "What messengers told of messages that were sent", "account", "status"),
    REFUSED(Kind.COUNTER, "byoc.webhooks.refused", "Requests that were refused", "account", "status"),
    TAKEN(
            Kind.TIMER,
            "byoc.webhooks.taken",
            "From a webhook's arrival until what it holds was stored, which is when it is acknowledged",
            "account"),
    WAIT(Kind.TIMER, "byoc.wait", "From being stored until the first attempt began", "account", "direction"),
    ATTEMPT(
            Kind.TIMER,
            "byoc.attempt",
            "One attempt, with its calls and files, until its outcome was known",
            "account",
            "direction"),
    DELIVERY(
            Kind.TIMER,
            "byoc.delivery",
            "Of messages that were delivered: from being stored until the other side had taken all of it",
            "account",
            "direction"),
    CALLS(Kind.TIMER, "byoc.calls", "Calls to Freshchat and to messengers, whatever they were for", "remote", "status"),
    OPEN(Kind.GAUGE, "byoc.open", "Entries that are stored and not yet relayed", "account", "direction"),
    OLDEST(
            Kind.AGE,
            "byoc.oldest.age",
            "How long the oldest open entry has waited; 0: nothing is open",
            "account",
            "direction"),
    DEAD(
            Kind.GAUGE,
            "byoc.dead.letters",
            "Dead letters that were neither replayed nor discarded",
            "account",
            "direction"),
    WEBHOOK_AGE(
            Kind.AGE,
            "byoc.webhook.age",
            "How long ago the last webhook came that had proved where it is from; NaN: none is known",
            "account"),
    HEALTH(Kind.GAUGE, "byoc.health", "1: up; 0.5: degraded; 0: down", "component"),
    TROUBLE(
            Kind.GAUGE,
            "byoc.trouble",
            "1 while that kind of trouble lasts, of those that there were since the start; 0: it is over",
            "component",
            "kind");

    enum Kind {
        COUNTER,
        TIMER,
        GAUGE,
        /** A gauge of seconds. */
        AGE
    }

    final Kind kind;
    final String meter;
    final String description;

    @SuppressWarnings("ImmutableEnumChecker") // made by List.of
    final List<String> tags;

    Metric(Kind kind, String meter, String description, String... tags) {
        this.kind = kind;
        this.meter = meter;
        this.description = description;
        this.tags = List.of(tags);
    }

    boolean isGauge() {
        return kind == Kind.GAUGE || kind == Kind.AGE;
    }

    static Set<String> gauges() {
        return Stream.of(values())
                .filter(Metric::isGauge)
                .map(each -> each.meter)
                .collect(Collectors.toSet());
    }

    /** One meter of this kind. */
    Series of(String... values) {
        return new Series(this, List.of(values));
    }

    /**
     * A meter with its tags.
     *
     * @param values of the tags, in their order
     */
    record Series(Metric metric, List<String> values) {
        String value(String tag) {
            return values.get(metric.tags.indexOf(tag));
        }
    }
}
