/** Stand-ins for what Spark 4 takes from spark-mllib, which is not on our servers' class path. */
@NullMarked
package org.apache.spark.ml.util;

import org.jspecify.annotations.NullMarked;
