"""The bootstrap of a difference of means with numpy; arguments: rows, replicates."""
import json
import sys
import time

try:
    import numpy as np
except ImportError:
    sys.exit(3)

rows, replicates = int(sys.argv[1]), int(sys.argv[2])
n = rows // 2
share = np.modf(np.arange(n) * 0.6180339887498949)[0]
first, second = -1.1 * np.log1p(-share), -1.0 * np.log1p(-share)
rng = np.random.default_rng(1)
started = time.process_time()
found = np.empty(replicates)
for at in range(replicates):
    one = first[rng.integers(0, n, n, dtype=np.uint32)].mean()
    two = second[rng.integers(0, n, n, dtype=np.uint32)].mean()
    found[at] = one - two
low, high = np.quantile(found, [0.025, 0.975])
spent = time.process_time() - started
print(json.dumps({"cpu_s": spent, "se": found.std(ddof=1), "low": low, "high": high}))
