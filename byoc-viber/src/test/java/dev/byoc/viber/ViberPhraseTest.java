package dev.byoc.viber;

import dev.byoc.testkit.WordingContract;
import dev.byoc.wording.Phrase;
import java.util.List;

final class ViberPhraseTest extends WordingContract {
    @Override
    protected List<? extends Phrase> phrases() {
        return new ViberProvider().phrases();
    }
}
