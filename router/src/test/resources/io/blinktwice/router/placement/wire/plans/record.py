"""Records what PySpark sends to execute a few programs, byte by byte.

Run with a Python that has pyspark[connect] 4.0 (`./blinktwice` keeps one in its cache):
    python record.py FOLDER
A server that runs nothing stands in: it keeps the first plan and refuses it.
"""

import sys
import warnings
from concurrent import futures
from pathlib import Path

import grpc
from pyspark.sql.connect.proto import base_pb2
from pyspark.sql.connect.session import SparkSession
from pyspark.sql.connect.functions import builtin as F
from pyspark.sql.connect.udf import UserDefinedFunction
from pyspark.sql.types import IntegerType

SERVICE = "spark.connect.SparkConnectService"


class Recorder(grpc.GenericRpcHandler):
    def __init__(self):
        self.plans = []

    def service(self, details):
        method = details.method.rsplit("/", 1)[1]
        if method == "ExecutePlan":
            return grpc.unary_stream_rpc_method_handler(self.execute)
        if method == "Config":
            return grpc.unary_unary_rpc_method_handler(self.config)
        if method == "AnalyzePlan":
            return grpc.unary_unary_rpc_method_handler(self.analyze)
        return None

    def execute(self, request, context):
        self.plans.append(request)
        context.abort(grpc.StatusCode.INVALID_ARGUMENT, "recorded")

    def analyze(self, request, context):
        asked = base_pb2.AnalyzePlanRequest.FromString(request)
        answer = base_pb2.AnalyzePlanResponse(session_id=asked.session_id)
        for name in ("id", "n", "amount", "day", "country"):
            field = answer.schema.schema.struct.fields.add(name=name, nullable=True)
            field.data_type.string.SetInParent()
        return answer.SerializeToString()

    def config(self, request, context):
        asked = base_pb2.ConfigRequest.FromString(request)
        answer = base_pb2.ConfigResponse(session_id=asked.session_id)
        for key in asked.operation.get_with_default.pairs:
            answer.pairs.add(key=key.key, value=key.value)
        return answer.SerializeToString()


def programs(spark, table, day, number):
    yield "sql", lambda: spark.sql(
        f"SELECT country, count(*) FROM {table} WHERE day = '{day}' AND id <> {number}"
        " AND password = 'hunter2' GROUP BY country"
    )
    yield "dataframe", lambda: (
        spark.table(table)
        .filter((F.col("day") == day) & (F.col("n") > number))
        .join(spark.table("customers"), "id", "left")
        .groupBy("country")
        .agg(F.sum("amount"))
        .limit(number)
        .collect()
    )
    yield "write", lambda: (
        spark.read.parquet(f"/lake/{table}/day={day}").write.mode("append").saveAsTable("daily")
    )
    add = UserDefinedFunction(lambda x: x + number, IntegerType(), name="add")
    yield "udf", lambda: spark.table(table).select(add(F.col("n"))).collect()


def record(spark, recorder, folder, run, table, day, number):
    for name, program in programs(spark, table, day, number):
        recorder.plans.clear()
        try:
            program()
        except Exception as refused:
            if not recorder.plans:
                raise refused
        (folder / f"{name}-{run}.bin").write_bytes(recorder.plans[0])


def main(folder):
    warnings.simplefilter("ignore")
    recorder = Recorder()
    server = grpc.server(futures.ThreadPoolExecutor(4), handlers=[recorder])
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    spark = SparkSession(f"sc://127.0.0.1:{port}/;user_id=ann")
    record(spark, recorder, folder, "monday", "orders", "2026-11-30", 4711)
    record(spark, recorder, folder, "tuesday", "orders", "2026-12-01", 12)
    record(spark, recorder, folder, "other-table", "returns", "2026-11-30", 4711)
    server.stop(None)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
