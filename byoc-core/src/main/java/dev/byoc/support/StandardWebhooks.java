package dev.byoc.support;

import dev.byoc.Secret;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Requests signed as <a href="https://www.standardwebhooks.com">Standard Webhooks 1.0</a> has it, with a shared secret ({@code v1}): three
 * headers, {@value #ID}, {@value #TIMESTAMP} and {@value #SIGNATURE}.
 */
public final class StandardWebhooks {
    public static final String ID = "webhook-id";
    public static final String TIMESTAMP = "webhook-timestamp";
    public static final String SIGNATURE = "webhook-signature";

    /** How a secret begins; what follows is the key in base64. */
    public static final String SECRET_PREFIX = "whsec_";

    private static final Pattern IDS = Pattern.compile("[A-Za-z0-9_.-]{1,128}");
    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,12}");
    private static final String VERSION = "v1,";

    /** More entries are no rotation of keys. */
    private static final int MOST_SIGNATURES = 10;

    private StandardWebhooks() {}

    /**
     * What became of a check.
     *
     * @param by the secret under which it is signed; null: it is refused
     * @param why for the log, without anything of the request; {@code ""} if it is not refused
     */
    public record Checked(@Nullable Secret by, String why) {}

    /**
     * The key of a secret; null: it is none, as without its prefix, or not base64.
     *
     * @return the bytes; the specification asks for 24 to 64 of them, which is the caller's to check
     */
    public static byte @Nullable [] key(Secret secret) {
        String text = secret.reveal();
        return text.startsWith(SECRET_PREFIX) ? Signatures.fromBase64(text.substring(SECRET_PREFIX.length())) : null;
    }

    /**
     * The value of {@value #SIGNATURE}: a signature under each secret, in their order.
     *
     * @param id of the message: the same at each try
     * @param at the time of this try; whole seconds count
     * @throws IllegalArgumentException if a secret has no key
     */
    public static String sign(List<Secret> secrets, String id, Instant at, byte[] body) {
        byte[] signed = signed(id, String.valueOf(at.getEpochSecond()), body);
        return secrets.stream()
                .map(secret -> VERSION + Base64.getEncoder().encodeToString(mac(secret, signed)))
                .collect(Collectors.joining(" "));
    }

    /**
     * Checks the three headers of a request and its bytes as they came.
     *
     * @param signatures the whole header: entries parted by blanks, of which the {@code v1} count
     * @param tolerance how far its clock and ours may be apart
     */
    public static Checked check(
            List<Secret> secrets,
            String id,
            String timestamp,
            String signatures,
            byte[] body,
            Instant now,
            Duration tolerance) {
        if (!IDS.matcher(id).matches() || !SECONDS.matcher(timestamp).matches()) {
            return new Checked(null, "an id or a time is missing or malformed");
        }
        byte[] signed = signed(id, timestamp, body);
        List<byte[]> given = given(signatures);
        Secret by = null;
        for (Secret secret : secrets) {
            byte[] right = mac(secret, signed);
            boolean fits = false;
            for (byte[] each : given) {
                fits |= MessageDigest.isEqual(right, each);
            }
            by = fits && by == null ? secret : by;
        }
        if (by == null) {
            return new Checked(null, "the signature does not fit");
        }
        // Told apart only for those who know the secret: their clock is wrong, or it is a copy of an old request.
        Duration apart = Duration.between(Instant.ofEpochSecond(Long.parseLong(timestamp)), now)
                .abs();
        return apart.compareTo(tolerance) > 0
                ? new Checked(null, "clock: its time is too far from ours")
                : new Checked(by, "");
    }

    private static List<byte[]> given(String signatures) {
        List<byte[]> given = new ArrayList<>();
        String[] entries = signatures.split(" ", MOST_SIGNATURES + 1);
        for (int i = 0; i < Math.min(entries.length, MOST_SIGNATURES); i++) {
            byte[] bytes = entries[i].startsWith(VERSION)
                    ? Signatures.fromBase64(entries[i].substring(VERSION.length()))
                    : null;
            if (bytes != null) {
                given.add(bytes);
            }
        }
        return given;
    }

    private static byte[] mac(Secret secret, byte[] signed) {
        byte[] key = key(secret);
        if (key == null || key.length == 0) {
            throw new IllegalArgumentException("a secret of Standard Webhooks is " + SECRET_PREFIX + " and base64");
        }
        return Signatures.hmacSha256(key, signed);
    }

    private static byte[] signed(String id, String timestamp, byte[] body) {
        ByteArrayOutputStream signed = new ByteArrayOutputStream();
        signed.writeBytes((id + "." + timestamp + ".").getBytes(StandardCharsets.UTF_8));
        signed.writeBytes(body);
        return signed.toByteArray();
    }
}
