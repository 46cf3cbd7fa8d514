"""A scheduled job as a user would write it: connects, runs its queries, prints what it found.

It knows nothing of Blinktwice, of engine versions or of retries; only its connection string leads
to the gateway. Several connection strings, with spaces between them, are several runs, one after
another. Run: python sql_job.py URL SQL…
"""

import sys

from pyspark.sql.connect.session import SparkSession

for url in sys.argv[1].split(" "):
    spark = SparkSession.builder.remote(url).create()
    for query in sys.argv[2:]:
        for row in spark.sql(query).collect():
            print("RESULT", list(row))
    spark.stop()
