package dev.byoc.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import okhttp3.HttpUrl;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServerAddressesTest {
    private static final URI SERVER = URI.create("https://user:word@shop.example.com:8443/first?of=all#here");

    private final ServerAddresses addresses = new ServerAddresses();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "/v2/users/a%2Fb%3D",
                "/v2/./users/../agents/%2e%2e/x",
                "/v2//users/",
                "/v2/users?page=2&q=a+b%20c",
                "?",
                "/v2?#",
                "/v2#there",
                "/v2/f%C3%BCr/f\u00fcr"
            })
    void anAddressAtTheSameServerIsWhatOkHttpReads(String behind) {
        URI address = URI.create("https://user:word@shop.example.com:8443" + behind);

        addresses.of(SERVER);

        assertThat(addresses.of(address)).isEqualTo(HttpUrl.get(address.toString()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://shop.example.com:8443/first",
                "https://user:word@shop.example.com/first",
                "http://user:word@shop.example.com:8443/first",
                "https://other:word@shop.example.com:8443/first",
                "https://user:word@shop.example.com.evil.example:8443/first"
            })
    void anotherServerIsNotTakenForTheLast(String other) {
        addresses.of(SERVER);

        assertThat(addresses.of(URI.create(other))).isEqualTo(HttpUrl.get(other));
    }

    @Test
    void whatIsNoWebAddressIsRefused() {
        assertThatThrownBy(() -> addresses.of(URI.create("ftp://shop.example.com/")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> addresses.of(URI.create("/v2/users"))).isInstanceOf(IllegalArgumentException.class);
    }
}
