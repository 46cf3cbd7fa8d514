import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import org.apache.spark.sql.connect.SparkSession;

/**
 * Notebooks that people have open: one for each connection string, and who uses them sits at
 * standard input. A line names a notebook, by its place, and what is run in it; {@code stop} gives
 * up what runs there. Run: {@code java -cp 'spark-connect-client/*' Notebooks.java 'URL URL …'}
 *
 * <p>Prints {@code RESULT place row}, and at each statement's end {@code DONE place} or {@code
 * FAILED place why}. It ends with its input.
 */
public class Notebooks {
  public static void main(String[] arguments) throws IOException {
    String[] urls = arguments[0].split(" ");
    SparkSession[] sessions = new SparkSession[urls.length];
    BufferedReader input = new BufferedReader(new InputStreamReader(System.in));
    for (String line = input.readLine(); line != null; line = input.readLine()) {
      int space = line.indexOf(' ');
      int place = Integer.parseInt(line.substring(0, space));
      String statement = line.substring(space + 1);
      if (sessions[place] == null) {
        sessions[place] = (SparkSession) SparkSession.builder().remote(urls[place]).create();
      }
      SparkSession session = sessions[place];
      if (statement.equals("stop")) {
        session.interruptAll();
      } else {
        new Thread(() -> run(place, session, statement)).start();
      }
    }
    for (SparkSession session : sessions) {
      if (session != null) {
        session.close();
      }
    }
    System.exit(0);
  }

  private static void run(int place, SparkSession session, String statement) {
    try {
      for (Object row : (Object[]) session.sql(statement).collect()) {
        System.out.println("RESULT " + place + " " + row);
      }
      System.out.println("DONE " + place);
    } catch (Exception e) { // Spark's own are checked ones, and no signature says so
      System.out.println("FAILED " + place + " " + String.valueOf(e.getMessage()).replace('\n', ' '));
    }
  }
}
