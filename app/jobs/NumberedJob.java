import org.apache.spark.sql.connect.SparkSession;

/**
 * The job after its owner has moved it to client 4.2.0: its rows are numbered by {@code
 * zipWithIndex}, which client 4.0 does not have. Run like {@link SqlJob}.
 */
public class NumberedJob {
  public static void main(String[] arguments) {
    SparkSession spark = (SparkSession) SparkSession.builder().remote(arguments[0]).create();
    for (int i = 1; i < arguments.length; i++) {
      for (Object row : (Object[]) spark.sql(arguments[i]).zipWithIndex().collect()) {
        System.out.println("RESULT " + row);
      }
    }
    spark.close();
  }
}
