"""Holds the lines of `task score` against PyTorch: the same pairs in Rust's tokenizers and transformers, float32.

usage: score.py '{"folder": MODEL, "file": HH_ROWS, "rows": n, "maxLength": n, "scores": SCORES_JSONL}'
"""
import gzip
import json
from pathlib import Path

from peer import answer, request

ASKED = request(["torch", "transformers", "tokenizers"])

import torch
from tokenizers import Tokenizer
from transformers import AutoModelForCausalLM

TURN = "\n\nAssistant:"


def token_ids(tokenizer, config):
    """Encodes without special tokens, and knows those that begin and end a text."""
    told = json.loads((Path(config) / "tokenizer_config.json").read_text())
    ends = tokenizer.token_to_id(told["eos_token"])
    begins = tokenizer.token_to_id(told["bos_token"]) if told.get("add_bos_token") else None
    return lambda text: tokenizer.encode(text, add_special_tokens=False).ids, begins, ends


def sides(row):
    """The common prompt and both last answers of a pair of dialogues."""
    chosen, rejected = row["chosen"], row["rejected"]
    at = [text.rindex(TURN) + len(TURN) for text in (chosen, rejected)]
    if chosen[:at[0]] != rejected[:at[1]]:
        return None
    return chosen[:at[0]], chosen[at[0]:], rejected[at[1]:]


@torch.inference_mode()
def logp(model, prompt, answered):
    ids = torch.tensor([prompt + answered])
    law = model(ids).logits[0, len(prompt) - 1:-1].double().log_softmax(-1)
    return law.gather(-1, ids[0, len(prompt):, None]).sum().item()


def main():
    model = AutoModelForCausalLM.from_pretrained(ASKED["folder"], dtype=torch.float32, attn_implementation="eager").eval()
    encode, begins, ends = token_ids(Tokenizer.from_file(f"{ASKED['folder']}/tokenizer.json"), ASKED["folder"])
    scores = {line["row"]: line for line in map(json.loads, open(ASKED["scores"]))}
    longest = ASKED["maxLength"]
    worst, held, other = 0.0, 0, 0
    with gzip.open(ASKED["file"], "rt") as lines:
        for number, line in enumerate(lines):
            if number >= ASKED["rows"] or number not in scores:
                continue
            split = sides(json.loads(line))
            if split is None:
                other += 1
                continue
            prompt, *answers = split
            answers = [(encode(text) + [ends])[:longest - 1] for text in answers]
            given = ([] if begins is None else [begins]) + encode(prompt)
            room = longest - max(map(len, answers))
            if len(given) > room:
                given = given[-room:]
                if begins is not None:
                    given[0] = begins
            for name, ids in zip(("chosen", "rejected"), answers):
                if scores[number][f"{name}_tokens"] != len(ids):
                    raise ValueError(f"row {number}: {name} has {len(ids)} tokens, not {scores[number][f'{name}_tokens']}")
                worst = max(worst, abs(logp(model, given, ids) - scores[number][name]))
                held += 1
    answer({"completions": held, "worst": worst, "unlike_dialogues": other, "scored_rows": len(scores)})


main()
