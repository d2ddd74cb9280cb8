package dev.byoc.kakaotalk;

import dev.byoc.testkit.SettableClock;
import dev.byoc.testkit.kakaotalk.FakeBizgo;
import dev.byoc.testkit.kakaotalk.KakaoCustomer;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

final class BizgoMediaTest extends MediaContract {
    private final SettableClock clock = new SettableClock(RelayFixture.NOW);
    private final FakeBizgo bizgo = new FakeBizgo(clock, FakeBizgo.SENDER_KEY);
    private final RelayFixture relay = new RelayFixture(
            clock, builder -> builder.allowInternalHost("127.0.0.1").account("shop", "kakaotalk", settings()));
    private final KakaoCustomer minji = bizgo.customer("Qw7xT2pLr9Ab");

    private Map<String, String> settings() {
        Map<String, String> settings = new HashMap<>(RelayFixture.bizgo(bizgo));
        settings.putAll(HOSTS);
        return settings;
    }

    @BeforeEach
    void connect() {
        bizgo.connectWebhook(relay.webhook("shop"));
    }

    @AfterEach
    void close() {
        bizgo.close();
        relay.close();
    }

    @Override
    RelayFixture relay() {
        return relay;
    }

    @Override
    KakaoCustomer minji() {
        return minji;
    }

    @Override
    URI hosted(String name, String type, byte[] bytes) {
        return bizgo.host(name, type, bytes);
    }
}
