package dev.byoc.relay;

import dev.byoc.channel.MediaAccess;
import dev.byoc.http.HttpCall;
import dev.byoc.internal.OkHttp;
import dev.byoc.internal.PublicAddresses;
import dev.byoc.message.Media;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/** Files by their own address, fetched from public hosts alone. */
final class RelayMedia implements MediaAccess {
    private final OkHttp http;

    RelayMedia(OkHttp guarded) {
        this.http = guarded;
    }

    @Override
    public InputStream open(Media media) throws IOException {
        URI address = address(media);
        PublicAddresses.requirePublicLiteral(address.getHost());
        return http.download(HttpCall.get(address));
    }

    @Override
    public URI publicUrl(Media media) throws IOException {
        URI address = address(media);
        if (!"https".equalsIgnoreCase(address.getScheme())) {
            throw new IOException("not an https address");
        }
        PublicAddresses.requirePublicLiteral(address.getHost());
        return address;
    }

    private static URI address(Media media) throws IOException {
        try {
            URI address = new URI(media.ref());
            String scheme =
                    address.getScheme() == null ? "" : address.getScheme().toLowerCase(Locale.ROOT);
            if ((scheme.equals("https") || scheme.equals("http"))
                    && address.getHost() != null
                    && address.getUserInfo() == null) {
                return address;
            }
        } catch (URISyntaxException e) {
            // told below, without the address
        }
        throw new IOException("not an http(s) address");
    }
}
