import org.apache.spark.sql.connect.SparkSession;

/**
 * Measures one query over several connections: after warm-up, rounds in which each connection has
 * its turn once, in an order that moves on and turns back. Run: {@code java -cp
 * 'spark-connect-client/*' Stopwatch.java 'URL URL …' ROUNDS SQL}
 *
 * <p>Prints {@code RESULT round connection microseconds}.
 */
public class Stopwatch {
  private static final int WARM_UP = 3;

  public static void main(String[] arguments) {
    String[] urls = arguments[0].split(" ");
    int rounds = Integer.parseInt(arguments[1]);
    SparkSession[] sessions = new SparkSession[urls.length];
    for (int i = 0; i < urls.length; i++) {
      sessions[i] = (SparkSession) SparkSession.builder().remote(urls[i]).create();
    }
    for (int round = -WARM_UP; round < rounds; round++) {
      for (int turn = 0; turn < urls.length; turn++) {
        int place = Math.floorMod(round % 2 == 0 ? round / 2 + turn : round / 2 - turn, urls.length);
        long begin = System.nanoTime();
        sessions[place].sql(arguments[2]).collect();
        if (round >= 0) {
          System.out.println(
              "RESULT " + round + " " + place + " " + (System.nanoTime() - begin) / 1000);
        }
      }
    }
    for (SparkSession session : sessions) {
      session.close();
    }
  }
}
