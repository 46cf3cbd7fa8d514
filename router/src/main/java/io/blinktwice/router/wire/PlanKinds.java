package io.blinktwice.router.wire;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import io.blinktwice.router.decision.SqlStatement;
import io.blinktwice.router.decision.StatementKind;
import java.util.Collection;
import java.util.Map;
import org.apache.spark.connect.proto.Catalog;
import org.apache.spark.connect.proto.Command;
import org.apache.spark.connect.proto.Plan;
import org.apache.spark.connect.proto.Relation;
import org.apache.spark.connect.proto.SQL;
import org.apache.spark.connect.proto.SqlCommand;

/**
 * Tells from a plan what it can do.
 *
 * <p>SQL text can stand anywhere in a plan and runs when the plan is analysed, so every message in
 * it is looked at. Code of the user's that gets whole partitions can write wherever it likes; so
 * can a relation or command that a plug-in brings, or that a newer Spark brought.
 */
final class PlanKinds {
  private PlanKinds() {}

  /** The strongest kind of the message and of everything inside it. */
  static StatementKind within(Message message) {
    StatementKind kind = ofItself(message);
    for (Map.Entry<FieldDescriptor, Object> field : message.getAllFields().entrySet()) {
      if (kind == StatementKind.MAY_WRITE) {
        return kind;
      }
      if (field.getKey().getJavaType() == FieldDescriptor.JavaType.MESSAGE) {
        kind = kind.and(withinField(field.getValue()));
      }
    }
    return kind;
  }

  private static StatementKind withinField(Object value) {
    StatementKind kind = StatementKind.READ;
    if (value instanceof Collection<?> many) {
      for (Object one : many) {
        kind = kind.and(within((Message) one));
      }
      return kind;
    }
    return within((Message) value);
  }

  private static StatementKind ofItself(Message message) {
    return switch (message) {
      case Plan plan -> ofPlan(plan);
      case Command command -> ofCommand(command);
      case Relation relation -> ofRelation(relation);
      case Catalog catalog -> ofCatalog(catalog);
      case SQL sql -> SqlStatement.kindOf(sql.getQuery());
      case SqlCommand sql ->
          sql.getSql().isEmpty() ? StatementKind.READ : SqlStatement.kindOf(sql.getSql());
      default -> StatementKind.READ;
    };
  }

  /** What is compressed cannot be seen here. */
  private static StatementKind ofPlan(Plan plan) {
    return switch (plan.getOpTypeCase()) {
      case ROOT, COMMAND -> StatementKind.READ;
      case COMPRESSED_OPERATION, OPTYPE_NOT_SET -> StatementKind.MAY_WRITE;
    };
  }

  private static StatementKind ofCommand(Command command) {
    return switch (command.getCommandTypeCase()) {
      // Its text and its input are looked at where they stand.
      case SQL_COMMAND, GET_RESOURCES_COMMAND -> StatementKind.READ;
      case REGISTER_FUNCTION,
          REGISTER_TABLE_FUNCTION,
          REGISTER_DATA_SOURCE,
          CREATE_DATAFRAME_VIEW,
          CREATE_RESOURCE_PROFILE_COMMAND,
          CHECKPOINT_COMMAND,
          REMOVE_CACHED_REMOTE_RELATION_COMMAND ->
          StatementKind.SESSION_STATE;
      case WRITE_OPERATION,
          WRITE_OPERATION_V2,
          MERGE_INTO_TABLE_COMMAND,
          WRITE_STREAM_OPERATION_START,
          STREAMING_QUERY_COMMAND,
          STREAMING_QUERY_MANAGER_COMMAND,
          STREAMING_QUERY_LISTENER_BUS_COMMAND,
          ML_COMMAND,
          EXECUTE_EXTERNAL_COMMAND,
          PIPELINE_COMMAND,
          EXTENSION,
          COMMANDTYPE_NOT_SET ->
          StatementKind.MAY_WRITE;
    };
  }

  private static StatementKind ofRelation(Relation relation) {
    return switch (relation.getRelTypeCase()) {
      case MAP_PARTITIONS,
          GROUP_MAP,
          CO_GROUP_MAP,
          APPLY_IN_PANDAS_WITH_STATE,
          COMMON_INLINE_USER_DEFINED_TABLE_FUNCTION,
          COMMON_INLINE_USER_DEFINED_DATA_SOURCE,
          ML_RELATION,
          EXTENSION,
          UNKNOWN,
          RELTYPE_NOT_SET ->
          StatementKind.MAY_WRITE;
      default -> StatementKind.READ;
    };
  }

  private static StatementKind ofCatalog(Catalog catalog) {
    return switch (catalog.getCatTypeCase()) {
      case CREATE_TABLE, CREATE_EXTERNAL_TABLE, RECOVER_PARTITIONS, CATTYPE_NOT_SET ->
          StatementKind.MAY_WRITE;
      case SET_CURRENT_DATABASE,
          SET_CURRENT_CATALOG,
          DROP_TEMP_VIEW,
          DROP_GLOBAL_TEMP_VIEW,
          CACHE_TABLE,
          UNCACHE_TABLE,
          CLEAR_CACHE,
          REFRESH_TABLE,
          REFRESH_BY_PATH ->
          StatementKind.SESSION_STATE;
      default -> StatementKind.READ;
    };
  }
}
