package dev.byoc.examples.sandbox;

import dev.byoc.channel.Registration;
import dev.byoc.examples.RealRelay;
import dev.byoc.relay.RelayEngine;
import dev.byoc.testkit.FreePort;
import dev.byoc.testkit.freshchat.FakeFreshchat;
import dev.byoc.testkit.freshchat.StoredUser;
import dev.byoc.testkit.kakaotalk.FakeHappytalk;
import dev.byoc.testkit.kakaotalk.HappytalkDomains;
import dev.byoc.testkit.kakaotalk.KakaoCustomer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A Freshchat account with one agent, a KakaoTalk channel with two customers, and a {@link RealRelay} between them. The
 * dealer does not admit the relay's address, so that an operator has to register it.
 */
final class KakaoStage implements AutoCloseable {
    /** As the variables' names say it. */
    static final String ACCOUNT = "kakao-main";

    final FakeFreshchat freshchat = new FakeFreshchat();
    final FakeHappytalk happytalk = new FakeHappytalk().domains(HappytalkDomains.NOT_ADMITTED);
    final KakaoCustomer minji = happytalk.customer("Qw7xT2pLr9Ab");
    final KakaoCustomer junho = happytalk.customer("Zb4kV8nMc1Xy");
    final RelayEngine relay;
    private final RunningRelay running;

    /** KakaoTalk gives no names, so that in Freshchat both are called the same. */
    private final Map<KakaoCustomer, String> names = new LinkedHashMap<>();

    KakaoStage() {
        names.put(minji, "Minji");
        names.put(junho, "Junho");
        freshchat.addTopic(RunningRelay.TOPIC);
        int port = FreePort.next();
        URI origin = URI.create("http://127.0.0.1:" + port);
        Map<String, String> variables = RunningRelay.variables(freshchat, freshchat.url(), origin, port);
        variables.put("BYOC_ACCOUNTS_KAKAO_MAIN_CHANNEL", "kakaotalk");
        variables.put("BYOC_ACCOUNTS_KAKAO_MAIN_TOPIC", RunningRelay.TOPIC);
        variables.put("BYOC_ACCOUNTS_KAKAO_MAIN_DEALER", "happytalk");
        variables.put("BYOC_ACCOUNTS_KAKAO_MAIN_SENDER_KEY", happytalk.senderKey());
        variables.put("BYOC_ACCOUNTS_KAKAO_MAIN_CLIENT_ID", happytalk.clientId());
        variables.put("BYOC_ACCOUNTS_KAKAO_MAIN_CLIENT_SECRET", happytalk.clientSecret());
        variables.put("BYOC_ACCOUNTS_KAKAO_MAIN_BASE_URL", happytalk.url().toString());
        // Kakao's own hosts in real life; here the photos are with the dealer.
        variables.put("BYOC_ACCOUNTS_KAKAO_MAIN_MEDIA_HOSTS", happytalk.url().getHost());
        this.relay = RealRelay.relay(variables, builder -> builder);
        this.running = new RunningRelay(relay, freshchat, port);
    }

    String name(KakaoCustomer customer) {
        return names.getOrDefault(customer, "unknown customer");
    }

    /** The customer's latest conversation. */
    String conversation(KakaoCustomer customer) {
        return running.conversation(name(customer), user -> isOf(user, customer));
    }

    private static boolean isOf(StoredUser user, KakaoCustomer customer) {
        return user.referenceId().endsWith(":" + customer.userKey());
    }

    /** Puts a photo where KakaoTalk keeps those of customers; gives its address. */
    String photo(String fileName) {
        return happytalk
                .host(fileName, "image/jpeg", fileName.getBytes(StandardCharsets.UTF_8))
                .toString();
    }

    /**
     * Does as the step says that gives the base address: registers that with the dealer.
     *
     * @throws IllegalStateException if the relay does not ask for this
     */
    void followSteps() {
        if (relay.registrations().get(ACCOUNT) instanceof Registration.ByHand byHand) {
            for (Registration.Step step : byHand.steps()) {
                if (step.value() != null && step.what().contains("it is the base")) {
                    happytalk.connectWebhook(URI.create(step.value().reveal()));
                    return;
                }
            }
        }
        throw new IllegalStateException("the relay does not say which address to register");
    }

    void settle() {
        running.settle();
    }

    Ledger ledger() {
        List<Row> rows = new ArrayList<>();
        for (String line : RealRelay.registrations(relay)) {
            rows.add(new Row("Relay", "admin", "to do", line));
        }
        rows.addAll(Ledger.of(freshchat, this::name));
        names.forEach((customer, name) -> rows.addAll(Ledger.of(customer, name)));
        return new Ledger(rows);
    }

    private String name(StoredUser user) {
        return names.entrySet().stream()
                .filter(entry -> isOf(user, entry.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(user.referenceId());
    }

    @Override
    public void close() {
        running.close();
        happytalk.close();
        freshchat.close();
    }
}
