"""Dumps oracle.json from Hugging Face's `tokenizers` (0.23.3): python dump_oracle.py DATA_FOLDER > oracle.json"""

import json
import sys

from tokenizers import ByteLevelBPETokenizer, Tokenizer

# Runs of one character, white space that JavaScript and Unicode see differently, accents, names of JavaScript objects.
TEXTS = [
    "the slow fox and the fast fox chase the slower fox; the slowest of them all rests.\n\n    indented  text\t\ttabs",
    "aaaa aaaaa aaaaaa ======== ======== !!!!!! banana bananas abcabc bcabca",
    "Grüße aus Köln, größer als Düsseldorf 🐈🐈 北京 北京 北京市 Привет привет",
    "__proto__ __proto__ constructor constructor toString it's we'll they've I'm he'd don't",
    "end\u0085 \u0085next\u0085\u0085 line \ufeff\ufeff mark \u00a0\u00a0 space\u3000\u3000 wide \u2028 1234 12345 123",
] * 2
ENCODED = TEXTS[:5] + ["", " ", "\n\n\n", "a \u0085 b", "x \ufeff y", "<|endoftext|>", "a<|endoftext|> b", "\u0000\u001f"]


def encodings(path):
    tokenizer = Tokenizer.from_file(path)
    return [tokenizer.encode(text, add_special_tokens=False).ids for text in ENCODED]


def main(data):
    trained = ByteLevelBPETokenizer()
    trained.train_from_iterator(
        TEXTS, vocab_size=400, min_frequency=2, special_tokens=["<|endoftext|>"], show_progress=False
    )
    model = json.loads(trained.to_str())["model"]
    merges = [merge if isinstance(merge, str) else " ".join(merge) for merge in model["merges"]]
    oracle = {
        "texts": TEXTS,
        "merges": merges,
        "vocab": sorted(model["vocab"], key=model["vocab"].get),
        "encoded": ENCODED,
        "gpt2": encodings(f"{data}/tokenizers/gpt2_tokenizer.json"),
        "neox": encodings(f"{data}/tokenizers/gptneox_20B_tokenizer.json"),
        "stories": encodings(f"{data}/models/stories260K/tokenizer.json"),
    }
    json.dump(oracle, sys.stdout, ensure_ascii=True)


main(sys.argv[1])
