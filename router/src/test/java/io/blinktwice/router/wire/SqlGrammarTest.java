package io.blinktwice.router.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.blinktwice.router.decision.PlanMeaning;
import io.blinktwice.router.decision.SessionEffect;
import io.blinktwice.router.decision.StatementKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SqlGrammarTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT 1",
        "  select 'insert into t'",
        "-- insert\nSELECT 1",
        "/* outer /* inner */ insert */ SELECT 1",
        "(SELECT 1) UNION (SELECT 2)",
        "WITH t AS (SELECT 'delete' AS `update`) SELECT * FROM t",
        "WITH t AS (SELECT r'\\') SELECT * FROM t",
        "FROM t |> WHERE id = 1",
        "VALUES (1)",
        "TABLE t",
        "SHOW TABLES",
        "DESCRIBE t",
        "EXPLAIN INSERT INTO t VALUES (1)",
        "SELECT id ! IN (1) FROM range(1)"
      })
  void reads(String sql) {
    assertEquals(StatementKind.READ, SqlGrammar.meaningOf(sql).kind());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SET spark.sql.ansi.enabled = false",
        "USE db",
        "CREATE OR REPLACE TEMP VIEW v AS SELECT 1",
        "create global temporary view v as select 1",
        "CREATE TEMPORARY FUNCTION f AS 'x.Y'",
        "DROP TEMPORARY FUNCTION f",
        "CACHE TABLE t",
        "DECLARE VARIABLE x INT"
      })
  void changesItsSessionOnly(String sql) {
    assertEquals(StatementKind.SESSION_STATE, SqlGrammar.meaningOf(sql).kind());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "INSERT INTO t VALUES (1)",
        "WITH t AS (SELECT 1) INSERT INTO u SELECT * FROM t",
        "WITH t AS (SELECT '\\'') MERGE INTO u USING t ON true WHEN MATCHED THEN DELETE",
        "WITH t AS (SELECT r'\\') INSERT INTO u SELECT * FROM t",
        "WITH t AS (SELECT 1 /* it's */) INSERT INTO u SELECT * FROM t",
        "WITH t AS (SELECT 1 -- it's \n) INSERT INTO u SELECT * FROM t",
        "FROM t INSERT INTO a SELECT 1 INSERT INTO b SELECT 2",
        "CREATE TABLE t (id INT)",
        "CREATE VIEW temp AS SELECT 1",
        "DROP VIEW v",
        "CALL system.expire()",
        "BEGIN INSERT INTO t VALUES (1); END",
        "EXECUTE IMMEDIATE 'INSERT INTO t VALUES (1)'",
        "SELECT '${statement}'",
        "SELECT 'never closed",
        "SELECT 1 /* never closed",
        "!SELECT 1",
        "",
        "MAP x USING 'script'",
        "SELECT TRANSFORM(id) USING 'script' FROM t",
        "SELECT java_method('java.lang.System', 'exit', 0)",
        "SELECT `reflect`('java.lang.System', 'exit', 0)",
        "SELECT 1; SELECT 2",
        "DROP VIEW v"
      })
  void mayWriteOrCannotBeJudged(String sql) {
    assertEquals(StatementKind.MAY_WRITE, SqlGrammar.meaningOf(sql).kind());
  }

  @Test
  void theStrongerKindWins() {
    assertEquals(StatementKind.MAY_WRITE, StatementKind.SESSION_STATE.and(StatementKind.MAY_WRITE));
    assertEquals(StatementKind.SESSION_STATE, StatementKind.SESSION_STATE.and(StatementKind.READ));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT 1",
        "SHOW TABLES",
        "INSERT INTO t VALUES (1)",
        "CREATE TABLE t (id INT)",
        "REFRESH TABLE t",
        "CLEAR CACHE"
      })
  void leavesNothingInItsSession(String sql) {
    assertEquals(SessionEffect.NONE, SqlGrammar.meaningOf(sql).effect());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SET spark.sql.ansi.enabled = false",
        "RESET spark.sql.ansi.enabled",
        "USE db",
        "SET CATALOG c",
        "CREATE OR REPLACE TEMP VIEW v AS SELECT 1",
        "CREATE TEMPORARY VIEW v USING parquet OPTIONS (path '/tmp/x')",
        "CREATE TEMPORARY FUNCTION f AS 'x.Y'",
        "CREATE TEMPORARY FUNCTION f(x INT) RETURNS INT RETURN x + 1",
        "ADD JAR '/tmp/x.jar'"
      })
  void isRememberedOfItsSession(String sql) {
    assertEquals(SessionEffect.REMEMBERED, SqlGrammar.meaningOf(sql).effect());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          CACHE TABLE t                             | cached data
          CREATE GLOBAL TEMP VIEW v AS SELECT 1     | a global temporary view
          DECLARE VARIABLE x INT                    | a session variable
          SET VAR x = (SELECT max(id) FROM t)       | a session variable
          DROP VIEW v                               | a view that was dropped
          EXECUTE IMMEDIATE 'SET x = 1'             | a SQL text that could not be judged
          BEGIN SET x = 1; END                      | a SQL text that could not be judged
          """)
  void bindsItsSession(String sql, String why) {
    assertEquals(new SessionEffect.Binds(why), SqlGrammar.meaningOf(sql).effect());
  }

  @Test
  void aTextThatIsTooDeepOrTooLongIsNotJudged() {
    PlanMeaning unknown = SqlGrammar.meaningOf("no SQL");
    assertEquals(unknown, SqlGrammar.meaningOf("SELECT " + "(".repeat(20_000)));
    assertEquals(unknown, SqlGrammar.meaningOf("SELECT " + "(/*)*/".repeat(20_000)));
    assertEquals(unknown, SqlGrammar.meaningOf("SELECT " + "CASE WHEN ".repeat(20_000)));
    assertEquals(unknown, SqlGrammar.meaningOf("SELECT CAST(a AS " + "ARRAY<".repeat(20_000)));
    assertEquals(unknown, SqlGrammar.meaningOf("SELECT '" + "x".repeat(300_000) + "'"));
    assertEquals(
        PlanMeaning.READ, SqlGrammar.meaningOf("SELECT 1" + ", (1), array(1)[0]".repeat(2_000)));
  }
}
