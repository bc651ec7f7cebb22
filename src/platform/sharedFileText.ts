/** Changes to the text of `.vscode/trialbook.json`: all else stays as it was typed, comments too. */
import type { JSONPath } from 'jsonc-parser';
import type { SharedSection } from '../protocol/sharedFile';

/** Replaces a section, or removes it with `undefined`. */
export function withSection(text: string, section: SharedSection, value: unknown): Promise<string> {
  return edited(text, [section], value);
}

/** Sets fields of an entry of a section, or removes them with `undefined`; its other fields and entries stay. */
export async function withEntry(
  text: string,
  section: SharedSection,
  name: string,
  fields: Readonly<Record<string, unknown>>,
): Promise<string> {
  const entries = await readSection(text, section);
  const entry = entries?.[name];
  if (!isRecord(entry)) {
    const whole = withoutUndefined(fields);
    return entries === undefined ? edited(text, [section], { [name]: whole }) : edited(text, [section, name], whole);
  }
  let result = text;
  for (const [field, value] of Object.entries(fields)) {
    // What is as it was keeps its comments.
    if (JSON.stringify(entry[field]) === JSON.stringify(value)) continue;
    result = await edited(result, [section, name, field], value);
  }
  return result;
}

/** Removes an entry, and the section with its last one. */
export async function withoutEntry(text: string, section: SharedSection, name: string): Promise<string> {
  const entries = await readSection(text, section);
  if (entries === undefined || !Object.hasOwn(entries, name)) return text;
  return edited(text, Object.keys(entries).length === 1 ? [section] : [section, name], undefined);
}

async function readSection(text: string, section: SharedSection): Promise<Record<string, unknown> | undefined> {
  const { parse } = await import('jsonc-parser');
  const file: unknown = parse(text, [], { allowTrailingComma: true });
  const entries = isRecord(file) ? file[section] : undefined;
  return isRecord(entries) ? entries : undefined;
}

async function edited(text: string, path: JSONPath, value: unknown): Promise<string> {
  const { applyEdits, modify } = await import('jsonc-parser');
  return applyEdits(text, modify(text, path, value, { formattingOptions: { insertSpaces: true, tabSize: 2 } }));
}

function withoutUndefined(fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
