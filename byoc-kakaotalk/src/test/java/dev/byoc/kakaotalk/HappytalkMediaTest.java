package dev.byoc.kakaotalk;

import dev.byoc.testkit.SettableClock;
import dev.byoc.testkit.kakaotalk.FakeHappytalk;
import dev.byoc.testkit.kakaotalk.KakaoCustomer;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;

final class HappytalkMediaTest extends MediaContract {
    private final SettableClock clock = new SettableClock(RelayFixture.NOW);
    private final FakeHappytalk happytalk = new FakeHappytalk(clock, FakeHappytalk.SENDER_KEY);
    private final RelayFixture relay = new RelayFixture(
            clock, builder -> builder.allowInternalHost("127.0.0.1").account("shop", "kakaotalk", settings()));
    private final KakaoCustomer minji = happytalk.customer("Qw7xT2pLr9Ab");

    private Map<String, String> settings() {
        Map<String, String> settings = new HashMap<>(RelayFixture.happytalk(happytalk));
        settings.putAll(HOSTS);
        return settings;
    }

    @AfterEach
    void close() {
        happytalk.close();
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
        return happytalk.host(name, type, bytes);
    }
}
