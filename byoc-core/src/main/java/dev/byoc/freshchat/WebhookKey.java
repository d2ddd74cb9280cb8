package dev.byoc.freshchat;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Reads the public key that Freshchat shows beside the webhook's URL, in every shape it is shown or pasted: with either label whatever
 * lies under it, with or without line ends, with line ends as the two characters {@code \n}, or as bare base64.
 */
final class WebhookKey {
    private static final byte[] RSA_ALGORITHM = HexFormat.of().parseHex("300d06092a864886f70d0101010500");
    private static final int SEQUENCE = 0x30;
    private static final int BIT_STRING = 0x03;

    private WebhookKey() {}

    /**
     * The key.
     *
     * @throws GeneralSecurityException if it is none; the message says what to do and quotes nothing
     */
    static PublicKey parse(String text) throws GeneralSecurityException {
        if (text.contains("PRIVATE KEY")) {
            throw new GeneralSecurityException("is a private key; paste the public key that Freshchat shows");
        }
        String base64 = text.replace("\\n", "")
                .replace("\\r", "")
                .replaceAll("-----[A-Z ]+-----", "")
                .replaceAll("[\\s\"'\\uFEFF]", "");
        byte[] der;
        try {
            der = Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw new GeneralSecurityException("is not base64; copy the whole key again");
        }
        KeyFactory rsa = KeyFactory.getInstance("RSA");
        // X.509 first, even under the label "RSA PUBLIC KEY".
        PublicKey key = x509(rsa, der);
        key = key == null ? x509(rsa, wrapped(der)) : key;
        if (key == null) {
            throw new GeneralSecurityException("is not an RSA public key; copy the whole key again");
        }
        return key;
    }

    private static @Nullable PublicKey x509(KeyFactory rsa, byte[] der) {
        try {
            PublicKey key = rsa.generatePublic(new X509EncodedKeySpec(der));
            // Java reads over what stands behind a key; such a text is not the key that was shown.
            return Arrays.equals(key.getEncoded(), der) ? key : null;
        } catch (InvalidKeySpecException e) {
            return null;
        }
    }

    /** PKCS#1 holds modulus and exponent alone; X.509 names the algorithm and puts them into a bit string. */
    private static byte[] wrapped(byte[] pkcs1) {
        byte[] bits = element(BIT_STRING, joined(new byte[] {0}, pkcs1));
        return element(SEQUENCE, joined(RSA_ALGORITHM, bits));
    }

    private static byte[] element(int tag, byte[] value) {
        int length = value.length;
        byte[] head;
        if (length < 0x80) {
            head = new byte[] {(byte) tag, (byte) length};
        } else if (length < 0x100) {
            head = new byte[] {(byte) tag, (byte) 0x81, (byte) length};
        } else {
            // Longer than 64 kB overflows and is then refused as no key.
            head = new byte[] {(byte) tag, (byte) 0x82, (byte) (length >> 8), (byte) length};
        }
        return joined(head, value);
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
