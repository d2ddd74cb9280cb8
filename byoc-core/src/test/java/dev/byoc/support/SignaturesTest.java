package dev.byoc.support;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.Secret;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignaturesTest {
    private static final byte[] FOX = "The quick brown fox jumps over the lazy dog".getBytes(UTF_8);

    /** RFC 2202 and RFC 4231, case 2. */
    @Test
    void macsAreThoseOfTheStandard() {
        byte[] key = "Jefe".getBytes(UTF_8);
        byte[] data = "what do ya want for nothing?".getBytes(UTF_8);

        assertThat(HexFormat.of().formatHex(Signatures.hmacSha1(key, data)))
                .isEqualTo("effcdf6ae5eb2fa2d27416d5f184df9c259a7c79");
        assertThat(HexFormat.of().formatHex(Signatures.hmacSha256(key, data)))
                .isEqualTo("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    }

    @Test
    void hexOfEitherCaseIsRead() {
        assertThat(Signatures.fromHex("00fF")).containsExactly(0, 0xFF);
        assertThat(Signatures.fromHex("")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "zz", "0x00", " 00", "서명"})
    void whatIsNoHexIsNothing(String text) {
        assertThat(Signatures.fromHex(text)).isNull();
    }

    @Test
    void base64IsReadWithItsPaddingOrWithout() {
        assertThat(Signatures.fromBase64("+/8=")).containsExactly(0xFB, 0xFF);
        assertThat(Signatures.fromBase64("+/8")).containsExactly(0xFB, 0xFF);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-_8=", "a", "ab=", "a b c d", "====", "+/9=", "서명"})
    void whatIsNoBase64IsNothing(String text) {
        assertThat(Signatures.fromBase64(text)).isNull();
    }

    @Test
    void firstOfTheKeysThatFitIsTold() {
        List<Secret> keys = List.of(Secret.of("new"), Secret.of("old"), Secret.of("old"));
        byte[] given = Signatures.hmacSha256(Secret.of("old"), FOX);

        assertThat(Signatures.keyOf(keys, given, key -> Signatures.hmacSha256(key, FOX)))
                .isSameAs(keys.get(1));
    }

    @Test
    void noKeyFitsAnotherSignatureOrNone() {
        List<Secret> keys = List.of(Secret.of("new"));
        byte[] given = Signatures.hmacSha256(Secret.of("other"), FOX);

        assertThat(Signatures.keyOf(keys, given, key -> Signatures.hmacSha256(key, FOX)))
                .isNull();
        assertThat(Signatures.keyOf(keys, null, key -> Signatures.hmacSha256(key, FOX)))
                .isNull();
        assertThat(Signatures.keyOf(keys, new byte[0], key -> Signatures.hmacSha256(key, FOX)))
                .isNull();
    }

    @Test
    void everyKeyIsTriedWhateverFitsFirst() {
        List<Secret> keys = List.of(Secret.of("new"), Secret.of("old"));
        List<Secret> tried = new java.util.ArrayList<>();
        byte[] given = Signatures.hmacSha256(keys.get(0), FOX);

        Secret unused = Signatures.keyOf(keys, given, key -> {
            tried.add(key);
            return Signatures.hmacSha256(key, FOX);
        });

        assertThat(tried).isEqualTo(keys);
    }

    @Test
    void rsaSignatureOfOtherBytesOrAnotherLengthIsNone() throws GeneralSecurityException {
        KeyPair pair = pair("RSA");
        Signature signer = Signature.getInstance("SHA256withRSA");
        signer.initSign(pair.getPrivate());
        signer.update(FOX);
        byte[] signature = signer.sign();

        assertThat(Signatures.isRsaSha256(pair.getPublic(), FOX, signature)).isTrue();
        assertThat(Signatures.isRsaSha256(pair.getPublic(), "other".getBytes(UTF_8), signature))
                .isFalse();
        assertThat(Signatures.isRsaSha256(pair.getPublic(), FOX, new byte[3])).isFalse();
        assertThat(Signatures.isRsaSha256(pair.getPublic(), FOX, null)).isFalse();
    }

    @Test
    void nothingIsSignedUnderAKeyThatIsNoneForRsa() throws GeneralSecurityException {
        KeyPair pair = pair("EC");

        assertThat(Signatures.isRsaSha256(pair.getPublic(), FOX, new byte[256])).isFalse();
    }

    private static KeyPair pair(String algorithm) throws GeneralSecurityException {
        return KeyPairGenerator.getInstance(algorithm).generateKeyPair();
    }
}
