"""The equity table with DuckDB; argument: rows. The rows are in a table before the clock starts."""
import json
import sys
import time

try:
    import duckdb
    import numpy as np
except ImportError:
    sys.exit(3)

count = int(sys.argv[1])
at = np.arange(1, count + 1, dtype=np.uint64)
mixed = at * np.uint64(0x9E3779B97F4A7C15)
one = (mixed ^ (mixed >> np.uint64(32))) * np.uint64(0xD6E8FEB86659FD93) >> np.uint64(8)
of = lambda divisor, levels: one // np.uint64(divisor) % np.uint64(levels)
first = of(64, 10).astype(np.uint8)
no_first = of(1, 50) == 7
value = of(1_048_576, 1_000_003).astype(np.float64) / 100_000.3
no_value = of(16_777_216, 20) == 3
columns = {
    "imd": first, "no_imd": no_first, "ethnic": of(1024, 18).astype(np.uint8),
    "month": of(32_768, 36).astype(np.uint8), "reached": of(2_097_152, 3) == 0,
    "value": value, "no_value": no_value,
}
base = duckdb.connect(config={"threads": 1})
base.execute("""CREATE TABLE row_of AS SELECT
    CASE WHEN no_imd THEN NULL ELSE imd END AS imd, ethnic, month, reached,
    CASE WHEN no_value THEN NULL ELSE value END AS value FROM columns""")
QUERY = """
WITH cell AS (
    SELECT imd, ethnic, month, count(*) AS n, sum(reached::INT) AS x, count(value) AS answered,
           avg(value) AS mean, stddev_samp(value) AS sd
      FROM row_of WHERE imd IS NOT NULL GROUP BY imd, ethnic, month)
SELECT imd, ethnic, month, n, x, x / n,
       (2 * x + z * z - z * sqrt(z * z + 4 * x * (1 - x / n))) / (2 * (n + z * z)),
       (2 * x + z * z + z * sqrt(z * z + 4 * x * (1 - x / n))) / (2 * (n + z * z)),
       answered, mean, sd
  FROM cell, (SELECT 1.959963984540054::DOUBLE AS z) ORDER BY imd, ethnic, month"""
started = time.process_time()
rows = base.execute(QUERY).fetchall()
spent = time.process_time() - started
print(json.dumps({"cpu_s": spent, "rows": rows}, default=float))
