package example;

import dev.byoc.event.Finding;
import dev.byoc.relay.RelayEngine;

/** What docs/guides/doctor.md shows. Compiled here. */
final class PublicUrlCheck {
    private PublicUrlCheck() {}

    static void print(RelayEngine relay) {
        // snippet: check-public-url
        for (Finding finding : relay.checkPublicUrl()) {
            System.out.println(finding.severity() + " " + finding.what() + " " + finding.remedy());
        }
        // end snippet
    }
}
