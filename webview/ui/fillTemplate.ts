/** Puts values into the `{0}` places of a translated text; a place without a value is left empty. */
export function fillTemplate(template: string, ...values: (string | number)[]): string {
  return fillTemplateWith(template, values).join('');
}

/** The same with anything that can be rendered, so that a name inside a sentence can have a look of its own. */
export function fillTemplateWith<T>(template: string, values: readonly T[]): (string | T)[] {
  const parts = template.split(/\{(\d+)\}/);
  return parts.flatMap((part, index): (string | T)[] => {
    if (index % 2 === 0) return part === '' ? [] : [part];
    return values.slice(Number(part), Number(part) + 1);
  });
}
