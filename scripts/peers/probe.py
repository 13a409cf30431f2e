"""Milliseconds of a few small operations, as a step is made of them: tells which way of waiting suits torch's threads now.

usage: probe.py '{}'
"""
import time

from peer import answer, request

request(["torch"])

import torch


def main(warm=5, repeats=40):
    x, w, scale = torch.randn(1024, 128), torch.randn(128, 512), torch.ones(512)
    seconds = []
    for i in range(-warm, repeats):
        started = time.perf_counter()
        y = torch.nn.functional.layer_norm(torch.nn.functional.gelu(x @ w), (512,), scale)
        torch.softmax(y, -1).sum().item()
        if i >= 0:
            seconds.append(time.perf_counter() - started)
    answer({"ms": 1000 * sorted(seconds)[len(seconds) // 2], "threads": torch.get_num_threads()})


main()
