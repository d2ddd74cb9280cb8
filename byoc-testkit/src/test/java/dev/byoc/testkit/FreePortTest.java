package dev.byoc.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FreePortTest {
    @Test
    void everyPortIsAnotherAndNoneIsOfTheRangeForConnections() {
        Set<Integer> ports = new HashSet<>();
        for (int i = 0; i < 50; i++) {
            ports.add(FreePort.next());
        }

        assertThat(ports).hasSize(50).allSatisfy(port -> assertThat(port).isBetween(10_000, 31_999));
    }

    @Test
    void portThatIsInUseIsPassedOver() throws Exception {
        int first = FreePort.next();
        try (ServerSocket taken = new ServerSocket(first + 1, 1, InetAddress.getLoopbackAddress())) {
            assertThat(FreePort.next()).isNotEqualTo(taken.getLocalPort());
        }
    }
}
