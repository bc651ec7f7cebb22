"""Tells the three species of Palmer penguins apart with a small neural network in plain Python."""

import argparse
import csv
import json
import math
import random
from pathlib import Path

DATA = Path(__file__).with_name("penguins.csv")
MEASUREMENTS = ["bill_length_mm", "bill_depth_mm", "flipper_length_mm", "body_mass_g"]
VALIDATION_SHARE = 0.2
# Every epoch shows each bird this often, each time as if measured anew: the table is small, and calipers are not exact.
COPIES = 8
MEASUREMENT_NOISE = 0.2  # standard deviations


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lr", type=float, default=0.001, help="learning rate (default: %(default)s)")
    parser.add_argument("--epochs", type=int, default=40, help="passes over the birds (default: %(default)s)")
    parser.add_argument("--hidden", type=int, default=32, help="units of the hidden layer (default: %(default)s)")
    parser.add_argument("--seed", type=int, default=0, help="seed of split, weights and noise (default: %(default)s)")
    return parser.parse_args()


def read_birds(path):
    """The rows that have all four measurements."""
    with open(path, newline="") as file:
        return [row for row in csv.DictReader(file) if all(row[name] != "NA" for name in MEASUREMENTS)]


def split(birds, rng):
    """Training and validation birds, in random order."""
    birds = rng.sample(birds, len(birds))
    held_out = round(len(birds) * VALIDATION_SHARE)
    return birds[held_out:], birds[:held_out]


def standardiser(birds):
    """Mean and standard deviation of each measurement."""
    scales = []
    for name in MEASUREMENTS:
        values = [float(bird[name]) for bird in birds]
        mean = sum(values) / len(values)
        deviation = math.sqrt(sum((value - mean) ** 2 for value in values) / len(values))
        scales.append((mean, deviation))
    return scales


def features(bird, scales):
    return [(float(bird[name]) - mean) / deviation for name, (mean, deviation) in zip(MEASUREMENTS, scales)]


def initial_weights(inputs, outputs, rng):
    """One row per output: a weight for each input, and a bias at the end."""
    reach = 1 / math.sqrt(inputs)
    return [[rng.uniform(-reach, reach) for _ in range(inputs)] + [0.0] for _ in range(outputs)]


def weighted_sums(weights, values):
    values = [*values, 1.0]
    return [sum(weight * value for weight, value in zip(row, values)) for row in weights]


def predict(network, inputs):
    """Activations of the hidden layer, and the probability of each species."""
    hidden = [math.tanh(value) for value in weighted_sums(network["hidden"], inputs)]
    scores = weighted_sums(network["output"], hidden)
    highest = max(scores)
    powers = [math.exp(score - highest) for score in scores]
    total = sum(powers)
    return hidden, [power / total for power in powers]


def move(row, values, step):
    """Moves a row of weights, its bias included, against its gradient."""
    for i, value in enumerate(values):
        row[i] -= step * value
    row[-1] -= step


def learn(network, inputs, target, lr):
    """One step of stochastic gradient descent; returns the cross-entropy before it."""
    hidden, probabilities = predict(network, inputs)
    errors = [probability - (i == target) for i, probability in enumerate(probabilities)]
    back = [
        (1 - activation * activation) * sum(error * row[i] for error, row in zip(errors, network["output"]))
        for i, activation in enumerate(hidden)
    ]
    for row, error in zip(network["output"], errors):
        move(row, hidden, lr * error)
    for row, error in zip(network["hidden"], back):
        move(row, inputs, lr * error)
    return -math.log(max(probabilities[target], 1e-12))


def train_epoch(network, examples, lr, rng):
    """Shows every bird COPIES times in random order; returns the mean loss."""
    batch = examples * COPIES
    rng.shuffle(batch)
    total = 0.0
    for inputs, target in batch:
        total += learn(network, [rng.gauss(value, MEASUREMENT_NOISE) for value in inputs], target, lr)
    return total / len(batch)


def evaluate(network, examples):
    """Mean cross-entropy and share of birds whose species is right."""
    loss = 0.0
    right = 0
    for inputs, target in examples:
        _, probabilities = predict(network, inputs)
        loss -= math.log(max(probabilities[target], 1e-12))
        right += probabilities.index(max(probabilities)) == target
    return loss / len(examples), right / len(examples)


def write_predictions(path, network, birds, species, scales):
    with open(path, "w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([*MEASUREMENTS, "species", "predicted", "probability"])
        for bird in birds:
            _, probabilities = predict(network, features(bird, scales))
            best = max(probabilities)
            predicted = species[probabilities.index(best)]
            writer.writerow([*(bird[name] for name in MEASUREMENTS), bird["species"], predicted, f"{best:.4f}"])


def main():
    args = parse_arguments()
    rng = random.Random(args.seed)
    birds = read_birds(DATA)
    species = sorted({bird["species"] for bird in birds})
    training, validation = split(birds, rng)
    scales = standardiser(training)
    training_examples = [(features(bird, scales), species.index(bird["species"])) for bird in training]
    validation_examples = [(features(bird, scales), species.index(bird["species"])) for bird in validation]
    network = {
        "hidden": initial_weights(len(MEASUREMENTS), args.hidden, rng),
        "output": initial_weights(args.hidden, len(species), rng),
    }
    print(f"{len(training)} birds to train on, {len(validation)} to validate on")

    for epoch in range(1, args.epochs + 1):
        loss = train_epoch(network, training_examples, args.lr, rng)
        val_loss, accuracy = evaluate(network, validation_examples)
        print(
            f"epoch {epoch}/{args.epochs}  loss {loss:.4f}  val_loss {val_loss:.4f}  accuracy {accuracy:.4f}",
        )

    model = {"species": species, "measurements": MEASUREMENTS, "scales": scales, "network": network}
    Path("model.json").write_text(json.dumps(model))
    write_predictions("predictions.csv", network, validation, species, scales)
    print("wrote model.json and predictions.csv")


if __name__ == "__main__":
    main()
