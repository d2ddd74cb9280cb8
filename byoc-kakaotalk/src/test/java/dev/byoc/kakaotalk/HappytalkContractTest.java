package dev.byoc.kakaotalk;

import mockwebserver3.MockResponse;

final class HappytalkContractTest extends ConsultationContract {
    @Override
    Shop shop() {
        return Shop.happytalk();
    }

    @Override
    String uploaded() {
        return "{\"code\":\"0000\",\"image\":\"http://dn-m.talk.kakao.com/i.png\",\"file\":\"http://dn-m.talk.kakao.com/f.pdf\"}";
    }

    @Override
    String senderField() {
        return "sender_key";
    }

    @Override
    String path() {
        return "/message";
    }

    @Override
    protected MockResponse accepts() {
        return new MockResponse.Builder().body("{\"code\":0}").build();
    }

    @Override
    protected byte[] message() {
        return Shop.sample("consultation-happytalk/inbound-message-text.json");
    }
}
