package io.evenkeel.sql;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;

/** What a test makes of the calls of a JDBC object. */
interface Interception {

    /**
     * @param call makes it
     * @return what the caller gets
     */
    @Nullable
    Object on(String method, Object @Nullable [] arguments, Call call) throws Throwable;

    /** A call that was not made yet. */
    interface Call {
        @Nullable
        Object run() throws Throwable;
    }

    /** The target, with all its calls intercepted. */
    static <T> T proxy(Class<T> type, T target, Interception interception) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (_, method, arguments) -> interception.on(method.getName(), arguments, () -> {
                    try {
                        return method.invoke(target, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getTargetException();
                    }
                })));
    }
}
