/** Stand-ins for Spark's events: only their names and their fields' names matter. */
@NullMarked
package org.apache.spark.sql.connect.service;

import org.jspecify.annotations.NullMarked;
