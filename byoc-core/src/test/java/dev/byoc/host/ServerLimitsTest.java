package dev.byoc.host;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerLimitsTest {
    @ParameterizedTest
    @CsvSource({
        "1024, 512",
        "256, 128",
        "4096, 2000",
        "1048576, 2000",
        "9223372036854775807, 2000",
        "1, 1",
        "0, 1",
        "-1, 2000"
    })
    void connectionsLeaveHalfOfTheDescriptorsToTheRest(long descriptors, int connections) {
        assertThat(ServerLimits.connections(descriptors)).isEqualTo(connections);
    }
}
