package dev.byoc.kakaotalk;

import dev.byoc.channel.Channel;
import dev.byoc.channel.ChannelContext;
import dev.byoc.channel.ChannelProvider;
import dev.byoc.channel.Descriptor;
import dev.byoc.kakaotalk.internal.KakaoTalkPhrase;
import dev.byoc.kakaotalk.internal.dealer.KakaoTalkChannel;
import dev.byoc.wording.Phrase;
import java.util.List;

/**
 * Consultation Talk (상담톡), the one KakaoTalk product in which an agent's own words may go out hours later. It is reached through an
 * official dealer; one account is one KakaoTalk channel, known by its sender key. Customers always write first; answers go out while their
 * session is open, which is 30 days after their last message.
 *
 * <p>The dealers sign nothing. What is checked in place of a signature is in docs/guides/kakaotalk.md.
 */
public final class KakaoTalkProvider implements ChannelProvider {
    static final String ID = "kakaotalk";

    @Override
    public Descriptor describe() {
        return new Descriptor(ID, "KakaoTalk", KakaoTalkChannel.SPEC);
    }

    @Override
    public Channel open(ChannelContext context) {
        return KakaoTalkChannel.open(context);
    }

    @Override
    public List<? extends Phrase> phrases() {
        return List.of(KakaoTalkPhrase.values());
    }
}
