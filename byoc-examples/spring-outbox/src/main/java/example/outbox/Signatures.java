package example.outbox;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.stereotype.Component;

/** Who has signed a webhook: over the raw bytes. */
@Component
class Signatures {
    private final ThreadLocal<Mac> viber;
    private final PublicKey freshchat;

    Signatures(RelaySettings settings) throws GeneralSecurityException {
        SecretKeySpec key = new SecretKeySpec(settings.viberToken().getBytes(StandardCharsets.UTF_8), "HmacSHA256");
        this.viber = ThreadLocal.withInitial(() -> mac(key));
        this.freshchat = KeyFactory.getInstance("RSA")
                .generatePublic(new X509EncodedKeySpec(Base64.getDecoder()
                        .decode(settings.freshchatWebhookKey()
                                .replaceAll("-----[A-Z ]+-----", "")
                                .replaceAll("\\s|\\\\n", ""))));
    }

    private static Mac mac(SecretKeySpec key) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HMAC-SHA256", e);
        }
    }

    boolean isOfViber(byte[] body, String signature) {
        try {
            return signature != null
                    && MessageDigest.isEqual(
                            viber.get().doFinal(body), HexFormat.of().parseHex(signature));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    boolean isOfFreshchat(byte[] body, String signature) {
        try {
            Signature rsa = Signature.getInstance("SHA256withRSA");
            rsa.initVerify(freshchat);
            rsa.update(body);
            return signature != null && rsa.verify(Base64.getDecoder().decode(signature));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return false;
        }
    }
}
