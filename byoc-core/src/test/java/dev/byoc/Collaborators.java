package dev.byoc;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaConstructor;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaParameterizedType;
import com.tngtech.archunit.core.domain.JavaType;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The objects that an object works with: what it keeps or what its constructor is given, whichever are more. Values and an object's own state
 * do not count. A collection counts as what it holds, so does a nested class, and so does a record that carries nothing else or is of the same
 * package.
 */
final class Collaborators {
    /** Classes of these are values, unless they carry something. */
    private static final Set<String> VALUES = Set.of(
            "dev.byoc",
            "dev.byoc.json",
            "dev.byoc.message",
            "dev.byoc.webhook",
            "dev.byoc.policy",
            "dev.byoc.store",
            "dev.byoc.channel.config");

    /** Of the JDK's types those that do something for an object, by how their names begin; all others are values or state. */
    private static final List<String> WORKERS = List.of(
            "java.lang.Runnable",
            "java.lang.Thread",
            "java.time.Clock",
            "java.time.InstantSource",
            "java.util.Random",
            "java.util.concurrent.Callable",
            "java.util.concurrent.Executor",
            "java.util.concurrent.ScheduledExecutor",
            "java.util.concurrent.ThreadFactory",
            "java.util.function.",
            "java.util.random.");

    private final JavaClass owner;

    private Collaborators(JavaClass owner) {
        this.owner = owner;
    }

    /** Their types, one as often as there are such objects. */
    static List<String> of(JavaClass type) {
        return new Collaborators(type).all();
    }

    private List<String> all() {
        List<String> most = keptBy(owner, Set.of());
        for (JavaConstructor constructor : owner.getConstructors()) {
            List<String> given = constructor.getParameterTypes().stream()
                    .flatMap(each -> in(each, Set.of()))
                    .toList();
            most = given.size() > most.size() ? given : most;
        }
        return most.stream().sorted().toList();
    }

    /** The fields that a room of the assembly shows are what it has made; elsewhere all of them count. */
    private List<String> keptBy(JavaClass type, Set<JavaClass> within) {
        boolean room = type.getPackageName().equals("dev.byoc.internal.assembly") && !type.isRecord();
        return type.getAllFields().stream()
                .filter(field -> !field.getModifiers().contains(JavaModifier.STATIC))
                .filter(field -> !room || field.getModifiers().contains(JavaModifier.PRIVATE))
                .map(JavaField::getType)
                .flatMap(each -> in(each, within))
                .toList();
    }

    private Stream<String> in(JavaType type, Set<JavaClass> within) {
        JavaClass raw = type.toErasure().getBaseComponentType();
        if (raw.getPackageName().equals("dev.byoc") || raw.getPackageName().startsWith("dev.byoc.")) {
            return within.contains(raw) ? Stream.empty() : asOne(raw, with(within, raw));
        }
        if (raw.isPrimitive()) {
            return Stream.empty();
        }
        if (!raw.getName().startsWith("java.") || WORKERS.stream().anyMatch(raw.getName()::startsWith)) {
            return Stream.of(raw.getName());
        }
        return type instanceof JavaParameterizedType of
                ? of.getActualTypeArguments().stream().flatMap(each -> in(each, within))
                : Stream.empty();
    }

    private Stream<String> asOne(JavaClass type, Set<JavaClass> within) {
        if (type.isEnum()) {
            return Stream.empty();
        }
        List<String> carried = keptBy(type, within);
        boolean part = !type.isInterface() && type.getName().startsWith(owner.getName() + "$");
        if (part || (type.isRecord() && (isNear(type) || carriesNothingElse(type, within)))) {
            return carried.stream();
        }
        boolean value = type.isInterface()
                ? type.reflect().isSealed() && type.getAllSubclasses().stream().allMatch(kind -> isValue(kind, within))
                : carried.isEmpty() && (type.isRecord() || VALUES.contains(type.getPackageName()));
        return value ? Stream.empty() : Stream.of(type.getName());
    }

    private boolean isNear(JavaClass type) {
        return type.getPackageName().equals(owner.getPackageName());
    }

    private boolean carriesNothingElse(JavaClass record, Set<JavaClass> within) {
        return record.getFields().stream()
                .filter(field -> !field.getModifiers().contains(JavaModifier.STATIC))
                .allMatch(field -> in(field.getType(), within).findAny().isPresent());
    }

    private boolean isValue(JavaClass kind, Set<JavaClass> within) {
        return kind.isInterface()
                || kind.isEnum()
                || (kind.isRecord() && keptBy(kind, within).isEmpty());
    }

    private static Set<JavaClass> with(Set<JavaClass> some, JavaClass one) {
        Set<JavaClass> all = new HashSet<>(some);
        all.add(one);
        return all;
    }
}
