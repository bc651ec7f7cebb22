/** Finds the value of a YAML, TOML or JSON file that the cursor is on, with the names that lead to it. */
import { getLocation } from 'jsonc-parser';
import { type Lines, type NamedValue, parseLiteral, shortLines } from './namedValue';

const YAML_LINE = /^(\s*(?:-\s+)*)(["']?)([\w./-]+)\2\s*:(?:\s+(.*?))?\s*$/;
const YAML_FLOW = /(["']?)([\w./-]+)\1\s*:\s*(["'][^"']*["']|[^\s,{}[\]"'&*|>!%@][^,{}[\]]*)/g;
const TOML_LINE = /^\s*(["']?)([\w.-]+)\1\s*=\s*(["'][^"']*["']|[^\s#"'[{][^#]*?)\s*(?:#.*)?$/;
const TOML_TABLE = /^\s*\[\[?\s*([\w."-]+)\s*\]\]?/;
/** A plain value, without what only looks like one: anchors, blocks, lists, maps. */
const SCALAR = /^(["'][^"']*["']|[^\s#"'&*|>[{!%@`][^#]*?)(?=\s+#|\s*$)/;

/** Lines above that are looked at for the names that a value is below of. */
const MOST_LINES = 2000;

export function yamlValueAt(all: Lines, line: number, column: number): NamedValue | undefined {
  const lines = shortLines(all);
  const text = lines(line);
  if (text.trimStart().startsWith('#')) return undefined;
  const [, indent, , key, rest = ''] = YAML_LINE.exec(text) ?? [];
  const outer = indent === undefined ? [] : namesAbove(lines, line, indent.length);
  const scalar = key !== undefined && SCALAR.exec(rest);
  if (scalar) return at([...outer, key], scalar[1]!, text.lastIndexOf(rest), column);
  for (const match of text.matchAll(YAML_FLOW)) {
    const [whole, , name, value] = match;
    const start = match.index + whole.length - value!.length;
    const found = at([...outer, ...(key !== undefined && key !== name ? [key] : []), name!], value!, start, column);
    if (found !== undefined) return found;
  }
  return undefined;
}

export function tomlValueAt(all: Lines, line: number, column: number): NamedValue | undefined {
  const lines = shortLines(all);
  const text = lines(line);
  const [, , key, value] = TOML_LINE.exec(text) ?? [];
  if (key === undefined || value === undefined) return undefined;
  return at([...tableAbove(lines, line), ...key.split('.')], value, text.indexOf(value, text.indexOf('=')), column);
}

/** `text` is the whole file; columns of the result are offsets in it. */
export function jsonValueAt(text: string, offset: number): NamedValue | undefined {
  const { path, previousNode, isAtPropertyKey } = getLocation(text, offset);
  if (isAtPropertyKey || previousNode === undefined || typeof path.at(-1) !== 'string') return undefined;
  if (!['string', 'number', 'boolean', 'null'].includes(previousNode.type)) return undefined;
  const start = previousNode.offset;
  const end = start + previousNode.length;
  if (offset < start || offset > end) return undefined;
  return { path: path.map(String), value: parseLiteral(text.slice(start, end)), start, end };
}

function at(path: string[], text: string, start: number, column: number): NamedValue | undefined {
  const value = text.trimEnd();
  const end = start + value.length;
  return column < start || column > end ? undefined : { path, value: parseLiteral(value), start, end };
}

/** Keys of the lines above that are indented less and less. */
function namesAbove(lines: Lines, line: number, indent: number): string[] {
  const names: string[] = [];
  let left = indent;
  for (let above = line - 1; above >= Math.max(0, line - MOST_LINES) && left > 0; above -= 1) {
    const [, spaces, , key, rest = ''] = YAML_LINE.exec(lines(above)) ?? [];
    if (spaces === undefined || spaces.length >= left || lines(above).trimStart().startsWith('#')) continue;
    if (rest === '' || rest.startsWith('#') || rest.startsWith('&')) names.unshift(key!);
    left = spaces.length;
  }
  return names;
}

function tableAbove(lines: Lines, line: number): string[] {
  for (let above = line - 1; above >= Math.max(0, line - MOST_LINES); above -= 1) {
    const [, name] = TOML_TABLE.exec(lines(above)) ?? [];
    if (name !== undefined) return name.replaceAll('"', '').split('.');
  }
  return [];
}
