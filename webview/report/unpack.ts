/** Reads what a report holds inside, from the elements that `reportHtml.ts` of the store writes. */

/** Throws when the element is missing: the file was cut short. */
export function readText(id: string): string {
  const element = document.getElementById(id);
  const content = element?.textContent;
  if (!content) throw new Error(`This report is incomplete: it has no ${id}.`);
  // Base64 of many megabytes need not be held twice.
  element?.remove();
  return content;
}

/** Bytes that were compressed with gzip and written as base64. Rejects when they are damaged. */
export async function readBytes(id: string): Promise<Uint8Array<ArrayBuffer>> {
  const packed = Uint8Array.from(atob(readText(id)), (character) => character.charCodeAt(0));
  const unpacked = new Blob([packed]).stream().pipeThrough(new DecompressionStream('gzip'));
  return new Uint8Array(await new Response(unpacked).arrayBuffer());
}
