import { signal } from '@preact/signals';
import { useEffect, useState } from 'preact/hooks';

export interface Answer<T> {
  /** The last one, also while another is awaited. */
  value: T | undefined;
  failure: string | undefined;
  waiting: boolean;
  retry: () => void;
}

/** Answers that are kept by their questions; a page asks few that take long. */
const MOST_KEPT = 24;
const kept = new Map<string, unknown>();
/** How often the store was started anew. */
const restarts = signal(0);

/** Lets every question of the page be asked once more: the store was started anew, and what it was asked is lost. */
export function askAllAgain(): void {
  kept.clear();
  restarts.value += 1;
}

/**
 * Asks whenever the question is another, and shows the answer to the last one. A `kept` answer outlives its part of the page:
 * scrolled away and back it is there at once. Its question must differ from those of all other kinds.
 */
export function useAnswer<T>(question: string, ask: () => Promise<T>, options: { kept?: boolean } = {}): Answer<T> {
  const [asked, setAsked] = useState(0);
  const id = `${restarts.value} ${asked} ${question}`;
  const known = options.kept === true ? (kept.get(question) as T | undefined) : undefined;
  const [answer, setAnswer] = useState<{ value?: T; failure?: string; to?: string }>(
    known === undefined ? {} : { value: known, to: id },
  );
  useEffect(() => {
    if (known !== undefined) {
      setAnswer({ value: known, to: id });
      return undefined;
    }
    let current = true;
    ask().then(
      (value) => {
        if (current && options.kept === true) keep(question, value);
        if (current) setAnswer({ value, to: id });
      },
      (error: unknown) => {
        const failure = error instanceof Error ? error.message : String(error);
        if (current) setAnswer(({ value }) => ({ ...(value === undefined ? {} : { value }), failure, to: id }));
      },
    );
    return () => void (current = false);
    // What is asked is what the question says.
  }, [id]);
  return {
    value: answer.value,
    failure: answer.failure,
    waiting: answer.to !== id,
    retry: () => setAsked((times) => times + 1),
  };
}

function keep(question: string, value: unknown): void {
  kept.delete(question);
  kept.set(question, value);
  for (const oldest of [...kept.keys()].slice(0, Math.max(0, kept.size - MOST_KEPT))) kept.delete(oldest);
}
