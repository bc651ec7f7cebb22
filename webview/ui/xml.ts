const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** A text, or the value of an attribute, that is never markup. Characters that may not stand in XML at all are replaced. */
export function escapeXml(text: string): string {
  const legal = text.replace(/[^\P{Cc}\t\n\r]|[\uFFFE\uFFFF]|\p{Surrogate}/gu, '\uFFFD');
  return legal.replace(/[&<>"]/g, (letter) => ENTITIES[letter]!);
}
