package dev.byoc.internal.address;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.support.AddressRange;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrustedProxiesTest {
    private final TrustedProxies proxies =
            new TrustedProxies(List.of(AddressRange.of("10.0.0.0/8"), AddressRange.of("::1")));

    @ParameterizedTest
    @CsvSource({
        "203.0.113.9, 198.51.100.1, 203.0.113.9",
        "10.1.2.3, 198.51.100.1, 198.51.100.1",
        "10.1.2.3, '198.51.100.1, 203.0.113.7', 203.0.113.7",
        "10.1.2.3, '198.51.100.1, 10.9.9.9', 198.51.100.1",
        "::1, 198.51.100.1, 198.51.100.1",
    })
    void headerCountsOnlyAsFarAsTrustedProxiesWroteIt(String remote, String header, String caller) throws Exception {
        assertThat(proxies.callerOf(InetAddress.getByName(remote), Map.of("X-Forwarded-For", List.of(header))))
                .isEqualTo(InetAddress.getByName(caller));
    }

    @Test
    void garbageFromATrustedProxyIsNoClient() throws Exception {
        assertThat(proxies.callerOf(InetAddress.getByName("10.1.2.3"), Map.of("x-forwarded-for", List.of("localhost"))))
                .isNull();
    }

    @Test
    void withoutHeaderTheCallerIsWhoConnected() throws Exception {
        InetAddress remote = InetAddress.getByName("10.1.2.3");

        assertThat(proxies.callerOf(remote, Map.of())).isEqualTo(remote);
    }
}
