package io.blinktwice.runtime.access;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What an endpoint needs of whoever calls it. One that does not say is answered to nobody.
 *
 * <p>A call that changes something needs {@link Right#OPERATE} at least, and leaves an audit
 * record.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Needs {
  Right value();

  /** Whether it is about all workspaces at once, and so not for the credential of one. */
  boolean platform() default false;
}
