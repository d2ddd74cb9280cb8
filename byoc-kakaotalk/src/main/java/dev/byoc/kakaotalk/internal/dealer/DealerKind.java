package dev.byoc.kakaotalk.internal.dealer;

import dev.byoc.channel.ChannelContext;
import java.util.List;

/**
 * A dealer that there is. A third one is its class and a line here.
 *
 * @param name as the setting {@code dealer} says it
 * @param baseUrl where its production API is
 * @param credentials the settings that it needs, and that no other dealer may have
 */
record DealerKind(String name, String baseUrl, List<String> credentials, Opening opening) {
    /** Opens one account with a dealer. */
    interface Opening {
        Dealer open(DealerConfig settings, ChannelContext context);
    }

    static final List<DealerKind> ALL = List.of(
            new DealerKind(
                    "happytalk",
                    "https://kakao-api.happytalk.io",
                    List.of("client-id", "client-secret"),
                    HappytalkDealer::new),
            new DealerKind("bizgo", "https://mars.ibapi.kr", List.of("api-key"), BizgoDealer::new));

    static List<String> names() {
        return ALL.stream().map(DealerKind::name).toList();
    }

    static DealerKind of(String name) {
        return ALL.stream().filter(kind -> kind.name.equals(name)).findFirst().orElseThrow();
    }
}
