package io.blinktwice.router.decision;

import java.util.List;
import java.util.Set;

/**
 * Tells from the text of a SQL statement what it can do.
 *
 * <p>Its first word decides. What is not understood may write: a retry that was forgone is cheaper
 * than a write that happened twice.
 */
public final class SqlStatement {
  private static final Set<String> READS =
      Set.of("SELECT", "VALUES", "TABLE", "SHOW", "DESCRIBE", "DESC", "EXPLAIN", "LIST");
  private static final Set<String> READS_UNLESS_THEY_WRITE = Set.of("WITH", "FROM", "(");
  private static final Set<String> WRITES = Set.of("INSERT", "MERGE", "UPDATE", "DELETE");
  private static final Set<String> OF_THE_SESSION =
      Set.of("SET", "RESET", "USE", "CACHE", "UNCACHE", "CLEAR", "REFRESH", "ADD", "DECLARE");
  private static final Set<String> TEMPORARY = Set.of("TEMP", "TEMPORARY");
  private static final Set<String> BEFORE_TEMPORARY = Set.of("OR", "REPLACE", "GLOBAL");

  private SqlStatement() {}

  public static StatementKind kindOf(String sql) {
    // Spark replaces ${name} before it parses: what stands there cannot be seen here.
    if (sql.contains("${")) {
      return StatementKind.MAY_WRITE;
    }
    return SqlWords.of(sql).map(SqlStatement::kindOf).orElse(StatementKind.MAY_WRITE);
  }

  private static StatementKind kindOf(List<String> words) {
    String first = words.isEmpty() ? "" : words.getFirst();
    if (READS.contains(first)) {
      return StatementKind.READ;
    }
    if (READS_UNLESS_THEY_WRITE.contains(first)) {
      return words.stream().anyMatch(WRITES::contains)
          ? StatementKind.MAY_WRITE
          : StatementKind.READ;
    }
    if (OF_THE_SESSION.contains(first) || isTemporary(words)) {
      return StatementKind.SESSION_STATE;
    }
    return StatementKind.MAY_WRITE;
  }

  /** {@code CREATE [OR REPLACE] [GLOBAL] TEMP VIEW …}, {@code DROP TEMPORARY FUNCTION …}. */
  private static boolean isTemporary(List<String> words) {
    if (!words.isEmpty() && Set.of("CREATE", "DROP").contains(words.getFirst())) {
      List<String> rest =
          words.stream().skip(1).dropWhile(BEFORE_TEMPORARY::contains).limit(2).toList();
      return rest.size() == 2
          && TEMPORARY.contains(rest.get(0))
          && Set.of("VIEW", "FUNCTION", "VARIABLE").contains(rest.get(1));
    }
    return false;
  }
}
