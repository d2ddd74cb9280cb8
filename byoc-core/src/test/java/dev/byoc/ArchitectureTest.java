package dev.byoc;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.PackageMatcher;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.byoc.channel.Channel;
import dev.byoc.channel.ChannelProvider;
import dev.byoc.channel.HealthProbe;
import dev.byoc.channel.MediaSource;
import dev.byoc.channel.ProfileSource;
import dev.byoc.channel.SessionCloser;
import dev.byoc.channel.SyncReplies;
import dev.byoc.relay.RelayListener;
import java.util.List;
import java.util.stream.Stream;

/** Imports run one way: message, json <- http <- channel <- support; freshchat and store beside them; relay over all; host on top. */
@AnalyzeClasses(packages = "dev.byoc", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String ROOT = "dev.byoc";

    private static final List<Class<?>> OTHERS = List.of(
            Channel.class,
            ChannelProvider.class,
            MediaSource.class,
            SyncReplies.class,
            SessionCloser.class,
            ProfileSource.class,
            HealthProbe.class,
            RelayListener.class);

    @ArchTest
    static final ArchRule messagesKnowJavaAlone = sees("dev.byoc.message..");

    @ArchTest
    static final ArchRule jsonKnowsNobody = sees("dev.byoc.json..");

    @ArchTest
    static final ArchRule httpSeesValues = sees("dev.byoc.http..", "dev.byoc.message..", "dev.byoc.json..");

    @ArchTest
    static final ArchRule channelsSeeValuesAndHttp =
            sees("dev.byoc.channel..", "dev.byoc.message..", "dev.byoc.http..", "dev.byoc.json..");

    @ArchTest
    static final ArchRule supportSeesWhatChannelsSee = sees(
            "dev.byoc.support..", "dev.byoc.message..", "dev.byoc.http..", "dev.byoc.json..", "dev.byoc.channel..");

    @ArchTest
    static final ArchRule freshchatKnowsNoChannel =
            sees("dev.byoc.freshchat..", "dev.byoc.message..", "dev.byoc.http..", "dev.byoc.json..");

    @ArchTest
    static final ArchRule storeKnowsMessagesAlone = sees("dev.byoc.store..", "dev.byoc.message..");

    @ArchTest
    static final ArchRule hostSeesTheFrontDoor = sees("dev.byoc.host..", "dev.byoc.relay..", "dev.byoc.channel..");

    @ArchTest
    static final ArchRule nobodyReachesUpToTheRelay = noClasses()
            .that()
            .resideOutsideOfPackages("dev.byoc.relay..", "dev.byoc.host..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.byoc.relay..", "dev.byoc.host..");

    @ArchTest
    static final ArchRule noCycles =
            slices().matching("dev.byoc.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule httpClientStaysInside = noClasses()
            .that()
            .resideOutsideOfPackages("dev.byoc.internal..", "dev.byoc.relay..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("okhttp3..")
            .because("one builder method takes a host's own client; nothing else may show one");

    @ArchTest
    static final ArchRule jsonLibraryStaysInside = noClasses()
            .that()
            .resideOutsideOfPackage("dev.byoc.json..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("com.squareup.moshi..");

    /** Whatever code of others does has to become an outcome, in one place. A listener may call itself: by then it is called through the guard. */
    @ArchTest
    static final ArchRule codeOfOthersIsCalledThroughTheGuardAlone = noClasses()
            .that()
            .haveNameNotMatching("dev\\.byoc\\.relay\\.(Guarded[A-Z][A-Za-z]*|RelayEventListener)")
            .should()
            .accessTargetWhere(JavaAccess.Predicates.targetOwner(DescribedPredicate.describe(
                    "is code that is not ours", type -> OTHERS.stream().anyMatch(type::isAssignableTo))));

    private static ArchRule sees(String who, String... others) {
        List<PackageMatcher> allowed = Stream.concat(Stream.of(who, ROOT), Stream.of(others))
                .map(PackageMatcher::of)
                .toList();
        return noClasses()
                .that()
                .resideInAPackage(who)
                .should()
                .dependOnClassesThat(DescribedPredicate.describe(
                        "reside in another package of byoc than " + allowed,
                        type -> type.getPackageName().startsWith(ROOT)
                                && allowed.stream().noneMatch(each -> each.matches(type.getPackageName()))));
    }
}
