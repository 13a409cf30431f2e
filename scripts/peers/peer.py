"""What the peers share: one request as JSON, one line of JSON as answer; what is missing is named."""
import importlib.metadata
import importlib.util
import json
import os
import resource
import statistics
import sys
import time

os.environ["HF_HUB_OFFLINE"] = "1"
os.environ["TOKENIZERS_PARALLELISM"] = "false"
os.environ["TQDM_DISABLE"] = "1"

SIDE = 2048


def request(packages):
    """The request; a request to check is answered at once with the versions of the packages, or with what is missing."""
    asked = json.loads(sys.argv[1])
    if asked.get("check"):
        missing = [name for name in packages if importlib.util.find_spec(name) is None]
        found = {name: importlib.metadata.version(name) for name in packages if name not in missing}
        answer({"missing": missing, "versions": {"python": sys.version.split()[0], **found}})
        sys.exit(0)
    return asked


def answer(told):
    print(json.dumps({**told, "process_cpu_s": cpu_s()}), flush=True)


def peak_mb():
    """Peak resident memory of the process, in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def cpu_s():
    """Seconds of all cores."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def matmul_seconds(torch, device, warm=2, repeats=5):
    """Seconds of float32 products of two 2048 x 2048 matrices, one after the other."""
    a, b = (torch.rand(SIDE, SIDE, device=device) for _ in range(2))
    seconds = []
    for i in range(-warm, repeats):
        started = time.perf_counter()
        (a @ b)[0, 0].item()
        if i >= 0:
            seconds.append(time.perf_counter() - started)
    return seconds


def matmul_rate(seconds):
    """Floating-point operations a second of the median product."""
    return 2 * SIDE**3 / statistics.median(seconds)
