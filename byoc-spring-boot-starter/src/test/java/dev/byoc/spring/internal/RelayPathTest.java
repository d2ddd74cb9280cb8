package dev.byoc.spring.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RelayPathTest {
    private static String mapping(String publicUrl, String servletPath, String context) {
        return RelayPath.of(publicUrl, servletPath, context).mapping();
    }

    @Test
    void theServletHasThePathOfThePublicAddress() {
        assertThat(mapping("https://chat.example.com/byoc/", "", "")).isEqualTo("/byoc/*");
    }

    @Test
    void thePathOfThePublicAddressMayBeginWithTheContextPath() {
        assertThat(mapping("https://chat.example.com/app/byoc", "", "/app")).isEqualTo("/byoc/*");
        assertThat(mapping("https://chat.example.com/application/byoc", "", "/app"))
                .isEqualTo("/application/byoc/*");
    }

    @Test
    void aPathThatAProxyHasChangedIsChangedBack() {
        RelayPath path = RelayPath.of("https://chat.example.com/public/byoc", "byoc", "/app");

        assertThat(path.mapping()).isEqualTo("/byoc/*");
        assertThat(path.relayed("/app", "/app/byoc/viber/shop%20")).isEqualTo("/public/byoc/viber/shop%20");
    }

    @Test
    void aPathWithTheContextPathStaysAsItIs() {
        RelayPath path = RelayPath.of("https://chat.example.com/app/byoc", "", "/app");

        assertThat(path.relayed("/app", "/app/byoc/shop/x")).isEqualTo("/app/byoc/shop/x");
    }

    @Test
    void anAddressWithoutAPathHasNoPlaceInAnApplication() {
        assertThat(RelayPath.of("https://chat.example.com/", "", "")).isNull();
        assertThat(RelayPath.of("https://chat.example.com/app", "", "/app").mapping())
                .isEqualTo("/app/*");
        assertThat(RelayPath.of("no address at all", "", "")).isNull();
    }
}
