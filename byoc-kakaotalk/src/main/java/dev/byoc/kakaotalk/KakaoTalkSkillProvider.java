package dev.byoc.kakaotalk;

import dev.byoc.channel.Channel;
import dev.byoc.channel.ChannelContext;
import dev.byoc.channel.ChannelProvider;
import dev.byoc.channel.Descriptor;
import dev.byoc.kakaotalk.internal.KakaoTalkPhrase;
import dev.byoc.kakaotalk.internal.skill.SkillChannel;
import dev.byoc.wording.Phrase;
import java.util.List;

/**
 * The skill of a KakaoTalk chatbot (카카오 i 오픈빌더 / 챗봇 관리자센터): one account is one chatbot. What a customer says to the
 * chatbot comes to the agents, and is acknowledged within Kakao's 5 seconds; an answer goes out within a minute, once, where the chatbot
 * has callbacks. For agents who answer later than that, {@link KakaoTalkProvider} is the right one.
 */
public final class KakaoTalkSkillProvider implements ChannelProvider {
    static final String ID = "kakaotalk-skill";

    @Override
    public Descriptor describe() {
        return new Descriptor(ID, "KakaoTalk chatbot", SkillChannel.SPEC);
    }

    @Override
    public Channel open(ChannelContext context) {
        return new SkillChannel(context);
    }

    @Override
    public List<? extends Phrase> phrases() {
        return List.of(KakaoTalkPhrase.values());
    }
}
