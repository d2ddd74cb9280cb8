package dev.byoc.kakaotalk.internal.dealer;

import dev.byoc.Secret;
import dev.byoc.channel.Registration;
import dev.byoc.channel.Registration.Step;
import dev.byoc.channel.WebhookTarget;
import dev.byoc.kakaotalk.internal.KakaoTalkPhrase;
import dev.byoc.wording.Wording;
import java.util.ArrayList;
import java.util.List;

/** What an operator does to have a dealer send its callbacks here. The text to the dealer is in Korean, which its support reads. */
final class HandRegistration {
    /** One callback: what the dealer calls it, and what it puts behind the address. */
    record Address(String name, String path) {}

    private static final int SHOWN_KEY_CHARS = 4;

    private HandRegistration() {}

    static Registration steps(
            String dealer, WebhookTarget target, Secret senderKey, List<Address> addresses, List<String> beforehand) {
        Wording admins = target.wording();
        String url = target.url().toString();
        List<Step> steps = new ArrayList<>();
        beforehand.forEach(what -> steps.add(new Step(what, null)));
        steps.add(new Step(admins.of(KakaoTalkPhrase.STEP_OTHER_TOOL), null));
        steps.add(new Step(
                admins.of(KakaoTalkPhrase.STEP_SEND_TEXT, dealer), Secret.of(request(url, senderKey, addresses))));
        steps.add(new Step(admins.of(KakaoTalkPhrase.STEP_BASE_ADDRESS, dealer), Secret.of(url)));
        for (Address address : addresses) {
            steps.add(new Step(
                    admins.of(KakaoTalkPhrase.STEP_EACH_ADDRESS, address.path(), address.name()),
                    Secret.of(url + address.path())));
        }
        steps.add(new Step(admins.of(KakaoTalkPhrase.STEP_CALLERS, dealer), null));
        steps.add(new Step(admins.of(KakaoTalkPhrase.STEP_TRY), null));
        return new Registration.ByHand(steps);
    }

    private static String request(String url, Secret senderKey, List<Address> addresses) {
        StringBuilder text = new StringBuilder("안녕하세요. 상담톡 수신 주소(Webhook) 등록을 요청드립니다.\n")
                .append("발신프로필 키: ")
                .append(shortened(senderKey))
                .append("\n등록할 기본 주소: ")
                .append(url)
                .append("\n기본 주소 뒤에 경로가 붙어 아래 주소로 호출되어야 합니다.\n");
        addresses.forEach(address -> text.append("- ")
                .append(address.name())
                .append(": ")
                .append(url)
                .append(address.path())
                .append('\n'));
        text.append("이 주소는 비밀 값이 포함되어 있으니 외부에 공개하지 말아 주세요. 콜백을 보내는 서버의 IP 목록도 알려 주시면 감사하겠습니다.");
        return text.toString();
    }

    /** Enough to tell channels apart: steps are shown on a page and kept in the store, where no key belongs. */
    private static String shortened(Secret senderKey) {
        String key = senderKey.reveal();
        return key.substring(0, Math.min(SHOWN_KEY_CHARS, key.length() / 2)) + "…";
    }
}
