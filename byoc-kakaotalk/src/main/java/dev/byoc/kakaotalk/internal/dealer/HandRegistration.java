package dev.byoc.kakaotalk.internal.dealer;

import dev.byoc.Secret;
import dev.byoc.channel.Registration;
import dev.byoc.channel.Registration.Step;
import java.util.ArrayList;
import java.util.List;

/** What an operator does to have a dealer send its callbacks here. The text to the dealer is in Korean, which its support reads. */
final class HandRegistration {
    /** One callback: what the dealer calls it, and what it puts behind the address. */
    record Address(String name, String path) {}

    private static final int SHOWN_KEY_CHARS = 4;

    private HandRegistration() {}

    static Registration steps(
            String dealer, String url, Secret senderKey, List<Address> addresses, List<String> beforehand) {
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
        List<Step> steps = new ArrayList<>();
        beforehand.forEach(what -> steps.add(new Step(what, null)));
        steps.add(new Step(
                "Make sure the KakaoTalk channel is tied to no other chat tool; KakaoTalk allows one. Detach the other"
                        + " one first.",
                null));
        steps.add(new Step(
                "Send this text to " + dealer + ". The sender key in it is shortened; add the rest.",
                Secret.of(text.toString())));
        steps.add(new Step(
                "If " + dealer + " asks for one address, give this one: it is the base, to which it adds the paths.",
                Secret.of(url)));
        for (Address address : addresses) {
            steps.add(new Step(
                    "If it asks for each address: " + address.path() + " (" + address.name() + ").",
                    Secret.of(url + address.path())));
        }
        steps.add(new Step(
                "When " + dealer + " tells from which addresses it calls, put them into 'allowed-addresses'.", null));
        steps.add(new Step("Write a message to the KakaoTalk channel and see it arrive in Freshchat.", null));
        return new Registration.ByHand(steps);
    }

    /** Enough to tell channels apart: steps are shown on a page and kept in the store, where no key belongs. */
    private static String shortened(Secret senderKey) {
        String key = senderKey.reveal();
        return key.substring(0, Math.min(SHOWN_KEY_CHARS, key.length() / 2)) + "…";
    }
}
