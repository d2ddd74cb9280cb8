package dev.byoc.spring.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.event.Health;
import dev.byoc.event.Health.Status;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HealthViewTest {
    private static Health.Part part(String name, Status status) {
        return new Health.Part(name, status, null, "a cause", "a remedy", null);
    }

    private static Health health(boolean ready, Health.Part... parts) {
        return new Health(List.of(parts), 0, List.of(), ready);
    }

    @Test
    void aMessengerThatIsDownLeavesReadinessAlone() {
        Health health = health(true, part("shop", Status.DOWN), Health.Part.up(Health.STORE));

        assertThat(HealthView.of(health).status()).isEqualTo("DOWN");
        assertThat(HealthView.ofStore(health)).isEqualTo(new HealthView("UP", Map.of()));
    }

    @Test
    void aRelayThatWorksInPartIsUpAndSaysSo() {
        HealthView view = HealthView.of(health(true, part("shop", Status.DEGRADED)));

        assertThat(view.status()).isEqualTo("UP");
        assertThat(view.details())
                .containsEntry("shop", Map.of("status", "DEGRADED", "trouble", "a cause", "remedy", "a remedy"));
    }

    @Test
    void aStoreThatTakesNothingIsTold() {
        Health health = health(false, part(Health.STORE, Status.DOWN));

        assertThat(HealthView.of(health).status()).isEqualTo("DOWN");
        assertThat(HealthView.ofStore(health).status()).isEqualTo("OUT_OF_SERVICE");
        assertThat(HealthView.ofStore(health).details()).containsKey(Health.STORE);
    }

    @Test
    void aRelayThatIsEndingIsOutOfService() {
        Health health = health(false, part(Health.RELAY, Status.DOWN), Health.Part.up(Health.STORE));

        assertThat(HealthView.of(health).status()).isEqualTo("OUT_OF_SERVICE");
    }
}
