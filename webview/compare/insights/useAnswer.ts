import { useEffect, useState } from 'preact/hooks';

export interface Answer<T> {
  /** The last one, also while another is awaited. */
  value: T | undefined;
  failure: string | undefined;
  waiting: boolean;
  retry: () => void;
}

/** Asks whenever the question is another, and shows the answer to the last one. */
export function useAnswer<T>(question: string, ask: () => Promise<T>): Answer<T> {
  const [answer, setAnswer] = useState<{ value?: T; failure?: string; to?: string }>({});
  const [asked, setAsked] = useState(0);
  const id = `${asked} ${question}`;
  useEffect(() => {
    let current = true;
    ask().then(
      (value) => current && setAnswer({ value, to: id }),
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
