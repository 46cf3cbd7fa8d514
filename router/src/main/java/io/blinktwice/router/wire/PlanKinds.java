package io.blinktwice.router.wire;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import io.blinktwice.router.decision.PlanMeaning;
import io.blinktwice.router.decision.SessionEffect;
import io.blinktwice.router.decision.StatementKind;
import java.util.Collection;
import java.util.Map;
import org.apache.spark.connect.proto.AnalyzePlanRequest;
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

  /** What the message and everything inside it can do together. */
  static PlanMeaning within(Message message) {
    PlanMeaning meaning = ofItself(message);
    for (Map.Entry<FieldDescriptor, Object> field : message.getAllFields().entrySet()) {
      if (field.getKey().getJavaType() == FieldDescriptor.JavaType.MESSAGE) {
        meaning = meaning.and(withinField(field.getValue()));
      }
    }
    return meaning;
  }

  private static PlanMeaning withinField(Object value) {
    PlanMeaning meaning = PlanMeaning.READ;
    if (value instanceof Collection<?> many) {
      for (Object one : many) {
        meaning = meaning.and(within((Message) one));
      }
      return meaning;
    }
    return within((Message) value);
  }

  private static PlanMeaning ofItself(Message message) {
    return switch (message) {
      case Plan plan -> ofPlan(plan);
      case Command command -> ofCommand(command);
      case Relation relation -> ofRelation(relation);
      case Catalog catalog -> ofCatalog(catalog);
      case AnalyzePlanRequest.Persist _ -> PlanMeaning.binding("cached data");
      case SQL sql -> SqlGrammar.meaningOf(sql.getQuery());
      case SqlCommand sql ->
          sql.getSql().isEmpty() ? PlanMeaning.READ : SqlGrammar.meaningOf(sql.getSql());
      default -> PlanMeaning.READ;
    };
  }

  /** What is compressed cannot be seen here. */
  private static PlanMeaning ofPlan(Plan plan) {
    return switch (plan.getOpTypeCase()) {
      case ROOT, COMMAND -> PlanMeaning.READ;
      case COMPRESSED_OPERATION, OPTYPE_NOT_SET -> PlanMeaning.unknown("a compressed plan");
    };
  }

  private static PlanMeaning ofCommand(Command command) {
    return switch (command.getCommandTypeCase()) {
      // Its text and its input are looked at where they stand.
      case SQL_COMMAND, GET_RESOURCES_COMMAND -> PlanMeaning.READ;
      case REGISTER_FUNCTION, REGISTER_TABLE_FUNCTION, REGISTER_DATA_SOURCE ->
          PlanMeaning.SESSION_STATE;
      case CREATE_DATAFRAME_VIEW ->
          command.getCreateDataframeView().getIsGlobal()
              ? PlanMeaning.binding("a global temporary view")
              : PlanMeaning.SESSION_STATE;
      case CREATE_RESOURCE_PROFILE_COMMAND -> PlanMeaning.binding("a resource profile");
      case CHECKPOINT_COMMAND -> PlanMeaning.binding("checkpointed data");
      case REMOVE_CACHED_REMOTE_RELATION_COMMAND ->
          new PlanMeaning(StatementKind.SESSION_STATE, SessionEffect.NONE);
      case WRITE_OPERATION,
          WRITE_OPERATION_V2,
          MERGE_INTO_TABLE_COMMAND,
          EXECUTE_EXTERNAL_COMMAND ->
          PlanMeaning.WRITE;
      case WRITE_STREAM_OPERATION_START,
          STREAMING_QUERY_COMMAND,
          STREAMING_QUERY_MANAGER_COMMAND,
          STREAMING_QUERY_LISTENER_BUS_COMMAND ->
          PlanMeaning.unknown("a streaming query");
      case ML_COMMAND -> PlanMeaning.unknown("a model in the server's cache");
      case PIPELINE_COMMAND -> PlanMeaning.unknown("a pipeline");
      case EXTENSION, COMMANDTYPE_NOT_SET -> PlanMeaning.unknown("a command of a plug-in");
    };
  }

  private static PlanMeaning ofRelation(Relation relation) {
    return switch (relation.getRelTypeCase()) {
      case MAP_PARTITIONS,
          GROUP_MAP,
          CO_GROUP_MAP,
          APPLY_IN_PANDAS_WITH_STATE,
          COMMON_INLINE_USER_DEFINED_TABLE_FUNCTION,
          COMMON_INLINE_USER_DEFINED_DATA_SOURCE ->
          PlanMeaning.WRITE;
      case ML_RELATION -> PlanMeaning.unknown("a model in the server's cache");
      case EXTENSION, UNKNOWN, RELTYPE_NOT_SET -> PlanMeaning.unknown("a relation of a plug-in");
      default -> PlanMeaning.READ;
    };
  }

  private static PlanMeaning ofCatalog(Catalog catalog) {
    return switch (catalog.getCatTypeCase()) {
      case CREATE_TABLE, CREATE_EXTERNAL_TABLE, RECOVER_PARTITIONS -> PlanMeaning.WRITE;
      case CATTYPE_NOT_SET -> PlanMeaning.unknown("an unknown catalog operation");
      case SET_CURRENT_DATABASE, SET_CURRENT_CATALOG, DROP_TEMP_VIEW -> PlanMeaning.SESSION_STATE;
      case DROP_GLOBAL_TEMP_VIEW -> PlanMeaning.binding("a global temporary view");
      case CACHE_TABLE -> PlanMeaning.binding("cached data");
      case UNCACHE_TABLE, CLEAR_CACHE, REFRESH_TABLE, REFRESH_BY_PATH ->
          new PlanMeaning(StatementKind.SESSION_STATE, SessionEffect.NONE);
      default -> PlanMeaning.READ;
    };
  }
}
