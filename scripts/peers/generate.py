"""transformers' generate: many prompts continued by a fixed number of tokens, one JSON line at the end.

usage: generate.py '{"folder": MODEL, "file": ROWS, "newTokens": n, "repeats": n, "cpu": true}'
"""
import json
import time

from peer import answer, peak_mb, request

ASKED = request(["torch", "transformers"])

import torch
from transformers import AutoModelForCausalLM


def main():
    device = "cpu" if ASKED["cpu"] or not torch.cuda.is_available() else "cuda"
    model = AutoModelForCausalLM.from_pretrained(ASKED["folder"], dtype=torch.float32).to(device).eval()
    model.generation_config.eos_token_id = None  # every row has as many tokens
    with open(ASKED["file"]) as lines:
        prompts = torch.tensor([json.loads(line)["prompt_ids"] for line in lines], device=device)
    seconds, tokens = [], 0
    for i in range(ASKED["repeats"]):
        torch.manual_seed(i)
        started = time.perf_counter()
        with torch.inference_mode():
            written = model.generate(
                prompts, attention_mask=torch.ones_like(prompts), do_sample=True, temperature=1.0, top_k=0, top_p=1.0,
                max_new_tokens=ASKED["newTokens"], pad_token_id=0, use_cache=True,
            )
        tokens = int(written[:, prompts.shape[1]:].numel())
        seconds.append(time.perf_counter() - started)
    answer({"repeat_s": seconds, "tokens": tokens, "peak_rss_mb": peak_mb()})


main()
