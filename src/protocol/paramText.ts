import type { ParamValue } from './numbers';

/**
 * A param's value as the code that it comes from writes it, and as the filter language has it: `0.1`, `True`, `None`. An empty
 * text is `""`: nothing at all would look as if the run had no such param.
 */
export function paramText(value: ParamValue): string {
  if (value === null) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  return value === '' ? '""' : String(value);
}
