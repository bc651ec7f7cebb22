/** Paths of a snapshot that somebody else may have written: none may leave the folder that they are written to. */
import { isWindowsUnsafe, NameClaims } from '../../common/nameChecks';

/** What git and Trialbook keep there is theirs: a hook of a repository runs with the next command. */
const RESERVED = /^(\.git|\.trialbook|git~\d+)$/i;
/** macOS overlooks these letters in names. */
const OVERLOOKED = /[\u200c-\u200f\u202a-\u202e\u206a-\u206f\ufeff]/gu;

/** The first path that must not be written, or that means the same file as one before it on this system. */
export function unsafePath(paths: readonly string[], platform: NodeJS.Platform): string | undefined {
  const claims = new NameClaims(platform === 'win32' || platform === 'darwin');
  return paths.find((one) => {
    const segments = one.split('/');
    return segments.some((segment) => isUnsafe(segment, platform)) || !claims.claim(segments, false);
  });
}

/** Whether a path of data that a run read may be made available below another folder. */
export function isSafePath(relative: string, platform: NodeJS.Platform): boolean {
  return unsafePath([relative], platform) === undefined;
}

function isUnsafe(segment: string, platform: NodeJS.Platform): boolean {
  if (segment === '' || segment === '.' || segment === '..' || segment.includes('\0')) return true;
  if (RESERVED.test(segment.replaceAll(OVERLOOKED, '').replace(/[. ]+$/, ''))) return true;
  // oxlint-disable-next-line no-control-regex -- control characters are looked for, and what Windows takes for a separator
  return platform === 'win32' && (isWindowsUnsafe(segment) || /[\u0000-\u001f\\]/.test(segment));
}
