package dev.byoc.testkit.store;

import dev.byoc.store.spi.RelayStore;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A store whose calls, and those of its faces, pass a test first: so that it fails, hangs or is late when the test says so. */
public final class WatchedStore {
    /** What a test does instead of a call, or before it. */
    public interface Watch {
        /**
         * Stands for the call.
         *
         * @param method {@code close} for a method of the store itself, {@code journal.finish} for one of a face
         * @return what the caller gets
         * @throws Throwable as the store would, for the caller
         */
        @Nullable
        Object on(String method, @Nullable Object[] arguments, Call call) throws Throwable;
    }

    /** The call as it would have been made. */
    public interface Call {
        /**
         * Makes it.
         *
         * @throws Throwable what the store throws
         */
        @Nullable
        Object proceed() throws Throwable;
    }

    private WatchedStore() {}

    /**
     * Each call goes to the watch, from whatever thread it comes.
     *
     * @param real has the calls that proceed
     */
    public static RelayStore of(RelayStore real, Watch watch) {
        return around(RelayStore.class, real, "", watch);
    }

    /**
     * Before each call of some methods; what the task throws is what the caller gets, and the call is not made.
     *
     * @param methods a regular expression of all of a name, as {@link Watch#on} gets it
     */
    public static RelayStore before(RelayStore real, String methods, Runnable task) {
        return of(real, (method, arguments, call) -> {
            if (method.matches(methods)) {
                task.run();
            }
            return call.proceed();
        });
    }

    private static <T> T around(Class<T> type, T real, String prefix, Watch watch) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> {
                    boolean isFace = method.getReturnType().getPackage() == RelayStore.class.getPackage()
                            && method.getReturnType().isInterface();
                    if (isFace) {
                        return face(method, real, watch);
                    }
                    return watch.on(
                            prefix + method.getName(),
                            arguments == null ? new Object[0] : arguments,
                            () -> invoke(method, real, arguments));
                }));
    }

    @SuppressWarnings("unchecked")
    private static Object face(Method method, Object real, Watch watch) throws Throwable {
        Class<Object> type = (Class<Object>) method.getReturnType();
        return around(type, Objects.requireNonNull(invoke(method, real, null)), method.getName() + ".", watch);
    }

    private static @Nullable Object invoke(Method method, Object real, @Nullable Object @Nullable [] arguments)
            throws Throwable {
        try {
            return method.invoke(real, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
