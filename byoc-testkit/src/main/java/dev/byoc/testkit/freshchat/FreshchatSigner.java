package dev.byoc.testkit.freshchat;

import dev.byoc.testkit.server.Webhooks;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Signs webhooks as Freshchat does: RSA (PKCS#1 v1.5) with SHA-256 over the raw body, in base64. */
final class FreshchatSigner implements Webhooks.Envelope {
    /** The usual length: for figures. */
    static final int USUAL_BITS = 2_048;

    /** For tests: without the optimising compiler, the usual key is made in seconds and signs in 14 ms; this one in tenths and in 1 ms. */
    static final int SHORT_BITS = 512;

    // Making a key takes long, and few tests need one of their own.
    private static final Map<Integer, KeyPair> COMMON = new ConcurrentHashMap<>();

    private final int bits;
    private volatile KeyPair keys;

    FreshchatSigner(int bits) {
        this.bits = bits;
        this.keys = COMMON.computeIfAbsent(bits, FreshchatSigner::newKeys);
    }

    private static KeyPair newKeys(int bits) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(bits);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has RSA", e);
        }
    }

    void newKey() {
        keys = newKeys(bits);
    }

    // The label is the real one, although the body is an X.509 key and not a PKCS#1 one.
    String publicKeyPem() {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'})
                .encodeToString(keys.getPublic().getEncoded());
        return "-----BEGIN RSA PUBLIC KEY-----\n" + body + "\n-----END RSA PUBLIC KEY-----\n";
    }

    @Override
    public Webhooks.Addressed address(String event, URI url, byte[] body, int attempt) {
        return new Webhooks.Addressed(
                url,
                Map.of(
                        "Content-Type",
                        "application/json",
                        "X-Freshchat-Signature",
                        signature(body),
                        "X-Freshchat-Payload-Version",
                        "1.0",
                        "X-Retry-Count",
                        Integer.toString(attempt)));
    }

    private String signature(byte[] body) {
        try {
            Signature rsa = Signature.getInstance("SHA256withRSA");
            rsa.initSign(keys.getPrivate());
            rsa.update(body);
            return Base64.getEncoder().encodeToString(rsa.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java signs with RSA", e);
        }
    }
}
