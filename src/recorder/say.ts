/** Prints a line of ours, apart from the training's output. */
export function say(text: string): void {
  process.stderr.write(`trialbook: ${text}\n`);
}
