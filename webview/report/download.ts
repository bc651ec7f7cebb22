/** Hands a file to the browser, which saves it or asks where to. */
export function download(name: string, content: string | Uint8Array): void {
  const part = typeof content === 'string' ? content : new Uint8Array(content);
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([part]));
  link.download = name.replace(/[^\p{L}\p{N}._-]+/gu, '-');
  link.click();
  // The browser has taken it by then.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
