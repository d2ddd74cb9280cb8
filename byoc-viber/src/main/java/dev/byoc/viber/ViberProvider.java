package dev.byoc.viber;

import dev.byoc.channel.Channel;
import dev.byoc.channel.ChannelContext;
import dev.byoc.channel.ChannelProvider;
import dev.byoc.channel.Descriptor;
import dev.byoc.wording.Phrase;
import java.util.List;

/**
 * Viber bots (<a href="https://developers.viber.com/docs/api/rest-bot-api/">REST Bot API</a>): one account is one bot. Registers its own
 * webhook, checks the signature of each request and sends text, pictures, videos, files, contacts, places, links, buttons and carousels.
 * Viber Business Messages, which are addressed by phone number, are another product.
 */
public final class ViberProvider implements ChannelProvider {
    static final String ID = "viber";

    @Override
    public Descriptor describe() {
        return new Descriptor(ID, "Viber", BotConfig.SPEC);
    }

    @Override
    public Channel open(ChannelContext context) {
        return new ViberChannel(BotConfig.of(context.settings()), context);
    }

    @Override
    public List<? extends Phrase> phrases() {
        return List.of(ViberPhrase.values());
    }
}
