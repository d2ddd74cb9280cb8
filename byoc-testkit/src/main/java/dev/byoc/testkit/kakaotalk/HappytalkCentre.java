package dev.byoc.testkit.kakaotalk;

import dev.byoc.json.Json;
import dev.byoc.testkit.server.Refusal;
import dev.byoc.testkit.server.Webhooks;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The calls about the channel itself: where its callbacks go, and how its profile is. */
final class HappytalkCentre {
    static final ZoneId KOREA = ZoneId.of("Asia/Seoul");

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

    private final Webhooks webhooks;
    private final Clock clock;
    private volatile HappytalkDomains domains = HappytalkDomains.WITH_PATH;
    private volatile @Nullable Instant registeredAt;
    private volatile Json profile = Json.object()
            .put("status", "A")
            .put("profileStatus", "A")
            .put("bizchat", true)
            .put("block", false)
            .put("dormant", false)
            .build();
    private volatile boolean chatOn = true;

    HappytalkCentre(Webhooks webhooks, Clock clock) {
        this.webhooks = webhooks;
        this.clock = clock;
    }

    void domains(HappytalkDomains value) {
        this.domains = value;
    }

    void profile(String field, Object value) {
        Map<String, Object> fields = new LinkedHashMap<>(profile.fields());
        fields.put(field, value);
        profile = Json.of(fields);
    }

    /** Whether consultations are possible at all. */
    boolean isActive() {
        return "A".equals(profile.get("status").text())
                && profile.get("bizchat").isTrue()
                && !profile.get("block").isTrue();
    }

    boolean isChatOn() {
        return chatOn;
    }

    Json.Builder chat(boolean on) {
        chatOn = on;
        return Json.object().put("code", "200");
    }

    Json.Builder sender() {
        return Json.object().put("code", "200").put("data", profile);
    }

    /** Sets where callbacks go; both generations of the API do the same. */
    void register(Json domain) {
        URI base = base(domain.isString() ? domain.textOr("") : "");
        boolean path = !base.getRawPath().isEmpty() && !base.getRawPath().equals("/");
        if (domains == HappytalkDomains.NOT_ADMITTED || (path && domains == HappytalkDomains.PATH_REFUSED)) {
            throw refused();
        }
        boolean dropped = path && domains == HappytalkDomains.PATH_DROPPED;
        webhooks.connect(dropped ? URI.create(base.getScheme() + "://" + base.getRawAuthority()) : base);
        registeredAt = clock.instant();
    }

    private static URI base(String domain) {
        // The real one takes https alone; a test's own server has no certificate that is trusted.
        if (KakaoButton.isWeb(domain) && domain.matches("(?i)https://.*|http://(127\\.0\\.0\\.1|localhost)[:/].*")) {
            URI uri = URI.create(domain);
            if (uri.getRawQuery() == null && uri.getRawFragment() == null) {
                return uri;
            }
        }
        throw refused();
    }

    private static Refusal refused() {
        return new Refusal(405, "not an admitted receive domain", "");
    }

    Json.Builder search() {
        URI url = webhooks.url();
        if (url == null) {
            throw new Refusal(508, "no data", "");
        }
        Instant at = registeredAt == null ? clock.instant() : registeredAt;
        String time = TIME.format(LocalDateTime.ofInstant(at, KOREA));
        return Json.object()
                .put("code", "200")
                .put(
                        "data",
                        List.of(Json.object()
                                .put("modifiedAt", time)
                                .put("domain", url.toString())
                                .put("createdAt", time)
                                .build()))
                .put("isDirect", false);
    }
}
