package dev.byoc.app.doctor;

import dev.byoc.channel.Registration;
import dev.byoc.event.Finding;
import dev.byoc.event.Finding.Severity;
import dev.byoc.event.Health;
import dev.byoc.event.RelayEvent;
import dev.byoc.event.RelayListener;
import dev.byoc.relay.RelayEngine;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What Freshchat and the messengers say of their accounts, by a relay of the same settings that forgets: it is never started, registers nothing and
 * is given no webhooks.
 */
final class RemoteLook {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** Kinds that keep a message from passing; with the others it works in part. */
    private static final Set<String> FAULTS =
            Set.of("token", "host", "another account", "unreachable", "key", "topic", "impaired");

    /** Told by what the registrations say, and by the look at Freshchat's rights. */
    private static final Set<String> TOLD_ELSEWHERE = Set.of("registration", "right");

    private final RelayEngine relay;
    private final Heard heard;

    /** What a relay tells of its health. */
    static final class Heard implements RelayListener {
        private final Map<String, RelayEvent.HealthChanged> last = new ConcurrentHashMap<>();

        @Override
        public void on(RelayEvent event) {
            if (event instanceof RelayEvent.HealthChanged change) {
                last.put(change.component() + " " + change.kind(), change);
            }
        }
    }

    /** @param heard listens to that relay */
    RemoteLook(RelayEngine relay, Heard heard) {
        this.relay = relay;
        this.heard = heard;
    }

    List<Finding> look() {
        List<Finding> found = new ArrayList<>(relay.checkFreshchat());
        boolean tokenRefused = found.stream().anyMatch(each -> each.code().equals("freshchat-token"));
        relay.probe();
        if (!relay.awaitHeard(heard, PATIENCE)) {
            found.add(Kind.NOT_CHECKED.of("Freshchat and messengers", "the relay was too slow to tell of them"));
        }
        heard.last.values().stream()
                .filter(change -> change.began() && !TOLD_ELSEWHERE.contains(change.kind()))
                .filter(change -> !(tokenRefused && change.component().equals(Health.FRESHCHAT)))
                .sorted(Comparator.comparing(RelayEvent.HealthChanged::component)
                        .thenComparing(RelayEvent.HealthChanged::kind))
                .map(RemoteLook::finding)
                .forEach(found::add);
        relay.registrations().forEach((account, outcome) -> {
            Finding astray = astray(account, outcome);
            if (astray != null) {
                found.add(astray);
            }
        });
        return found;
    }

    private static Finding finding(RelayEvent.HealthChanged change) {
        Kind kind = change.component().equals(Health.FRESHCHAT)
                ? Kind.FRESHCHAT
                : change.component().equals(Health.RELAY) ? Kind.RELAY : Kind.ACCOUNT;
        Severity how = FAULTS.contains(change.kind()) ? Severity.FAULT : Severity.WARNING;
        return kind.said(how, change.component(), change.cause(), change.remedy());
    }

    /** The secret part of the address is the store's, and this relay has another store: what is before it says whose it is. */
    private @Nullable Finding astray(String account, Registration outcome) {
        if (outcome instanceof Registration.Occupied occupied) {
            String own = relay.webhookUrl(account).toString();
            String before = own.substring(0, own.lastIndexOf('/') + 1);
            return occupied.current().startsWith(before)
                    ? null
                    : Kind.WEBHOOK_ELSEWHERE.of(account, hostOf(occupied.current()));
        }
        return outcome instanceof Registration.Failed ? Kind.WEBHOOK_NOWHERE.of(account) : null;
    }

    /** Without what may be secret in it. */
    private static String hostOf(String address) {
        try {
            String host = URI.create(address).getHost();
            return host == null ? "an address without a host" : host;
        } catch (IllegalArgumentException e) {
            return "what is no address";
        }
    }
}
