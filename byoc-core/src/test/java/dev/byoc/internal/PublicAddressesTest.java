package dev.byoc.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PublicAddressesTest {
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
                "198.18.0.1",
                "[::1]",
                "[::]",
                "[fe80::1]",
                "[fc00::1]",
                "[::ffff:127.0.0.1]",
                "[64:ff9b::7f00:1]",
                "[2002:7f00:1::]",
                "[2001::1]",
                "[ff02::1]",
                "2130706433",
                "0x7f000001",
                "0177.0.0.1",
                "127.1",
                "0x7f.1"
            })
    void innerAddressIsRefusedHoweverItIsWritten(String host) {
        assertThatThrownBy(() -> PublicAddresses.requirePublicLiteral(host)).isInstanceOf(IOException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "8.8.8.8",
                "100.63.255.255",
                "172.32.0.1",
                "[2606:4700::1111]",
                "dl-media.viber.com",
                "0x.example"
            })
    void publicAddressesAndNamesPass(String host) {
        assertThatCode(() -> PublicAddresses.requirePublicLiteral(host)).doesNotThrowAnyException();
    }

    @Test
    void nameWithOneInnerAddressAmongSeveralIsRefused() throws Exception {
        List<InetAddress> both = List.of(InetAddress.getByName("8.8.8.8"), InetAddress.getByName("10.0.0.1"));

        assertThatThrownBy(() -> new PublicAddresses(host -> both).lookup("both.example"))
                .isInstanceOf(UnknownHostException.class);
    }

    @Test
    void nameWithPublicAddressesIsFound() throws Exception {
        List<InetAddress> one = List.of(InetAddress.getByName("8.8.8.8"));

        assertThat(new PublicAddresses(host -> one).lookup("fine.example")).isEqualTo(one);
    }
}
