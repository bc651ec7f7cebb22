import { paramText } from '../../src/protocol/paramText';
import type { TableStrings } from '../../src/protocol/tablePage';
import type { Group } from './rowOrder';

/** The values that the runs of a group have in common, as they are read. */
export function groupValues({ values }: Pick<Group, 'values'>, { without }: TableStrings): string[] {
  return values.map((value) => (value === null ? without : paramText(value)));
}
