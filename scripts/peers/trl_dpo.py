"""TRL's DPOTrainer with PEFT on CPU: rows in file order from a given adapter, constant AdamW, one JSON line at the end.

usage: trl_dpo.py MODEL PAIRS.jsonl START STEPS [--batch 8] [--max-length 512] [--lr 1e-4] [--beta 0.1] [--bf16] [--no-precompute]
"""
import argparse
import json
import os
import resource
import tempfile
import time

os.environ["HF_HUB_OFFLINE"] = "1"
os.environ["TOKENIZERS_PARALLELISM"] = "false"

import torch
from datasets import Dataset
from peft import PeftModel
from transformers import AutoModelForCausalLM, AutoTokenizer, TrainerCallback
from trl import DPOConfig, DPOTrainer


def arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("model", "pairs", "start"):
        parser.add_argument(name)
    parser.add_argument("steps", type=int)
    parser.add_argument("--batch", type=int, default=8)
    parser.add_argument("--max-length", type=int, default=512)
    parser.add_argument("--lr", type=float, default=1e-4)
    parser.add_argument("--beta", type=float, default=0.1)
    parser.add_argument("--bf16", action="store_true")
    parser.add_argument("--no-precompute", action="store_true")
    return parser.parse_args()


class Clock(TrainerCallback):
    """Notes when each step ends."""

    def __init__(self):
        self.ends = []

    def on_step_end(self, *_, **__):
        self.ends.append(time.time())


class InOrder(DPOTrainer):
    """Takes rows in file order."""

    def _get_train_sampler(self, *_):
        return torch.utils.data.SequentialSampler(self.train_dataset)


def main():
    options = arguments()
    torch.manual_seed(0)
    with open(options.pairs) as lines:
        rows = [json.loads(line) for line, _ in zip(lines, range(options.steps * options.batch))]
    base = AutoModelForCausalLM.from_pretrained(options.model)
    config = DPOConfig(
        output_dir=tempfile.mkdtemp(), per_device_train_batch_size=options.batch, max_steps=options.steps,
        max_length=options.max_length, beta=options.beta, learning_rate=options.lr, lr_scheduler_type="constant",
        warmup_steps=0, max_grad_norm=0.0, bf16=options.bf16, use_cpu=True, gradient_checkpointing=False,
        precompute_ref_log_probs=not options.no_precompute, logging_steps=1, report_to=[], save_strategy="no",
        disable_tqdm=True, dataloader_num_workers=0, seed=0,
    )
    clock = Clock()
    trainer = InOrder(
        model=PeftModel.from_pretrained(base, options.start, is_trainable=True), args=config,
        train_dataset=Dataset.from_list(rows), processing_class=AutoTokenizer.from_pretrained(options.model),
        callbacks=[clock],
    )
    started = time.time()
    trainer.train()
    seconds = (clock.ends[-1] - clock.ends[0]) / (len(clock.ends) - 1)
    history = [entry for entry in trainer.state.log_history if "loss" in entry]
    print(json.dumps({
        "peer": "trl", "bf16": options.bf16, "precompute": not options.no_precompute,
        "pairs_per_s": options.batch / seconds, "train_s": time.time() - started,
        "peak_rss_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "loss": [entry["loss"] for entry in history],
        "margins": [entry["rewards/margins"] for entry in history],
    }))


main()
