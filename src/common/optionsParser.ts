/** Reads `opt` events: what a script's own argument parser declares. */
import type { ParamValue } from '../protocol/numbers';
import type { NewEvent } from '../protocol/trainingEvents';
import { MAX_CHOICES, MAX_OPTIONS, type ScriptOption } from '../protocol/scriptOptions';
import { count, type Fields, key, oneOf, optional, paramValue, text, texts } from './eventFields';

const TYPES: readonly ScriptOption['type'][] = ['int', 'float', 'text', 'flag', 'path'];

const MARKS = ['required', 'multiple', 'repeats', 'subcommand', 'secret'] as const;

/** The event; `undefined` for what is none. Options that are none are left out. */
export function parseOptions(f: Fields): NewEvent | undefined {
  const src = text(f['src']);
  if (!src || !Array.isArray(f['options'])) return undefined;
  const options = f['options'].slice(0, MAX_OPTIONS).flatMap((option) => parseOption(option) ?? []);
  return { e: 'opt', src, options };
}

function parseOption(value: unknown): ScriptOption | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const f = value as Fields;
  const [name, flags, type] = [key(f['key']), texts(f['flags']), oneOf(TYPES, f['type'])];
  if (name === undefined || flags === undefined || type === undefined) return undefined;
  return {
    key: name,
    flags,
    type,
    ...optional('offFlags', texts(f['offFlags'])),
    ...optional('choices', values(f['choices'])),
    ...optional('default', paramValue(f['default'])),
    ...optional('help', text(f['help'])),
    ...optional('count', count(f['count'])),
    ...marks(f),
  };
}

function marks(f: Fields): Partial<ScriptOption> {
  return Object.fromEntries(MARKS.flatMap((mark) => (f[mark] === true ? [[mark, true]] : [])));
}

function values(value: unknown): ParamValue[] | undefined {
  if (!Array.isArray(value)) return undefined;
  return value.slice(0, MAX_CHOICES).flatMap((one: unknown) => {
    const choice = paramValue(one);
    return choice === undefined ? [] : [choice];
  });
}
