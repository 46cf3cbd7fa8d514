package org.apache.spark.ml.util;

import org.apache.spark.sql.SparkSession;

/**
 * Takes the place of spark-mllib's class of this name.
 *
 * <p>Spark 4's Connect server makes one for every session that it closes. Without the class every
 * release of a session fails; with this one, only Spark ML over Connect does.
 */
public class ConnectHelper {
  /** As 4.0 makes it. */
  public ConnectHelper() {
    // Nothing to help with: models can only exist where spark-mllib is.
  }

  /** As 4.1 and 4.2 make it. */
  public ConnectHelper(SparkSession session) {
    this();
  }
}
