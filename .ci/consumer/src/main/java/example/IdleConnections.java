package example;

import dev.byoc.freshchat.FreshchatSettings;
import dev.byoc.host.JdkHttpHost;
import dev.byoc.relay.RelayBuilder;
import dev.byoc.relay.RelayEngine;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.KeyPairGenerator;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** 300 connections as a proxy keeps them: a request on each, a pause of so many seconds, and a second one. None may be lost. */
public final class IdleConnections {
    private static final int CONNECTIONS = 300;

    private IdleConnections() {}

    public static void main(String[] args) throws Exception {
        int pause = Integer.parseInt(args[0]);
        int lost = 0;
        InetAddress here = InetAddress.getLoopbackAddress();
        try (RelayEngine relay = relay();
                JdkHttpHost host = JdkHttpHost.serve(relay, new InetSocketAddress(here, 0))) {
            String path = relay.freshchatWebhookUrl().getRawPath();
            List<Socket> sockets = new ArrayList<>();
            for (int i = 0; i < CONNECTIONS; i++) {
                Socket socket = new Socket(here, host.port());
                socket.setSoTimeout(30_000);
                lost += serves(socket, path) ? 0 : 1;
                sockets.add(socket);
            }
            Thread.sleep(pause * 1_000L);
            for (Socket socket : sockets) {
                lost += serves(socket, path) ? 0 : 1;
                socket.close();
            }
        }
        System.out.println("connections=" + CONNECTIONS + " pause=" + pause + "s lost=" + lost);
        System.exit(lost == 0 ? 0 : 1);
    }

    private static RelayEngine relay() throws Exception {
        KeyPairGenerator keys = KeyPairGenerator.getInstance("RSA");
        keys.initialize(2_048);
        byte[] key = keys.generateKeyPair().getPublic().getEncoded();
        return new RelayBuilder()
                .freshchat(FreshchatSettings.builder()
                        .url("https://example.freshchat.com")
                        .token("not-used")
                        .webhookKey("-----BEGIN PUBLIC KEY-----\n" + Base64.getEncoder().encodeToString(key)
                                + "\n-----END PUBLIC KEY-----\n")
                        .build())
                .account("viber-main", "viber", Map.of(
                        "auth-token", ViberStandIn.TOKEN, "sender-name", "Sample Shop", "topic", "Support"))
                .publicUrl(URI.create("https://chat.example.com/byoc"))
                .build();
    }

    private static boolean serves(Socket socket, String path) throws IOException {
        StringBuilder answer = new StringBuilder();
        try {
            socket.getOutputStream().write(("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            InputStream in = socket.getInputStream();
            int next;
            while (answer.indexOf("ready for Freshchat") < 0 && (next = in.read()) >= 0) {
                answer.append((char) next);
            }
        } catch (IOException e) {
            return false;
        }
        return answer.toString().startsWith("HTTP/1.1 200");
    }
}
