package io.blinktwice.listener;

import java.lang.reflect.Method;

/** What objects of Spark say, read by name: their signatures differ from version to version. */
final class Reflected {
  private Reflected() {}

  static Object get(Object of, String name) throws ReflectiveOperationException {
    Method method = of.getClass().getMethod(name);
    // An option's class is not public, its method is.
    method.setAccessible(true);
    return method.invoke(of);
  }

  static Object getStatic(String className, String name) throws ReflectiveOperationException {
    return Class.forName(className).getMethod(name).invoke(null);
  }

  /** 0 for what is no number. */
  static long number(Object value) {
    return value instanceof Number number ? number.longValue() : 0;
  }
}
