package io.blinktwice.training;

import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/** Values for the slots of a story: what differs between two occurrences of one failure. */
final class Vocabulary {
  private static final List<String> WORDS =
      List.of(
          "Merge",
          "Scan",
          "Reader",
          "Writer",
          "Session",
          "Record",
          "Buffer",
          "Context",
          "Catalog",
          "Table",
          "Snapshot",
          "Commit",
          "Partition",
          "Schema",
          "Filter",
          "Project",
          "Expr",
          "Handler",
          "Factory",
          "Builder",
          "Config",
          "Options",
          "Batch",
          "Row",
          "Vector",
          "Index",
          "Metadata",
          "Action",
          "Plan",
          "Relation",
          "Source",
          "Sink",
          "Stream",
          "State",
          "Split",
          "Column",
          "Type",
          "Value",
          "Encoder",
          "Decoder",
          "Registry",
          "Provider",
          "Manager",
          "Client",
          "Service",
          "Executor",
          "Task",
          "Stage",
          "Job",
          "Query",
          "Cache",
          "Store");

  private static final List<String> CONNECTOR_CLASSES =
      List.of(
          "com.mongodb.spark.sql.MongoRelation",
          "com.mongodb.spark.sql.connector.read.MongoBatch",
          "com.datastax.spark.connector.cql.CassandraConnector",
          "com.datastax.spark.connector.rdd.CassandraTableScanRDD",
          "org.apache.spark.sql.cassandra.CassandraSourceRelation",
          "org.elasticsearch.hadoop.rest.RestClient",
          "org.elasticsearch.spark.rdd.EsRDDWriter",
          "net.snowflake.spark.snowflake.SnowflakeRelation",
          "net.snowflake.spark.snowflake.io.CloudStorageOperations",
          "com.google.cloud.spark.bigquery.BigQueryRelationProvider",
          "com.google.cloud.bigquery.connector.common.BigQueryClient",
          "com.databricks.spark.avro.SchemaConverters",
          "com.databricks.spark.redshift.RedshiftRelation",
          "com.databricks.spark.xml.util.InferSchema",
          "com.databricks.spark.csv.CsvRelation",
          "com.crealytics.spark.excel.ExcelRelation",
          "com.crealytics.spark.v2.excel.ExcelHelper",
          "com.microsoft.sqlserver.jdbc.spark.SQLServerBulkJdbcOptions",
          "com.microsoft.azure.cosmosdb.spark.CosmosDBConnection",
          "com.azure.cosmos.spark.ItemsTable",
          "com.microsoft.kusto.spark.datasink.KustoWriter",
          "org.apache.hadoop.hbase.spark.HBaseContext",
          "org.apache.spark.sql.execution.datasources.hbase.HBaseRelation",
          "org.apache.phoenix.spark.PhoenixRDD",
          "org.apache.kudu.spark.kudu.KuduContext",
          "org.neo4j.spark.service.SchemaService",
          "com.redislabs.provider.redis.RedisConfig",
          "com.clickhouse.spark.ClickHouseTable",
          "com.pingcap.tispark.TiDBRelation",
          "org.apache.doris.spark.rdd.ScalaValueReader",
          "com.starrocks.connector.spark.sql.StarrocksRelation",
          "com.singlestore.spark.SinglestoreReader",
          "com.couchbase.spark.sql.N1QLRelation",
          "com.aerospike.spark.AerospikeRelation",
          "za.co.absa.cobrix.spark.cobol.source.DefaultSource",
          "za.co.absa.abris.avro.sql.AvroDataToCatalyst",
          "com.github.saurfang.sas.spark.SasRelation",
          "org.apache.solr.spark.SolrRDD",
          "com.lucidworks.spark.SolrRelation",
          "org.apache.spark.sql.execution.datasources.jdbc.JdbcUtils",
          "org.apache.spark.sql.execution.datasources.jdbc.JDBCRDD",
          "com.springml.spark.sftp.DefaultSource",
          "com.springml.spark.salesforce.DatasetRelation",
          "org.tensorflow.spark.datasources.tfrecords.DefaultSource",
          "com.linkedin.spark.datasources.tfrecord.TFRecordFileReader",
          "org.locationtech.geomesa.spark.GeoMesaRelation",
          "com.vertica.spark.datasource.VerticaTable",
          "com.exasol.spark.ExasolRelation",
          "org.apache.ignite.spark.impl.IgniteSQLRelation",
          "io.tiledb.spark.TileDBDataSource",
          "org.opensearch.spark.sql.OpenSearchRelation",
          "com.ibm.stocator.fs.ObjectStoreFileSystem",
          "org.zuinnote.spark.office.excel.DefaultSource",
          "com.audienceproject.spark.dynamodb.connector.TableConnector",
          "com.qubole.spark.hiveacid.HiveAcidTable",
          "com.stratio.datasource.mongodb.MongodbRelation",
          "com.ibm.spark.netezza.NetezzaRelation",
          "com.vendor.spark.sources.v2.VendorScan",
          "io.somebody.spark.datasource.Reader",
          "org.somewhere.spark.rdd.PartitionedRDD",
          "com.pingcap.tikv.operation.iterator.CoprocessorIterator",
          "org.apache.hadoop.hive.ql.io.HiveInputFormat",
          "com.amazonaws.services.dynamodbv2.AmazonDynamoDBClient",
          "org.apache.geode.spark.connector.GeodeRDD",
          "com.hortonworks.spark.sql.hive.llap.HiveWarehouseSessionImpl",
          "htsjdk.samtools.SAMFileReader",
          "org.apache.tika.parser.AutoDetectParser");

  private static final List<String> CONNECTOR_EXCEPTIONS =
      List.of(
          "com.mongodb.MongoWriteException",
          "com.mongodb.spark.exceptions.MongoTypeConversionException",
          "com.datastax.driver.core.exceptions.InvalidQueryException",
          "com.datastax.spark.connector.types.TypeConversionException",
          "org.elasticsearch.hadoop.EsHadoopIllegalArgumentException",
          "org.elasticsearch.hadoop.EsHadoopException",
          "net.snowflake.client.jdbc.SnowflakeSQLException",
          "com.google.cloud.bigquery.connector.common.BigQueryConnectorException",
          "com.google.cloud.spark.bigquery.repackaged.com.google.cloud.bigquery.BigQueryException",
          "com.microsoft.sqlserver.jdbc.SQLServerException",
          "org.postgresql.util.PSQLException",
          "com.mysql.jdbc.exceptions.jdbc4.MySQLSyntaxErrorException",
          "java.sql.SQLSyntaxErrorException",
          "java.sql.BatchUpdateException",
          "java.sql.SQLException",
          "oracle.jdbc.OracleDatabaseException",
          "org.apache.kudu.client.NonRecoverableException",
          "org.apache.hadoop.hbase.TableNotFoundException",
          "org.apache.phoenix.schema.ColumnNotFoundException",
          "org.neo4j.driver.exceptions.ClientException",
          "com.clickhouse.client.ClickHouseException",
          "com.crealytics.spark.excel.ExcelException",
          "org.apache.doris.spark.exception.DorisException",
          "com.azure.cosmos.CosmosException");

  private static final List<String> FORMAT_CLASSES =
      List.of(
          "org.apache.hudi.HoodieSparkSqlWriter$",
          "org.apache.hudi.io.HoodieMergeHandle",
          "org.apache.hudi.common.table.view.AbstractTableFileSystemView",
          "org.apache.hudi.metadata.HoodieBackedTableMetadataWriter",
          "org.apache.hudi.table.action.compact.HoodieCompactor",
          "org.apache.hudi.utilities.deltastreamer.DeltaSync",
          "org.apache.hudi.hive.HiveSyncTool",
          "org.apache.hudi.client.SparkRDDWriteClient",
          "org.apache.spark.sql.hudi.command.MergeIntoHoodieTableCommand",
          "org.apache.spark.sql.hudi.catalog.HoodieCatalog",
          "org.apache.hudi.org.apache.spark.sql.avro.AvroDeserializer",
          "org.apache.iceberg.spark.source.IcebergSource",
          "org.apache.iceberg.spark.SparkCatalog",
          "org.apache.iceberg.spark.data.SparkParquetReaders",
          "org.apache.iceberg.spark.actions.RewriteDataFilesSparkAction",
          "org.apache.iceberg.BaseTableScan",
          "org.apache.iceberg.parquet.ParquetReader",
          "org.apache.iceberg.hive.HiveTableOperations",
          "org.apache.iceberg.aws.glue.GlueCatalog",
          "org.apache.iceberg.util.SnapshotUtil",
          "org.apache.spark.sql.catalyst.parser.extensions.IcebergSparkSqlExtensionsParser",
          "org.apache.iceberg.expressions.Projections",
          "org.apache.spark.sql.delta.DeltaLog",
          "org.apache.spark.sql.delta.Snapshot",
          "org.apache.spark.sql.delta.commands.MergeIntoCommand",
          "org.apache.spark.sql.delta.catalog.DeltaCatalog",
          "org.apache.spark.sql.delta.files.TahoeFileIndex",
          "org.apache.spark.sql.delta.stats.DataSkippingReader",
          "org.apache.spark.sql.delta.storage.S3SingleDriverLogStore",
          "io.delta.sql.parser.DeltaSqlParser",
          "io.delta.tables.DeltaTable",
          "io.delta.sharing.client.DeltaSharingFileSystem",
          "com.databricks.sql.transaction.tahoe.DeltaLog",
          "org.apache.paimon.spark.SparkTable",
          "org.apache.paimon.spark.commands.MergeIntoPaimonTable",
          "org.projectnessie.spark.extensions.NessieSparkSqlExtensionsParser",
          "org.apache.carbondata.core.metadata.schema.table.CarbonTable",
          "org.apache.xtable.conversion.ConversionController",
          "com.lancedb.lance.spark.LanceCatalog");

  private static final List<String> ML_CLASSES =
      List.of(
          "ml.dmlc.xgboost4j.scala.spark.XGBoost$",
          "ml.dmlc.xgboost4j.scala.spark.XGBoostClassifier",
          "ml.dmlc.xgboost4j.java.Booster",
          "com.microsoft.azure.synapse.ml.lightgbm.LightGBMBase",
          "com.microsoft.ml.spark.lightgbm.TrainUtils$",
          "com.microsoft.ml.spark.cognitive.CognitiveServiceBase",
          "com.johnsnowlabs.nlp.AnnotatorModel",
          "com.johnsnowlabs.nlp.pretrained.ResourceDownloader$",
          "com.johnsnowlabs.ml.tensorflow.TensorflowWrapper",
          "ml.combust.mleap.spark.SparkSupport",
          "ml.combust.mleap.core.types.package$",
          "org.apache.spark.h2o.H2OContext",
          "ai.h2o.sparkling.ml.algos.H2OAlgorithm",
          "water.fvec.Frame",
          "com.intel.analytics.bigdl.optim.DistriOptimizer",
          "org.graphframes.GraphFrame",
          "org.deeplearning4j.spark.impl.paramavg.ParameterAveragingTrainingMaster",
          "com.salesforce.op.OpWorkflow",
          "org.mlflow.sagemaker.ScoringServer",
          "is.hail.backend.spark.SparkBackend",
          "io.projectglow.vcf.VCFFileFormat",
          "org.bdgenomics.adam.rdd.ADAMContext",
          "org.apache.sysml.api.mlcontext.MLContext",
          "org.tensorflow.Session",
          "com.linkedin.relevance.isolationforest.IsolationForest",
          "ai.catboost.spark.CatBoostPredictor",
          "com.nvidia.spark.ml.feature.PCA");

  private static final List<String> USER_PACKAGES =
      List.of(
          "com.acme.etl",
          "com.company.jobs",
          "org.example",
          "com.mycorp.pipeline",
          "de.shop.batch",
          "io.startup.analytics",
          "com.bank.risk",
          "net.adserver.reports",
          "com.example.spark",
          "edu.university.lab",
          "co.retail.stock",
          "my.app");

  private static final Map<String, List<String>> PLAIN =
      Map.ofEntries(
          Map.entry(
              "col", List.of("id", "user_id", "amount", "event_date", "customer", "ts", "price")),
          Map.entry("col2", List.of("name", "country", "status", "qty", "createdAt", "flag")),
          Map.entry("col3", List.of("year", "source", "score", "city", "hash")),
          Map.entry(
              "table", List.of("orders", "events", "users", "sales_daily", "t1", "dim_product")),
          Map.entry("db", List.of("default", "analytics", "dwh", "prod", "raw", "test")),
          Map.entry("type", List.of("int", "bigint", "string", "date", "timestamp", "double")),
          Map.entry("type2", List.of("string", "struct<a:int>", "array<int>", "decimal(10,2)")),
          Map.entry("user", List.of("hdfs", "alice", "airflow", "spark", "livy", "etl")),
          Map.entry(
              "host",
              List.of(
                  "node-17.cluster.local",
                  "db.internal",
                  "ip-10-0-3-77.ec2.internal",
                  "worker3",
                  "mysql",
                  "nn1.example.com",
                  "my-host")),
          Map.entry(
              "func",
              List.of(
                  "apply", "get", "run", "read", "write", "build", "create", "convert", "load",
                  "merge", "process", "init", "parse", "execute", "next", "open")),
          Map.entry(
              "pymod",
              List.of(
                  "numpy",
                  "pandas",
                  "sklearn",
                  "pyarrow",
                  "my_utils",
                  "boto3",
                  "delta",
                  "findspark",
                  "nltk",
                  "tensorflow",
                  "pyspark")),
          Map.entry("val", List.of("abc", "2020-13-01", "N/A", "null", "1,234", "12.5.3", "x1")),
          Map.entry("py", List.of("2.7", "3.6", "3.7", "3.8", "3.9", "3.10", "3.11", "3.12")),
          Map.entry(
              "ver",
              List.of(
                  "1.6.0", "2.1.1", "2.4.5", "3.0.1", "3.3.0", "3.5.1", "4.0.0", "2.12", "0.14.0",
                  "1.2.1")),
          Map.entry("topic", List.of("events", "orders-v2", "clicks", "my_topic")),
          Map.entry("pod", List.of("spark-pi-driver", "etl-exec-3", "my-job-1612-exec-1")),
          Map.entry("ns", List.of("spark", "default", "spark-jobs", "data")),
          Map.entry("node", List.of("gke-pool-1-a7b2", "aks-np-123")),
          Map.entry(
              "conf",
              List.of(
                  "spark.sql.warehouse.dir",
                  "spark.executor.memory",
                  "spark.sql.shuffle.partitions",
                  "spark.driver.memory",
                  "spark.master")),
          Map.entry(
              "rule",
              List.of(
                  "PushDownPredicate",
                  "ColumnPruning",
                  "ReplaceExceptWithFilter",
                  "OptimizeIn",
                  "InferFiltersFromConstraints",
                  "DeduplicateRelations")),
          Map.entry("date", List.of("2021-03-04 10:11:12", "Mon Jan 04 02:03:04 UTC 2021")));

  private Vocabulary() {}

  static String value(String slot, RandomGenerator random) {
    List<String> plain = PLAIN.get(slot);
    if (plain != null) {
      return pick(plain, random);
    }
    return switch (slot) {
      case "n" -> String.valueOf(random.nextInt(1, 400));
      case "N" -> String.valueOf(random.nextLong(100_000, 9_000_000_000L));
      case "port" -> String.valueOf(random.nextInt(1024, 60_000));
      case "hex" -> Integer.toHexString(random.nextInt(0x1000000, Integer.MAX_VALUE));
      case "uuid" -> uuid(random);
      case "ip" ->
          "10." + random.nextInt(256) + "." + random.nextInt(256) + "." + random.nextInt(256);
      case "path" ->
          pick(List.of("/tmp/data", "/home/u/job", "/mnt/disk1/x", "/opt/spark/work"), random)
              + random.nextInt(90);
      case "hpath" -> "hdfs://nn1:8020/user/data/" + pick(List.of("a", "part-0", "t1"), random);
      case "s3" ->
          pick(
                  List.of("s3a://bucket/path/", "s3://lake/raw/", "gs://b/x/", "abfss://c@a/x/"),
                  random)
              + random.nextInt(90);
      case "url" -> "https://host.example.com/api/" + random.nextInt(90);
      case "app" -> "application_1600000000000_" + random.nextInt(1000, 9999);
      case "ctr" ->
          "container_e0" + random.nextInt(9) + "_1600000000000_1234_01_00000" + random.nextInt(9);
      case "word" -> pick(WORDS, random) + (random.nextBoolean() ? pick(WORDS, random) : "");
      case "cls", "userfn", "pkg" -> code(slot, random);
      case "connectorClass" -> pick(CONNECTOR_CLASSES, random);
      case "connectorException" -> pick(CONNECTOR_EXCEPTIONS, random);
      case "formatClass" -> pick(FORMAT_CLASSES, random);
      case "mlClass" -> pick(ML_CLASSES, random);
      default -> throw new IllegalArgumentException("there is no slot {" + slot + "}");
    };
  }

  private static String code(String slot, RandomGenerator random) {
    String name = pick(USER_PACKAGES, random);
    return switch (slot) {
      case "pkg" -> name;
      case "cls" -> name + "." + pick(WORDS, random) + "Job";
      default -> name + "." + pick(WORDS, random) + "Job$.$anonfun$main$" + random.nextInt(1, 9);
    };
  }

  private static String uuid(RandomGenerator random) {
    return "%08x-%04x-4%03x-a%03x-%012x"
        .formatted(
            random.nextInt(),
            random.nextInt(0x10000),
            random.nextInt(0x1000),
            random.nextInt(0x1000),
            random.nextLong(1L << 48));
  }

  static <T> T pick(List<T> from, RandomGenerator random) {
    return from.get(random.nextInt(from.size()));
  }
}
