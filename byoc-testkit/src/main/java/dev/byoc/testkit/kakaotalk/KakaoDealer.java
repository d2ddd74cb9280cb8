package dev.byoc.testkit.kakaotalk;

import dev.byoc.json.Json;
import dev.byoc.testkit.server.Waiting;
import dev.byoc.testkit.server.Webhooks;
import java.net.URI;
import java.util.Map;

/** How a dealer tells its partner what happened in KakaoTalk. */
interface KakaoDealer {
    /** How its callbacks go out, and which answers it takes. */
    Webhooks webhooks(Waiting waiting);

    Json message(String userKey, String session, KakaoSaid said);

    /**
     * A consultation was asked for.
     *
     * @param extra what the business's own button passed, {@code ""} if nothing
     */
    Json reference(String userKey, String session, String extra);

    Json expired(String userKey, String session);

    /** Longer texts come as a head and the address of the whole. */
    int longestTextChars();

    int headChars();

    /** Callbacks go to the base that the partner gave, with the prefix and their own name behind it. */
    static Webhooks.Envelope appending(String prefix) {
        Map<String, String> headers = Map.of("Content-Type", "application/json;charset=UTF-8");
        return (event, base, body, attempt) -> {
            String slashless = base.toString().replaceAll("/$", "");
            return new Webhooks.Addressed(URI.create(slashless + prefix + "/" + event), headers);
        };
    }
}
