package dev.byoc.testkit.kakaotalk.skill;

import dev.byoc.json.Json;
import dev.byoc.testkit.server.Waiting;
import java.util.ArrayList;
import java.util.List;

/**
 * A customer of the bot of {@link FakeSkillClient}. Each word becomes a request on the caller's thread, which lasts until the
 * skill has answered or its time is over. Thread-safe.
 */
public final class SkillCustomer {
    /** Asks the skill on behalf of a customer. */
    interface Bot {
        SkillTurn ask(SkillCustomer customer, String utterance, Json.Builder params);
    }

    private final Bot bot;
    private final Waiting waiting;
    private final String botUserKey;
    private final List<Json> shown = new ArrayList<>();
    private final List<String> texts = new ArrayList<>();

    SkillCustomer(Bot bot, Waiting waiting, String botUserKey) {
        this.bot = bot;
        this.waiting = waiting;
        this.botUserKey = botUserKey;
    }

    public String botUserKey() {
        return botUserKey;
    }

    /** Types a text. */
    public SkillTurn says(String text) {
        return bot.ask(this, text, Json.object().put("surface", "Kakaotalk.plusfriend"));
    }

    /** Sends a photo that lies at an address; the address stands in place of the text as well. */
    public SkillTurn sendsPhoto(String url) {
        return bot.ask(
                this,
                url,
                Json.object()
                        .put("surface", "Kakaotalk.plusfriend")
                        .put("media", Json.object().put("type", "image").put("url", url)));
    }

    /** The outputs that this customer was shown, from answers and callbacks, in order. */
    public synchronized List<Json> shown() {
        return List.copyOf(shown);
    }

    /** The words of {@link #shown}, one entry for each output; {@code ""} for one without words. */
    public synchronized List<String> shownTexts() {
        return List.copyOf(texts);
    }

    /**
     * Waits until so many outputs in all were shown; gives their words.
     *
     * @throws AssertionError after 30 s
     */
    public List<String> awaitShown(int n) {
        waiting.until(() -> shown().size() >= n, () -> n + " outputs; there are " + shown().size());
        return shownTexts();
    }

    synchronized void show(Json answer) {
        shown.addAll(answer.get("template").get("outputs").items());
        texts.addAll(SkillChecks.texts(answer));
    }

    /** The user key alone. */
    @Override
    public String toString() {
        return "SkillCustomer[" + botUserKey + "]";
    }
}
