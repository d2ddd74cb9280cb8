package dev.byoc.kakaotalk.internal.dealer;

import dev.byoc.Secret;
import dev.byoc.channel.Registration;
import dev.byoc.channel.WebhookTarget;
import dev.byoc.json.Json;
import dev.byoc.kakaotalk.internal.KakaoTalkPhrase;
import dev.byoc.kakaotalk.internal.dealer.HappytalkCodes.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/**
 * Tells Happytalk where callbacks go ("receive domain"), reads back what it kept, and leaves it to an operator where that does not work:
 * Happytalk has to admit an address before it can be set, and whether it keeps the path behind the host is not documented.
 */
final class HappytalkRegistration {
    private final Supplier<Secret> senderKey;
    private final BiFunction<String, Json, Reply> center;

    HappytalkRegistration(Supplier<Secret> senderKey, BiFunction<String, Json, Reply> center) {
        this.senderKey = senderKey;
        this.center = center;
    }

    Registration register(WebhookTarget target) {
        String url = target.url().toString();
        Reply before = search();
        if (before instanceof Reply.Fault fault && fault.again()) {
            return new Registration.Failed(true, fault.detail());
        }
        for (String current : domains(before)) {
            if (!target.mayReplace(current)) {
                return new Registration.Occupied(current);
            }
        }
        Reply set = set(url);
        if (set instanceof Reply.Fault fault) {
            return fault.again()
                    ? new Registration.Failed(true, fault.detail())
                    : byHand(target, fault.in(target.wording()));
        }
        Reply after = search();
        if (after instanceof Reply.Fault fault) {
            return fault.again()
                    ? new Registration.Failed(true, fault.detail())
                    : byHand(
                            target,
                            target.wording().of(KakaoTalkPhrase.HAPPYTALK_NOT_READ_BACK, fault.in(target.wording())));
        }
        return domains(after).contains(url)
                ? new Registration.Registered(target.wording().of(KakaoTalkPhrase.HAPPYTALK_REGISTERED))
                : byHand(target, target.wording().of(KakaoTalkPhrase.HAPPYTALK_KEPT_OTHER));
    }

    private Reply search() {
        return center.apply("/v1/center/domain/search", sender().build());
    }

    /** By the call of today; where it is not there, by that of 2022. */
    private Reply set(String url) {
        Reply set = center.apply(
                "/kakaoWebhook/v1/bzmc/consult/" + senderKey.get().reveal() + "/receiveDomain",
                Json.object().put("domain", url).build());
        return set instanceof Reply.Fault fault && fault.missing()
                ? center.apply(
                        "/v1/center/domain/update", sender().put("domain", url).build())
                : set;
    }

    private Json.Builder sender() {
        return Json.object().put("sender_key", senderKey.get().reveal());
    }

    /** What is registered, without a slash at the end; documented as a list and named an object. */
    private static List<String> domains(Reply reply) {
        List<String> domains = new ArrayList<>();
        if (reply instanceof Reply.Done done) {
            Json data = done.body().get("data");
            for (Json one : data.isArray() ? data.items() : List.of(data)) {
                String domain = one.get("domain").textOr("");
                if (!domain.isEmpty()) {
                    domains.add(domain.endsWith("/") ? domain.substring(0, domain.length() - 1) : domain);
                }
            }
        }
        return domains;
    }

    private Registration byHand(WebhookTarget target, String why) {
        return HandRegistration.steps(
                "Happytalk",
                target,
                senderKey.get(),
                List.of(
                        new HandRegistration.Address("메시지 수신", "/message"),
                        new HandRegistration.Address("메타정보 수신", "/reference"),
                        new HandRegistration.Address("세션 종료 수신", "/expired_session")),
                List.of(target.wording().of(KakaoTalkPhrase.HAPPYTALK_BY_HAND, why)));
    }
}
