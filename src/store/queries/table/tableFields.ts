import type { KeyedColumn, KeyedKind } from '../../../protocol/tableApi';
import type { Field, FieldKind } from '../../filter/ast';

const FIELDS: Record<KeyedKind, FieldKind> = { metrics: 'metric', system: 'metric', params: 'param', tags: 'tag' };

/** The field of the filter language that a column shows. */
export function fieldOf({ kind, key }: KeyedColumn): Field {
  return { of: FIELDS[kind], key };
}
