package dev.byoc.examples.sandbox;

import dev.byoc.testkit.kakaotalk.KakaoCustomer;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;

/** How an admin connects a KakaoTalk channel, what two customers and one agent then say, and what has to be on both sides afterwards. */
final class KakaoScript {
    /** What is left to the admin, with the relay's address in place of {@code ADDRESS}. */
    private static final String TO_DO = """
            kakao-main: register the webhook by hand:
              Happytalk did not set the address by itself: Happytalk does not admit this address yet, or misses something. (code 405)
              Make sure the KakaoTalk channel is tied to no other chat tool; KakaoTalk allows one. Detach the other one first.
              Send this text to Happytalk. The sender key in it is shortened; add the rest.
                안녕하세요. 상담톡 수신 주소(Webhook) 등록을 요청드립니다.
                발신프로필 키: 3f9c…
                등록할 기본 주소: ADDRESS
                기본 주소 뒤에 경로가 붙어 아래 주소로 호출되어야 합니다.
                - 메시지 수신: ADDRESS/message
                - 메타정보 수신: ADDRESS/reference
                - 세션 종료 수신: ADDRESS/expired_session
                이 주소는 비밀 값이 포함되어 있으니 외부에 공개하지 말아 주세요. 콜백을 보내는 서버의 IP 목록도 알려 주시면 감사하겠습니다.
              If Happytalk asks for one address, give this one: it is the base, to which it adds the paths.
                ADDRESS
              If it asks for each address: /message (메시지 수신).
                ADDRESS/message
              If it asks for each address: /reference (메타정보 수신).
                ADDRESS/reference
              If it asks for each address: /expired_session (세션 종료 수신).
                ADDRESS/expired_session
              When Happytalk tells from which addresses it calls, put them into 'allowed-addresses'.
              Write a message to the KakaoTalk channel and see it arrive in Freshchat.
            """;

    /** All else. */
    private static final List<Row> SAID = List.of(
            new Row("Freshchat", "Minji", "customer", "kakaotalk:kakao-main:Qw7xT2pLr9Ab"),
            new Row("Freshchat", "Minji", "conversation", "new"),
            new Row("Freshchat", "Minji", "user", "안녕하세요! 이 부츠 240 사이즈 있나요?"),
            new Row("Freshchat", "Minji", "system", "."),
            new Row("Freshchat", "Minji", "user", "picture"),
            new Row("Freshchat", "Minji", "bot note", "[byoc note] The customer came with: button data: order-20418"),
            new Row("Freshchat", "Minji", "agent", "안녕하세요 <b>민지</b>님, 확인해 볼게요 &amp; 곧 답변드릴게요 😊"),
            new Row("Freshchat", "Minji", "agent note", "단골 고객, 10% 할인 가능"),
            new Row("Freshchat", "Minji", "agent", "네, 있습니다. 어떤 색으로 드릴까요? + [빨강] [검정]"),
            new Row("Freshchat", "Minji", "user", "검정"),
            new Row("Freshchat", "Minji", "user", "감사합니다"),
            new Row("Freshchat", "Junho", "customer", "kakaotalk:kakao-main:Zb4kV8nMc1Xy"),
            new Row("Freshchat", "Junho", "conversation", "new"),
            new Row("Freshchat", "Junho", "user", "매장이 어디예요?"),
            new Row("Freshchat", "Junho", "system", "."),
            new Row("Freshchat", "Junho", "agent", "중앙로 5번지입니다."),
            new Row(
                    "Freshchat",
                    "Junho",
                    "bot note",
                    "[byoc note] The customer's session on KakaoTalk has ended. You can answer again once they write."),
            new Row("Freshchat", "Junho", "agent", "찾으셨나요?"),
            new Row(
                    "Freshchat",
                    "Junho",
                    "bot note",
                    "[byoc note] This answer did not reach the customer on KakaoTalk: “찾으셨나요?” (just now). The messenger"
                            + " allows answers only for a time after the customer's last message; wait until they write again."),
            new Row("Freshchat", "Junho", "user", "네, 찾았어요!"),
            new Row("Freshchat", "Junho", "agent", "다행이네요. 곧 뵐게요."),
            new Row("KakaoTalk", "Minji", "TX", "안녕하세요 민지님, 확인해 볼게요 & 곧 답변드릴게요 😊"),
            new Row("KakaoTalk", "Minji", "LI", "네, 있습니다. 어떤 색으로 드릴까요? [빨강] [검정]"),
            new Row("KakaoTalk", "Junho", "TX", "중앙로 5번지입니다."),
            new Row("KakaoTalk", "Junho", "TX", "다행이네요. 곧 뵐게요."));

    private final KakaoStage stage;
    private final Transcript transcript;
    private final Acts acts;

    KakaoScript(KakaoStage stage, Transcript transcript) {
        this.stage = stage;
        this.transcript = transcript;
        this.acts = new Acts(transcript, stage.freshchat, stage::settle, stage::ledger);
    }

    /** In full: nothing may be missing, nothing more be there, and each conversation has its order. Addresses have this run's ports. */
    Ledger expected() {
        String here = stage.relay.webhookUrl(KakaoStage.ACCOUNT).toString();
        List<Row> rows = new ArrayList<>();
        TO_DO.replace("ADDRESS", here).lines().forEach(line -> rows.add(new Row("Relay", "admin", "to do", line)));
        rows.addAll(SAID);
        return new Ledger(rows);
    }

    void play() {
        KakaoCustomer minji = stage.minji;
        KakaoCustomer junho = stage.junho;
        transcript.act("Happytalk does not admit the relay's address; the relay tells the admin what to do");
        transcript.seen(stage.ledger());
        transcript.act("The admin has Happytalk register that address");
        stage.followSteps();
        says(minji, "안녕하세요! 이 부츠 240 사이즈 있나요?");
        acts.act("Minji, on KakaoTalk, sends a photo", () -> minji.sendsPhoto(stage.photo("부츠.jpg")));
        acts.act(
                "Minji, on the shop's page, asks for a consultation about an order",
                () -> minji.asksForConsultation("order-20418"));
        says(junho, "매장이 어디예요?");
        answers(minji, "안녕하세요 <b>민지</b>님, 확인해 볼게요 &amp; 곧 답변드릴게요 😊");
        acts.notes("Minji", stage.conversation(minji), "단골 고객, 10% 할인 가능");
        acts.offers("Minji", stage.conversation(minji), "네, 있습니다. 어떤 색으로 드릴까요?", "빨강", "검정");
        acts.act("Minji, on KakaoTalk, taps [검정]", () -> minji.taps("검정"));
        acts.act(
                "Minji, on KakaoTalk, says, on a Mac that takes syllables apart: 감사합니다",
                () -> minji.says(Normalizer.normalize("감사합니다", Normalizer.Form.NFD)));
        answers(junho, "중앙로 5번지입니다.");
        acts.act("Junho, on KakaoTalk, leaves the chat room", junho::leaves);
        answers(junho, "찾으셨나요?");
        says(junho, "네, 찾았어요!");
        answers(junho, "다행이네요. 곧 뵐게요.");
    }

    private void says(KakaoCustomer customer, String text) {
        acts.act(stage.name(customer) + ", on KakaoTalk, says: " + text, () -> customer.says(text));
    }

    private void answers(KakaoCustomer customer, String html) {
        acts.answers(stage.name(customer), stage.conversation(customer), html);
    }
}
