/** What `trialbook checkout`, `restore`, `reproduce` and `bisect` do and print. */
import type { ReportForm, ReproduceRequests } from './arguments/reproduceArguments';
import { bisect, checkBisection, findBisection } from './bisect/bisectCommand';
import { checkOut } from './checkouts/checkoutCommand';
import { describeBisection } from './report/bisectionTexts';
import { describeReproduction } from './report/reproductionTexts';
import { type Report, reportMarkdown, reportText } from './report/report';
import { checkReproduction, findReport, reproduce } from './reproduce/reproduceCommand';
import type { ReproductionReport } from '../protocol/reproduction';
import { restore } from './restore/restoreCommand';
import { formatCheckout, formatRestore, formatUndo } from './restore/restoreTexts';
import { undoRestore } from './restore/undo';

export interface Outcome {
  text: string;
  exitCode: number;
}

/** The exit code of a reproduction that differs, or of which nothing can be said. */
const DIFFERS = 3;

/** Does what was asked for. `cliFile` is the command line's own file. Throws a `UserError`. */
export async function executeReproduce(asked: ReproduceRequests, cliFile: string): Promise<Outcome> {
  switch (asked.kind) {
    case 'checkout':
      return plain(await checkOut(asked.request), asked.json, formatCheckout);
    case 'restore':
      return plain(await restore(asked.request), asked.json, formatRestore);
    case 'undo-restore':
      return plain(await undoRestore(asked.workspace, asked.id), asked.json, formatUndo);
    case 'reproduce':
      return reproduction(await reproduce(asked.request, cliFile), asked.form);
    case 'reproduce-check':
      return { text: JSON.stringify(await checkReproduction(asked.workspace, asked.run)), exitCode: 0 };
    case 'reproduction': {
      const report = await findReport(asked.workspace, asked.run);
      return { text: inForm(report, asked.form, describeReproduction), exitCode: 0 };
    }
    case 'bisect':
      return { text: inForm(await bisect(asked.request, cliFile), asked.form, describeBisection), exitCode: 0 };
    case 'bisect-check':
      return { text: JSON.stringify(await checkBisection(asked.request)), exitCode: 0 };
    case 'bisection':
      return {
        text: inForm(await findBisection(asked.workspace, asked.id), asked.form, describeBisection),
        exitCode: 0,
      };
  }
}

function reproduction(report: ReproductionReport, form: ReportForm): Outcome {
  const exitCode = report.verdict === 'agrees' ? 0 : DIFFERS;
  return { text: inForm(report, form, describeReproduction), exitCode };
}

function plain<T>(value: T, json: boolean, format: (value: T) => string): Outcome {
  return { text: json ? JSON.stringify(value, undefined, 2) : format(value), exitCode: 0 };
}

function inForm<T>(value: T, form: ReportForm, describe: (value: T) => Report): string {
  if (form === 'json') return JSON.stringify(value, undefined, 2);
  return form === 'markdown' ? reportMarkdown(describe(value)) : reportText(describe(value));
}
