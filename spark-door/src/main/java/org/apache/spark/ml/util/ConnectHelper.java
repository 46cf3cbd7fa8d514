package org.apache.spark.ml.util;

import org.apache.spark.sql.SparkSession;

/**
 * Takes the place of spark-mllib's class of this name.
 *
 * <p>Spark 4.2's Connect server makes one for every session that it closes. Without the class every
 * release of a session fails; with this one, only Spark ML over Connect does.
 */
public class ConnectHelper {
  public ConnectHelper(SparkSession session) {
    // Nothing to help with: models can only exist where spark-mllib is.
  }
}
