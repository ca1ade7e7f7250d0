"""
The peer's side of the benchmark. Reads one JSON command a line, answers with one JSON line; see bench/peer.ts.
Commands: facts, load, steps, endToEnd, peak.
"""

import json
import platform
import re
import sys
import time
from pathlib import Path

import torch
import torchvision

from flops import FlopCounter
from networks import SimCLR, nt_xent
from pipeline import Pictures, batches


def blas():
    """What the matrix products come from: the library in this process, else what the build was configured with."""
    torch.randn(2, 2) @ torch.randn(2, 2)
    try:
        with open("/proc/self/maps") as maps:
            paths = {line.split()[-1] for line in maps if "/" in line}
        names = {Path(path).resolve().name for path in paths}
        # The plainest name last: OpenBLAS also puts a thin libblas.so.3 in front of itself.
        for pattern in (r"^lib(openblas|mkl_rt|mkl_core|blis)", r"^libblas"):
            found = sorted(name for name in names if re.search(pattern, name))
            if found:
                return ", ".join(found)
    except OSError:
        pass
    found = re.search(r"BLAS_INFO=(\w+)", torch.__config__.show())
    return found.group(1) if found else "unknown"


class Peer:
    def facts(self, threads):
        torch.set_num_threads(threads)
        # As our engine does; denormals are slow and carry no signal.
        torch.set_flush_denormal(True)
        versions = {
            "python": platform.python_version(),
            "torch": torch.__version__,
            "torchvision": torchvision.__version__,
        }
        return {"versions": versions, "threads": torch.get_num_threads(), "blas": blas()}

    def peak(self, size, runs):
        a, b = torch.randn(size, size), torch.randn(size, size)
        best = float("inf")
        for run in range(runs + 1):
            started = time.perf_counter()
            a @ b
            if run > 0:
                best = min(best, time.perf_counter() - started)
        return {"gigaflops": 2 * size**3 / best / 1e9}

    def load(self, workload, pictures, batchSize, side, temperature, hiddenDim, outputDim, learningRate, momentum, workers):
        torch.manual_seed(0)
        self.temperature = temperature
        self.model = SimCLR(workload, side, hiddenDim, outputDim).train()
        self.optimizer = torch.optim.SGD(self.model.parameters(), lr=learningRate, momentum=momentum)
        self.dataset = Pictures(pictures, side)
        self.batch_size = batchSize
        self.workers = workers
        self.ready = torch.randn(2 * batchSize, 3, side, side)
        self.fresh = {name: value.clone() for name, value in self.model.state_dict().items()}
        with FlopCounter() as counter:
            self.step(self.ready)
        self.model.load_state_dict(self.fresh)
        self.optimizer.state.clear()
        parameters = sum(parameter.numel() for parameter in self.model.parameters())
        return {"gigaflops": counter.flops / 1e9, "parameters": parameters}

    def step(self, views):
        loss = nt_xent(self.model(views), self.temperature)
        self.optimizer.zero_grad(set_to_none=True)
        loss.backward()
        self.optimizer.step()
        return loss.item()

    def steps(self, count):
        started = time.perf_counter()
        losses = [self.step(self.ready) for _ in range(count)]
        return {"steps": count, "seconds": time.perf_counter() - started, "firstLoss": losses[0]}

    def endToEnd(self, count, warmUp):
        # As with our side, the worker processes live only while it is this side's turn.
        source = batches(self.dataset, self.batch_size, self.workers)
        first = [self.step(next(source)) for _ in range(warmUp)][0]
        started = time.perf_counter()
        for _ in range(count):
            self.step(next(source))
        seconds = time.perf_counter() - started
        source.close()
        return {"steps": count, "seconds": seconds, "firstLoss": first}


def main():
    peer = Peer()
    for line in sys.stdin:
        command = json.loads(line)
        name = command.pop("command")
        try:
            if name not in ("facts", "load", "steps", "endToEnd", "peak"):
                raise ValueError(f"there is no command {name}")
            answer = getattr(peer, name)(**command)
        except Exception as error:
            answer = {"error": f"{type(error).__name__}: {error}"}
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
