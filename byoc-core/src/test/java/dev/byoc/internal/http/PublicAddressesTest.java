package dev.byoc.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.byoc.internal.http.PublicAddresses.NotPublic;
import java.net.InetAddress;
import java.util.List;
import java.util.Set;
import okhttp3.Dns;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PublicAddressesTest {
    private static final PublicAddresses STRICT = new PublicAddresses(Dns.SYSTEM, Set.of());

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "127.8.9.1",
                "0.0.0.0",
                "10.0.0.1",
                "172.16.0.1",
                "192.168.1.1",
                "169.254.169.254",
                "100.64.0.1",
                "224.0.0.1",
                "255.255.255.255",
                "192.0.2.1",
                "192.88.99.1",
                "198.18.0.1",
                "::1",
                "::",
                "fe80::1",
                "fc00::1",
                "fec0::1",
                "::ffff:127.0.0.1",
                "::ffff:10.0.0.1",
                "::127.0.0.1",
                "64:ff9b::7f00:1",
                "64:ff9b:1::7f00:1",
                "2002:7f00:1::",
                "2001::1",
                "2001:db8::1",
                "3fff::1",
                "ff02::1",
                "2130706433",
                "0x7f000001",
                "0177.0.0.1",
                "127.1",
                "0x7f.1",
                "127.0.0.1."
            })
    void innerAddressIsRefusedHoweverItIsWritten(String host) {
        assertThatThrownBy(() -> STRICT.requirePublicIfNumeric(host)).isInstanceOf(NotPublic.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "8.8.8.8",
                "100.63.255.255",
                "172.32.0.1",
                "2606:4700::1111",
                "2001:4860:4860::8888",
                "dl-media.viber.com",
                "0x.example"
            })
    void publicAddressesAndNamesPass(String host) {
        assertThatCode(() -> STRICT.requirePublicIfNumeric(host)).doesNotThrowAnyException();
    }

    @Test
    void nameWithOneInnerAddressAmongSeveralIsRefused() throws Exception {
        List<InetAddress> both = List.of(InetAddress.getByName("8.8.8.8"), InetAddress.getByName("10.0.0.1"));

        assertThatThrownBy(() -> new PublicAddresses(host -> both, Set.of()).lookup("both.example"))
                .isInstanceOf(NotPublic.class);
    }

    @Test
    void nameWithPublicAddressesIsFound() throws Exception {
        List<InetAddress> one = List.of(InetAddress.getByName("8.8.8.8"));

        assertThat(new PublicAddresses(host -> one, Set.of()).lookup("fine.example"))
                .isEqualTo(one);
    }

    @Test
    void hostThatTheOperatorHasNamedMayBeInside() throws Exception {
        List<InetAddress> inside = List.of(InetAddress.getByName("10.0.0.1"));
        PublicAddresses named = new PublicAddresses(host -> inside, Set.of("Media.Internal", "127.0.0.1"));

        assertThat(named.lookup("media.internal")).isEqualTo(inside);
        assertThatCode(() -> named.requirePublicIfNumeric("127.0.0.1")).doesNotThrowAnyException();
        assertThatThrownBy(() -> named.lookup("other.media.internal")).isInstanceOf(NotPublic.class);
        assertThatThrownBy(() -> named.requirePublicIfNumeric("127.0.0.2")).isInstanceOf(NotPublic.class);
    }
}
