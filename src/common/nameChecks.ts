/** Checks names that somebody else wrote down, before they become names of files here. */

/** https://learn.microsoft.com/windows/win32/fileio/naming-a-file: characters, endings and names that Windows reserves. */
const WINDOWS_UNSAFE = /[<>:"|?*]|[. ]$|^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)(\.|$)/i;

/** Whether Windows takes a name of a file or folder for something else. */
export function isWindowsUnsafe(segment: string): boolean {
  return WINDOWS_UNSAFE.test(segment);
}

/** Which names of one folder tree are taken already, and by what. */
export class NameClaims {
  private readonly seen = new Map<string, 'file' | 'folder'>();

  /** `folded`: names are compared as a file system without case and with composed letters does. */
  constructor(private readonly folded: boolean) {}

  /** Takes a path, given by its parts, with the folders above it; tells whether nothing of another kind has it. */
  claim(segments: readonly string[], isFolder: boolean): boolean {
    let key = '';
    for (const [index, segment] of segments.entries()) {
      key += `/${this.folded ? segment.normalize('NFC').toLowerCase() : segment}`;
      const kind = isFolder || index < segments.length - 1 ? 'folder' : 'file';
      const seen = this.seen.get(key);
      if (seen !== undefined && (seen === 'file' || kind === 'file')) return false;
      this.seen.set(key, kind);
    }
    return true;
  }
}
