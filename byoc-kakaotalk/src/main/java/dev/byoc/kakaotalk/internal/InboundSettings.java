package dev.byoc.kakaotalk.internal;

import dev.byoc.support.AddressRange;
import java.util.ArrayList;
import java.util.List;

/** What both channels ask about what comes from outside: who may call, and from where files are fetched. */
public final class InboundSettings {
    public static final String KAKAO_MEDIA = "kakao.com, kakaocdn.net";

    public static final String MEDIA_HOSTS_HELP =
            "from where customers' files are fetched, with everything under these hosts;"
                    + " files elsewhere are shown as links";

    public static final String ADDRESSES_HELP =
            "addresses and ranges that callbacks may come from, with commas between;"
                    + " empty: from anywhere. Behind a proxy, name it to the relay as trusted";

    private InboundSettings() {}

    /** Reads {@code allowed-addresses}; what is no address becomes a fault. */
    public static List<AddressRange> addresses(String text, List<String> faults) {
        List<AddressRange> ranges = new ArrayList<>();
        for (String one : text.split("[,\\s]+", -1)) {
            if (!one.isEmpty()) {
                try {
                    ranges.add(AddressRange.of(one));
                } catch (IllegalArgumentException e) {
                    faults.add("'allowed-addresses': " + e.getMessage());
                }
            }
        }
        return List.copyOf(ranges);
    }
}
