package io.blinktwice.router.wire;

import io.blinktwice.router.decision.PlanMeaning;
import io.blinktwice.router.decision.SessionEffect;
import io.blinktwice.router.decision.StatementKind;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.antlr.v4.runtime.BailErrorStrategy;
import org.antlr.v4.runtime.CommonTokenStream;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.atn.PredictionMode;
import org.antlr.v4.runtime.misc.ParseCancellationException;
import org.antlr.v4.runtime.tree.ParseTree;
import org.apache.spark.sql.catalyst.parser.SqlBaseLexer;
import org.apache.spark.sql.catalyst.parser.SqlBaseParser;
import org.apache.spark.sql.catalyst.parser.SqlBaseParser.SingleStatementContext;
import org.apache.spark.sql.catalyst.parser.SqlBaseParser.StatementContext;

/**
 * Tells from the text of a SQL statement what it can do, by Spark's own grammar.
 *
 * <p>Only what the grammar names a read is one; what it does not understand, and what may run code
 * of any kind, may write: a retry that was forgone is cheaper than a write that happened twice.
 */
final class SqlGrammar {
  /** What is longer is not judged: the parser needs memory and depth of its own. */
  private static final int LONGEST = 256 * 1024;

  /**
   * What is nested deeper is not judged either: how far the parser looks ahead grows with the depth
   * at each level, and 20,000 parentheses kept it busy for seventeen seconds.
   */
  private static final int DEEPEST = 1_000;

  private static final int REMEMBERED = 1_000;
  private static final int LONGEST_REMEMBERED = 4 * 1024;

  /** They call any method of the server's. */
  private static final Set<String> REFLECTION = Set.of("REFLECT", "JAVA_METHOD", "TRY_REFLECT");

  private static final PlanMeaning UNKNOWN =
      PlanMeaning.unknown("a SQL text that could not be judged");

  /** A statement is analysed, then executed: most texts come twice. */
  private static final Map<String, PlanMeaning> KNOWN =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, PlanMeaning> eldest) {
          return size() > REMEMBERED;
        }
      };

  private SqlGrammar() {}

  static PlanMeaning meaningOf(String sql) {
    // Spark replaces ${name} before it parses: what stands there cannot be seen here.
    if (sql.length() > LONGEST || sql.contains("${")) {
      return UNKNOWN;
    }
    synchronized (KNOWN) {
      PlanMeaning known = KNOWN.get(sql);
      if (known != null) {
        return known;
      }
    }
    PlanMeaning meaning = parsed(sql);
    if (sql.length() <= LONGEST_REMEMBERED) {
      synchronized (KNOWN) {
        KNOWN.put(sql, meaning);
      }
    }
    return meaning;
  }

  /** What ends only where it ends is counted as if it never did: judging less is never wrong. */
  private static boolean isTooDeep(CommonTokenStream tokens) {
    int brackets = 0;
    int others = 0;
    for (Token token : tokens.getTokens()) {
      switch (token.getType()) {
        case SqlBaseLexer.LEFT_PAREN, SqlBaseLexer.LEFT_BRACKET -> brackets++;
        case SqlBaseLexer.RIGHT_PAREN, SqlBaseLexer.RIGHT_BRACKET -> brackets--;
        case SqlBaseLexer.CASE, SqlBaseLexer.LT -> others++;
        default -> {}
      }
      if (brackets + others > DEEPEST) {
        return true;
      }
    }
    return false;
  }

  private static PlanMeaning parsed(String sql) {
    try {
      SqlBaseLexer lexer = new SqlBaseLexer(new UpperCaseStream(sql));
      lexer.removeErrorListeners();
      CommonTokenStream tokens = new CommonTokenStream(lexer);
      tokens.fill();
      if (isTooDeep(tokens)) {
        return UNKNOWN;
      }
      SqlBaseParser parser = new SqlBaseParser(tokens);
      parser.removeErrorListeners();
      parser.setErrorHandler(new BailErrorStrategy());
      parser.getInterpreter().setPredictionMode(PredictionMode.LL);
      SingleStatementContext statement = parser.singleStatement();
      return lexer.has_unclosed_bracketed_comment ? UNKNOWN : meaningOf(statement);
    } catch (ParseCancellationException | StackOverflowError e) {
      return UNKNOWN;
    }
  }

  private static PlanMeaning meaningOf(SingleStatementContext single) {
    if (single.setResetStatement() != null) {
      return switch (single.setResetStatement()) {
        case SqlBaseParser.SetVariableContext _ -> PlanMeaning.binding("a session variable");
        case SqlBaseParser.FailSetRoleContext _ -> UNKNOWN;
        default -> PlanMeaning.SESSION_STATE;
      };
    }
    return of(single.statement());
  }

  private static PlanMeaning of(StatementContext statement) {
    return switch (statement) {
      case SqlBaseParser.StatementDefaultContext query ->
          runsCode(query) ? UNKNOWN : PlanMeaning.READ;
      case SqlBaseParser.ExplainContext _,
          SqlBaseParser.DescribeFunctionContext _,
          SqlBaseParser.DescribeNamespaceContext _,
          SqlBaseParser.DescribeProcedureContext _,
          SqlBaseParser.DescribeQueryContext _,
          SqlBaseParser.DescribeRelationContext _,
          SqlBaseParser.ShowCatalogsContext _,
          SqlBaseParser.ShowCollationsContext _,
          SqlBaseParser.ShowColumnsContext _,
          SqlBaseParser.ShowCreateTableContext _,
          SqlBaseParser.ShowCurrentNamespaceContext _,
          SqlBaseParser.ShowFunctionsContext _,
          SqlBaseParser.ShowNamespacesContext _,
          SqlBaseParser.ShowPartitionsContext _,
          SqlBaseParser.ShowProceduresContext _,
          SqlBaseParser.ShowTableExtendedContext _,
          SqlBaseParser.ShowTablesContext _,
          SqlBaseParser.ShowTblPropertiesContext _,
          SqlBaseParser.ShowViewsContext _ ->
          PlanMeaning.READ;
      case SqlBaseParser.UseContext _,
          SqlBaseParser.UseNamespaceContext _,
          SqlBaseParser.SetCatalogContext _ ->
          PlanMeaning.SESSION_STATE;
      case SqlBaseParser.CreateViewContext view ->
          view.TEMPORARY() == null ? PlanMeaning.WRITE : temporary(view.GLOBAL() != null);
      case SqlBaseParser.CreateTempViewUsingContext view -> temporary(view.GLOBAL() != null);
      case SqlBaseParser.CreateFunctionContext function -> function(function.TEMPORARY() != null);
      case SqlBaseParser.CreateUserDefinedFunctionContext function ->
          function(function.TEMPORARY() != null);
      case SqlBaseParser.DropFunctionContext function -> function(function.TEMPORARY() != null);
      case SqlBaseParser.ManageResourceContext resource ->
          resource.LIST() == null ? PlanMeaning.SESSION_STATE : PlanMeaning.READ;
      case SqlBaseParser.CreateVariableContext _, SqlBaseParser.DropVariableContext _ ->
          PlanMeaning.binding("a session variable");
      case SqlBaseParser.CacheTableContext _ -> PlanMeaning.binding("cached data");
      case SqlBaseParser.UncacheTableContext _,
          SqlBaseParser.ClearCacheContext _,
          SqlBaseParser.RefreshTableContext _,
          SqlBaseParser.RefreshResourceContext _,
          SqlBaseParser.RefreshFunctionContext _ ->
          new PlanMeaning(StatementKind.SESSION_STATE, SessionEffect.NONE);
      // Whether the view was a temporary one is not in the text.
      case SqlBaseParser.DropViewContext _ -> PlanMeaning.unknown("a view that was dropped");
      case SqlBaseParser.VisitExecuteImmediateContext _,
          SqlBaseParser.CallContext _,
          SqlBaseParser.DeclareCursorStatementContext _,
          SqlBaseParser.OpenCursorStatementContext _,
          SqlBaseParser.FetchCursorStatementContext _,
          SqlBaseParser.CloseCursorStatementContext _ ->
          UNKNOWN;
      default -> PlanMeaning.WRITE;
    };
  }

  /** Global temporary views belong to a server, not to a session. */
  private static PlanMeaning temporary(boolean global) {
    return global ? PlanMeaning.binding("a global temporary view") : PlanMeaning.SESSION_STATE;
  }

  private static PlanMeaning function(boolean temporary) {
    return temporary ? PlanMeaning.SESSION_STATE : PlanMeaning.WRITE;
  }

  /** Scripts and reflection inside a query run what they like. */
  private static boolean runsCode(ParseTree tree) {
    boolean itself =
        switch (tree) {
          case SqlBaseParser.TransformClauseContext _ -> true;
          case SqlBaseParser.FunctionNameContext name ->
              REFLECTION.contains(name.getText().toUpperCase(Locale.ROOT).replace("`", ""));
          default -> false;
        };
    for (int i = 0; !itself && i < tree.getChildCount(); i++) {
      itself = runsCode(tree.getChild(i));
    }
    return itself;
  }
}
