package dev.byoc.kakaotalk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.testkit.WordingContract;
import dev.byoc.wording.Phrase;
import java.util.List;
import org.junit.jupiter.api.Test;

final class KakaoTalkPhraseTest extends WordingContract {
    @Override
    protected List<? extends Phrase> phrases() {
        return new KakaoTalkProvider().phrases();
    }

    @Test
    void bothChannelsBringTheSame() {
        assertThat(List.<Phrase>copyOf(new KakaoTalkSkillProvider().phrases()))
                .isEqualTo(List.copyOf(new KakaoTalkProvider().phrases()));
    }
}
