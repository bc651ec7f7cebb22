import { deltaMark } from '../../src/protocol/deltaMark';
import './delta.css';

/** The class of what tells a difference; `isBetter` is `undefined` where no direction is known. */
export function deltaClass(isBetter: boolean | undefined): string {
  return isBetter === undefined ? 'delta' : `delta ${isBetter ? 'better' : 'worse'}`;
}

/** `▲` before a difference, whose sign and words stand beside it. */
export function DeltaMark({ isUp, isBetter }: { isUp: boolean; isBetter: boolean | undefined }) {
  const mark = deltaMark(isUp, isBetter);
  return mark === '' ? null : (
    <span class="delta-mark" aria-hidden="true">
      {mark}
    </span>
  );
}
