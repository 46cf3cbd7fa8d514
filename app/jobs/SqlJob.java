import org.apache.spark.sql.connect.SparkSession;

/**
 * A scheduled job as a user would write it: connects, runs its queries, prints what it found.
 *
 * <p>It knows nothing of Blinktwice, of engine versions or of retries; only its connection string
 * leads to the gateway. Several connection strings, with spaces between them, are several runs, one
 * after another. Run from source: {@code java -cp 'spark-connect-client/*' SqlJob.java URL SQL…}
 */
public class SqlJob {
  public static void main(String[] arguments) {
    for (String url : arguments[0].split(" ")) {
      try (SparkSession spark = (SparkSession) SparkSession.builder().remote(url).create()) {
        for (int i = 1; i < arguments.length; i++) {
          for (Object row : (Object[]) spark.sql(arguments[i]).collect()) {
            System.out.println("RESULT " + row);
          }
        }
      }
    }
  }
}
