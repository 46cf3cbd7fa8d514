package io.blinktwice.router.decision;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SqlStatementTest {
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
        ";SELECT 1",
        "SELECT id ! IN (1) FROM range(1)"
      })
  void reads(String sql) {
    assertEquals(StatementKind.READ, SqlStatement.kindOf(sql));
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
    assertEquals(StatementKind.SESSION_STATE, SqlStatement.kindOf(sql));
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
        "MAP x USING 'script'"
      })
  void mayWriteOrCannotBeJudged(String sql) {
    assertEquals(StatementKind.MAY_WRITE, SqlStatement.kindOf(sql));
  }

  @Test
  void theStrongerKindWins() {
    assertEquals(StatementKind.MAY_WRITE, StatementKind.SESSION_STATE.and(StatementKind.MAY_WRITE));
    assertEquals(StatementKind.SESSION_STATE, StatementKind.SESSION_STATE.and(StatementKind.READ));
  }
}
