package dev.byoc.testkit.kakaotalk.skill;

import dev.byoc.json.Json;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One request to a skill and its answer, as {@link FakeSkillClient} keeps it.
 *
 * @param requestId the {@code X-Request-Id} that it was sent with
 * @param request what was asked
 * @param status what was answered; 0 if nothing was in time
 * @param answer the bytes that came back
 * @param took how long it took on the wall's clock
 * @param callbackUrl where a later answer may go, null if the block has no callback
 * @param problem why the bot could not use the answer, and showed its own words instead; {@code ""} if it could
 */
public record SkillTurn(
        String requestId,
        Json request,
        int status,
        byte[] answer,
        Duration took,
        @Nullable URI callbackUrl,
        String problem) {
    /** Id, status and problem alone. */
    @Override
    public String toString() {
        return "SkillTurn[" + requestId + ", " + status + ", " + problem + "]";
    }
}
