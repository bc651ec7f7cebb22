import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { usePage } from './pageContext';

/** What a part of the page reads for itself, again whenever one of the inputs is another; `initial` before it is known. */
export function useLoaded<T>(initial: T, read: () => Promise<T>, inputs: readonly unknown[]): T {
  const { model } = usePage();
  const value = useSignal(initial);
  useEffect(() => {
    let wanted = true;
    void model.load(async () => {
      const found = await read();
      // An answer that comes late does not replace that to a later question.
      if (wanted) value.value = found;
    });
    return () => void (wanted = false);
  }, [model, value, ...inputs]);
  return value.value;
}
