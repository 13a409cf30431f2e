"""TRL's DPOTrainer with PEFT: rows in file order from a given adapter, constant AdamW, one JSON line at the end.

usage: trl_dpo.py '{"folder": MODEL, "start": ADAPTER, "file": ROWS, "steps": n, "batchSize": n, "maxLength": n,
                    "rate": x, "beta": x, "precision": "float32" | "bfloat16", "cpu": true}'

Rows carry tokens (prompt_ids, chosen_ids, rejected_ids), so that both sides see the same ones and neither tokenises.
"""
import json
import os
import tempfile
import time

from peer import answer, cpu_s, matmul_rate, matmul_seconds, peak_mb, request

ASKED = request(["torch", "transformers", "trl", "peft", "datasets", "accelerate"])

import torch
from datasets import Dataset
from peft import PeftModel
from tokenizers import Tokenizer, models
from transformers import AutoModelForCausalLM, PreTrainedTokenizerFast, TrainerCallback
from trl import DPOConfig, DPOTrainer


class Clock(TrainerCallback):
    """Notes when the first step begins and each one ends."""

    def __init__(self):
        self.ticks, self.cpu = [], []

    def on_step_begin(self, *_, **__):
        if not self.ticks:
            self.ticks.append(time.perf_counter())

    def on_step_end(self, *_, **__):
        self.ticks.append(time.perf_counter())
        self.cpu.append(cpu_s())


class InOrder(DPOTrainer):
    """Takes rows in file order, as tokens."""

    def _get_train_sampler(self, *_):
        return torch.utils.data.SequentialSampler(self.train_dataset)

    def _prepare_dataset(self, dataset, *_, **__):
        return dataset


def tokenizer_without_words():
    """Only its padding token is ever asked for; padding is masked, so any id does."""
    tokenizer = Tokenizer(models.WordLevel({"<pad>": 0}, unk_token="<pad>"))
    return PreTrainedTokenizerFast(tokenizer_object=tokenizer, pad_token="<pad>", eos_token="<pad>")


def config():
    return DPOConfig(
        output_dir=tempfile.mkdtemp(), per_device_train_batch_size=ASKED["batchSize"], max_steps=ASKED["steps"],
        max_length=ASKED["maxLength"], beta=ASKED["beta"], learning_rate=ASKED["rate"], lr_scheduler_type="constant",
        warmup_steps=0, max_grad_norm=0.0, bf16=ASKED["precision"] == "bfloat16", use_cpu=ASKED["cpu"],
        gradient_checkpointing=False, precompute_ref_log_probs=True, logging_steps=1, report_to=[],
        save_strategy="no", disable_tqdm=True, dataloader_num_workers=0, seed=0,
    )


def main():
    torch.manual_seed(0)
    # What a Trainer prints goes where progress goes: standard output carries the answer alone.
    out = os.dup(1)
    os.dup2(2, 1)
    with open(ASKED["file"]) as lines:
        rows = [json.loads(line) for line in lines]
    base = AutoModelForCausalLM.from_pretrained(ASKED["folder"], dtype=torch.float32)
    model = PeftModel.from_pretrained(base, ASKED["start"], is_trainable=True)
    device = config().device
    products = matmul_seconds(torch, device)
    dataset, clock, before = Dataset.from_list(rows), Clock(), cpu_s()
    started = time.perf_counter()
    trainer = InOrder(
        model=model, args=config(), train_dataset=dataset, processing_class=tokenizer_without_words(),
        callbacks=[clock],
    )
    trainer.train()
    peak = peak_mb()
    os.dup2(out, 1)
    answer({
        "run_s": clock.ticks[-1] - started,
        "step_s": [end - begin for begin, end in zip(clock.ticks, clock.ticks[1:])],
        "cpu_s": [cpu - before for cpu in clock.cpu],
        "loss": [entry["loss"] for entry in trainer.state.log_history if "loss" in entry],
        "peak_rss_mb": peak,
        "matmul_flops_per_s": matmul_rate(products + matmul_seconds(torch, device)),
    })


main()
