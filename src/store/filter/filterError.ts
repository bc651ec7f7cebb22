import * as l10n from '@vscode/l10n';
import { UserError } from '../../common/errors';
import type { TextSpan } from '../../protocol/rpc';

/** Says what is wrong with a filter and where: in words for those who see the message alone, and as a span for pages. */
export function fail(message: string, { start, end }: TextSpan): never {
  throw new UserError(l10n.t('{0} (at character {1})', message, start + 1), { start, end });
}
