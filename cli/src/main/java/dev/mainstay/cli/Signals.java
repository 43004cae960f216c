package dev.mainstay.cli;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.function.IntConsumer;

/** The signals that the operating system sends this process. */
final class Signals {
  private Signals() {}

  /**
   * From now on the signal {@code name}, as in {@code TERM}, does nothing but call {@code action}.
   */
  static void on(String name, IntConsumer action) {
    // sun.misc.Signal has no successor; javac warns of its name, so that it is looked up.
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      InvocationHandler call =
          (proxy, method, args) -> {
            action.accept((int) signal.getMethod("getNumber").invoke(args[0]));
            return null;
          };
      Object caller =
          Proxy.newProxyInstance(handler.getClassLoader(), new Class<?>[] {handler}, call);
      Object caught = signal.getConstructor(String.class).newInstance(name);
      signal.getMethod("handle", signal, handler).invoke(null, caught, caller);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("this Java cannot catch the signal " + name, e);
    }
  }
}
