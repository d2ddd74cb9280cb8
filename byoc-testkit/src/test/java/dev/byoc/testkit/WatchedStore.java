package dev.byoc.testkit;

import dev.byoc.store.spi.RelayStore;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;

/** A store whose calls, and those of its faces, pass a test first. */
final class WatchedStore {
    /** What a test does instead of a call, or before it. */
    interface Watch {
        /** Stands for the call: {@code close} of the store itself, {@code journal.finish} of a face. */
        Object on(String method, Object[] arguments, Call call) throws Throwable;
    }

    /** The call as it would have been made. */
    interface Call {
        Object proceed() throws Throwable;
    }

    private WatchedStore() {}

    static RelayStore of(RelayStore real, Watch watch) {
        return around(RelayStore.class, real, "", watch);
    }

    /** Before each call of a method whose name matches. */
    static RelayStore before(RelayStore real, String methods, Runnable task) {
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
        return around(type, invoke(method, real, null), method.getName() + ".", watch);
    }

    private static Object invoke(Method method, Object real, Object @Nullable [] arguments) throws Throwable {
        try {
            return method.invoke(real, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
