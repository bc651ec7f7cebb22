"""Trains a tiny model of transformers, made from a config, with Trainer."""

import sys
import warnings

import torch
from transformers import (
    BertConfig,
    BertForSequenceClassification,
    PrinterCallback,
    Trainer,
    TrainingArguments,
    logging,
    set_seed,
)

warnings.filterwarnings("ignore")
logging.set_verbosity_error()
logging.disable_progress_bar()
torch.set_num_threads(1)
set_seed(9)
config = BertConfig(
    vocab_size=20, hidden_size=8, num_hidden_layers=1, num_attention_heads=2, intermediate_size=8, num_labels=2
)
model = BertForSequenceClassification(config)
samples = [
    {"input_ids": torch.tensor([i % 20, 3, 4]), "attention_mask": torch.ones(3), "labels": i % 2} for i in range(16)
]
arguments = TrainingArguments(
    output_dir="out",
    per_device_train_batch_size=4,
    max_steps=4,
    learning_rate=0.01,
    logging_steps=1,
    eval_strategy="steps",
    eval_steps=2,
    save_steps=2,
    report_to=sys.argv[1:] or "none",
    hub_token="hf_" + "x" * 30,
    use_cpu=True,
    disable_tqdm=True,
    seed=11,
)
trainer = Trainer(model=model, args=arguments, train_dataset=samples, eval_dataset=samples[:4])
trainer.remove_callback(PrinterCallback)  # it prints times
trainer.train()
timed = ("runtime", "per_second")
print([{k: v for k, v in row.items() if not k.endswith(timed)} for row in trainer.state.log_history])
model.save_pretrained("final")
