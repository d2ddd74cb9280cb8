package dev.byoc.kakaotalk;

import java.nio.charset.StandardCharsets;
import mockwebserver3.MockResponse;

final class BizgoContractTest extends ConsultationContract {
    @Override
    Shop shop() {
        return Shop.bizgo();
    }

    @Override
    String uploaded() {
        return "{\"common\":{\"authCode\":\"A000\"},\"data\":{\"code\":\"A000\",\"data\":"
                + "{\"imgUrl\":\"http://dn-m.talk.kakao.com/i.png\",\"fileUrl\":\"http://dn-m.talk.kakao.com/f.pdf\"}}}";
    }

    @Override
    String senderField() {
        return "senderKey";
    }

    @Override
    String path() {
        return "/cstalk/message";
    }

    @Override
    protected MockResponse accepts() {
        return new MockResponse.Builder()
                .body(new String(Shop.sample("consultation-bizgo/send-accepted-response.json"), StandardCharsets.UTF_8))
                .build();
    }

    @Override
    protected byte[] message() {
        return Shop.sample("consultation-bizgo/inbound-message-text.json");
    }
}
