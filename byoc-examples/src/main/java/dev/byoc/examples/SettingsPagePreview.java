package dev.byoc.examples;

import dev.byoc.ConfigurationException;
import dev.byoc.Secret;
import dev.byoc.channel.Channel;
import dev.byoc.channel.ChannelContext;
import dev.byoc.channel.ChannelProvider;
import dev.byoc.channel.Descriptor;
import dev.byoc.channel.Registration;
import dev.byoc.channel.config.ConfigSpec;
import dev.byoc.freshchat.FreshchatSettings;
import dev.byoc.host.JdkHttpHost;
import dev.byoc.relay.RelayBuilder;
import dev.byoc.relay.RelayEngine;
import dev.byoc.testkit.FakeChannel;
import dev.byoc.testkit.FreePort;
import dev.byoc.testkit.freshchat.FakeFreshchat;
import dev.byoc.testkit.viber.FakeViber;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;

/** Serves a settings page that shows every state an account can be in, between stand-ins, until it is stopped. */
public final class SettingsPagePreview {
    private static final String PASSWORD = "preview-password";

    private SettingsPagePreview() {}

    /** A network whose registration ends as given. */
    private record Shown(String id, String displayName, Function<ChannelContext, Registration> registration)
            implements ChannelProvider {
        @Override
        public Descriptor describe() {
            return new Descriptor(id, displayName, ConfigSpec.none());
        }

        @Override
        public Channel open(ChannelContext context) {
            return new FakeChannel(context).willRegister(registration.apply(context));
        }
    }

    public static void main(String[] args) throws InterruptedException {
        PrintStream out = Console.out();
        int port = FreePort.next();
        URI here = URI.create("http://127.0.0.1:" + port + "/byoc");
        try (FakeFreshchat freshchat = new FakeFreshchat();
                FakeViber viber = new FakeViber();
                RelayEngine relay = relay(freshchat, viber, here);
                JdkHttpHost host =
                        JdkHttpHost.serve(relay, new InetSocketAddress(InetAddress.getLoopbackAddress(), port))) {
            freshchat.connectWebhook(relay.freshchatWebhookUrl());
            relay.start();
            install(relay);
            viber.customer("dyN4Ob6OXfag+Atd/1SifA==", "Anna").says("Hello");
            freshchat.agent().says(freshchat.awaitPosted(1).get(0).conversationId(), "Hi!");
            out.println("The page is at " + relay.settingsUrl() + " on port " + host.port() + ", the password is "
                    + PASSWORD + ". Ctrl-C stops.");
            new CountDownLatch(1).await();
        }
    }

    private static void install(RelayEngine relay) {
        try {
            relay.install();
        } catch (ConfigurationException e) {
            // As is meant here: the page shows these.
        }
    }

    private static RelayEngine relay(FakeFreshchat freshchat, FakeViber viber, URI here) {
        freshchat.addTopic("Support");
        Map<String, String> support = Map.of("topic", "Support");
        return new RelayBuilder()
                .freshchat(FreshchatSettings.builder()
                        .url(freshchat.url().toString())
                        .trustHost(freshchat.url().getHost())
                        .token(freshchat.token())
                        .webhookKey(freshchat.publicKeyPem())
                        .build())
                .account(
                        "viber-main",
                        "viber",
                        Map.of(
                                "auth-token",
                                viber.token(),
                                "sender-name",
                                "Boot Shop",
                                "base-url",
                                viber.url().toString(),
                                "topic",
                                "Support"))
                .account("by-hand", new Shown("by-hand", "카카오톡 상담톡", SettingsPagePreview::byHand), support)
                .account(
                        "occupied",
                        new Shown(
                                "occupied",
                                "Bird Mail",
                                context -> new Registration.Occupied("https://other.example.com/hook/their-secret")),
                        support)
                .account(
                        "failed",
                        new Shown(
                                "failed",
                                "<b>Markup</b> & <script>alert(1)</script>",
                                context -> new Registration.Failed(
                                        false, "status 2: <img src=x onerror=alert(1)> \"invalid auth token\"")),
                        support)
                .account(
                        "later-and-no-topic",
                        new Shown(
                                "later",
                                "Slow Messenger",
                                context -> new Registration.Failed(true, "no answer within 30 s")),
                        Map.of("topic", "A topic that <i>nobody</i> has made"))
                .publicUrl(here)
                .settingsPage(PASSWORD)
                .productEvents("a-secret-shared-with-the-app")
                .registerWebhooks(false)
                .build();
    }

    private static Registration byHand(ChannelContext context) {
        return new Registration.ByHand(List.of(
                new Registration.Step("Open the dealer's console, and choose the profile of this shop.", null),
                new Registration.Step(
                        "Paste this as the address for messages (메시지 수신 URL):",
                        Secret.of(context.webhookUrl() + "/message")),
                new Registration.Step(
                        "Send this text to the dealer:",
                        Secret.of("안녕하세요. 상담톡 수신 URL을 아래와 같이 등록해 주세요.\n" + context.webhookUrl()
                                + "\n발신 프로필: @sample-shop"))));
    }
}
