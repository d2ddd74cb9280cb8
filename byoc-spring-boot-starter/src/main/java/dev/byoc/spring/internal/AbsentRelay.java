package dev.byoc.spring.internal;

import dev.byoc.event.Health;
import dev.byoc.relay.RelayEngine;
import dev.byoc.spring.Relay;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** In an application that no webhook can reach: one without a web server, or with one without servlets. */
final class AbsentRelay implements Relay {
    private static final Logger log = LoggerFactory.getLogger(AbsentRelay.class);

    private static final String WHY =
            "The relay is not started: this application has no servlet container, so no webhook could reach it.";
    private static final String REMEDY =
            "Add spring-boot-starter-web, or set byoc.enabled to false; without Spring's web server JdkHttpHost serves a relay.";

    AbsentRelay() {
        log.warn("{} {}", WHY, REMEDY);
    }

    @Override
    public RelayEngine engine() {
        throw new IllegalStateException(WHY + " " + REMEDY);
    }

    @Override
    public Health health() {
        return ManagedRelay.Absence.health(WHY, null, REMEDY);
    }
}
