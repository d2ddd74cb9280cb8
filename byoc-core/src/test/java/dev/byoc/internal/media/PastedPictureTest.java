package dev.byoc.internal.media;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.message.MediaException;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A {@code data:} URL, whatever is in it. */
class PastedPictureTest {
    private static final String PIECES = "data:;base64,%#\u00E9\uD83D\uDE00 \n=+/image/png%2B%8";

    @Test
    void anyAddressIsAPictureOrAReason() {
        Random random = new Random(64);
        byte[] png = Base64.getDecoder().decode("iVBORw0KGgo=");
        String whole = "data:image/png;base64," + Base64.getEncoder().encodeToString(png);
        int pictures = 0;
        for (int i = 0; i < 20_000; i++) {
            StringBuilder address = new StringBuilder(whole);
            for (int changes = random.nextInt(4); changes > 0; changes--) {
                address.insert(random.nextInt(address.length() + 1), PIECES.charAt(random.nextInt(PIECES.length())));
            }
            String written = "data:" + address.substring(Math.min(5, address.length()));
            try {
                PastedPicture picture = PastedPicture.of(written, 100);
                pictures++;
                assertThat(picture.media().contentType()).isEqualTo("image/png");
                assertThat(picture.media().sizeBytes()).isEqualTo(picture.bytes().length);
            } catch (MediaException e) {
                assertThat(e.getMessage()).doesNotContain("iVBOR").doesNotContain("data:");
            }
        }
        assertThat(pictures).isGreaterThan(1_000);
    }

    @Test
    void onlyAnAddressOfThatSchemeIsOne() {
        assertThat(PastedPicture.isOne("DATA:image/png,x")).isTrue();
        assertThat(PastedPicture.isOne("https://x/data:image/png")).isFalse();
        assertThat(PastedPicture.isOne("data")).isFalse();
    }
}
