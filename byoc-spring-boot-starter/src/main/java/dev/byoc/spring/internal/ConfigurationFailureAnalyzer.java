package dev.byoc.spring.internal;

import dev.byoc.ConfigurationException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;

/** Has Spring Boot print every fault of the relay's settings, in place of a stack trace. */
public final class ConfigurationFailureAnalyzer extends AbstractFailureAnalyzer<ConfigurationException>
        implements Ordered {
    @Override
    protected FailureAnalysis analyze(Throwable failure, ConfigurationException cause) {
        int n = cause.faults().size();
        String heading = n == 1 ? "The relay's settings have a fault:" : "The relay's settings have " + n + " faults:";
        return new FailureAnalysis(
                heading + "\n\n    - " + String.join("\n    - ", cause.faults()),
                "Change these properties, in application.yaml or where else they are from (BYOC_FRESHCHAT_TOKEN is"
                        + " byoc.freshchat.token). byoc.enabled=false starts the application without the relay.",
                cause);
    }

    @Override
    public int getOrder() {
        return Ordered.HIGHEST_PRECEDENCE;
    }
}
