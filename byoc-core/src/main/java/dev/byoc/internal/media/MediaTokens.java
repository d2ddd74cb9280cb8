package dev.byoc.internal.media;

import dev.byoc.Secret;
import dev.byoc.internal.account.ReservedIds;
import dev.byoc.internal.file.FileNames;
import dev.byoc.message.Media;
import dev.byoc.support.Signatures;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Addresses below {@code /media/} that hold all there is to know: which file, what it is called, until when. Encrypted and signed
 * (AES-256-GCM) with a secret that outlives the process, so they are kept nowhere, hold after a restart and on every host of one store, and
 * do not show where a file really is.
 */
public final class MediaTokens {
    static final Duration LIFE = Duration.ofDays(1);

    private static final byte VERSION = 1;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final String prefix;
    private final SecretKeySpec key;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    public MediaTokens(URI publicUrl, Secret secret, Clock clock) {
        this.prefix = publicUrl + "/" + ReservedIds.MEDIA + "/";
        // The secret is text; its digest has the length that AES wants.
        byte[] digest = Signatures.hmacSha256(secret, "media tickets".getBytes(StandardCharsets.UTF_8));
        this.key = new SecretKeySpec(digest, "AES");
        this.clock = clock;
    }

    /**
     * What an address stands for.
     *
     * @param freshchats whether Freshchat gave the file's address as its own, so that its key may be needed to read it
     */
    public record Ticket(Media file, boolean freshchats) {}

    /** An address of this relay's for a file; its name is safe already. */
    URI address(Ticket ticket) {
        Media file = ticket.file();
        String name = file.fileName() == null ? "file.bin" : file.fileName();
        String shown = FileNames.plain(name);
        ByteArrayOutputStream plain = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(plain)) {
            out.writeByte(VERSION);
            out.writeLong(clock.instant().plus(LIFE).getEpochSecond());
            out.writeBoolean(ticket.freshchats());
            out.writeLong(file.sizeBytes());
            out.writeUTF(name);
            out.writeUTF(file.contentType() == null ? "" : file.contentType());
            out.write(file.ref().getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        byte[] sealed = crypt(Cipher.ENCRYPT_MODE, nonce, plain.toByteArray(), shown);
        byte[] token = Arrays.copyOf(nonce, nonce.length + (sealed == null ? 0 : sealed.length));
        if (sealed != null) {
            System.arraycopy(sealed, 0, token, nonce.length, sealed.length);
        }
        return URI.create(prefix + Base64.getUrlEncoder().withoutPadding().encodeToString(token) + "/" + shown);
    }

    /** What is behind an address of this relay's; null for any other reference, and for one that has lapsed. */
    @Nullable
    Ticket behind(String ref) {
        if (!ref.startsWith(prefix)) {
            return null;
        }
        String[] steps = ref.substring(prefix.length()).split("/", -1);
        return steps.length == 2 ? read(steps[0], steps[1]) : null;
    }

    /** Null, for whatever reason, if this relay never gave that out, or too long ago. */
    public @Nullable Ticket read(String token, String name) {
        byte[] bytes;
        try {
            bytes = Base64.getUrlDecoder().decode(token);
        } catch (IllegalArgumentException e) {
            return null;
        }
        if (bytes.length <= NONCE_BYTES) {
            return null;
        }
        byte[] nonce = Arrays.copyOf(bytes, NONCE_BYTES);
        byte[] plain = crypt(Cipher.DECRYPT_MODE, nonce, Arrays.copyOfRange(bytes, NONCE_BYTES, bytes.length), name);
        if (plain == null) {
            return null;
        }
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(plain))) {
            boolean lives =
                    in.readByte() == VERSION && in.readLong() > clock.instant().getEpochSecond();
            boolean freshchats = in.readBoolean();
            long size = in.readLong();
            String fileName = in.readUTF();
            String type = in.readUTF();
            String ref = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            Media file = Media.of(ref, fileName, type.isEmpty() ? null : type, size);
            return lives ? new Ticket(file, freshchats) : null;
        } catch (IOException e) {
            return null;
        }
    }

    /** Null: it was not sealed with this key and under this name. */
    private byte @Nullable [] crypt(int mode, byte[] nonce, byte[] bytes, String name) {
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
            cipher.updateAAD(name.getBytes(StandardCharsets.UTF_8));
            return cipher.doFinal(bytes);
        } catch (GeneralSecurityException e) {
            return null;
        }
    }
}
