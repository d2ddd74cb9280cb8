package dev.byoc.testkit.kakaotalk.skill;

import java.net.URI;
import java.time.Instant;

/**
 * One call of a callback URL, as {@link FakeSkillClient} keeps it.
 *
 * @param url where it went
 * @param at when it came, by the fake's clock
 * @param body the bytes that came
 * @param problem why it was refused, {@code ""} if it was shown to the customer
 */
public record SkillCallback(URI url, Instant at, byte[] body, String problem) {
    /** The problem alone: the address is a key. */
    @Override
    public String toString() {
        return "SkillCallback[" + problem + "]";
    }
}
