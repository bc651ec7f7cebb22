/** What has been typed into the form of a re-run, and the runs that it means. */
import { computed, type ReadonlySignal, signal, type Signal } from '@preact/signals';
import { problemOf, splitNumbers, textOf, type ValueProblem, valueOfText } from '../../src/protocol/optionTexts';
import { REDACTED } from '../../src/protocol/redacted';
import type { RerunCode, RerunForm } from '../../src/protocol/rerunApi';
import {
  type Axis,
  countReruns,
  MAX_RERUNS,
  parseSeeds,
  planReruns,
  type Repeats,
  seedOption,
} from '../../src/protocol/rerunPlan';
import { readCall, type ScriptCall } from '../../src/protocol/scriptCall';
import { joinWords, splitWords } from '../../src/protocol/words';

/** What of the form outlives a hidden page and a reload of the window. */
export interface Typed {
  /** By the place of the option: the values to try. */
  texts: string[][];
  /** The arguments as one line, of a script whose parser nobody knows. */
  line: string;
  seeds: string;
  times: string;
  code: RerunCode;
}

export class FormModel {
  readonly texts: Signal<readonly (readonly string[])[]>;
  readonly line: Signal<string>;
  readonly seeds: Signal<string>;
  readonly times: Signal<string>;
  readonly code: Signal<RerunCode>;
  /** Place of the option that is the seed. */
  readonly seed: number | undefined;
  readonly hasOptions: boolean;
  /** Whether a secret that was not recorded stands where no field can change it. */
  readonly hidesArgument: boolean;
  /** The arguments of the run as one line. */
  private readonly initialLine: string;
  private readonly call: ScriptCall;
  private readonly initial: readonly string[];
  private readonly axes: ReadonlySignal<Axis[]>;
  private readonly repeats: ReadonlySignal<Repeats>;
  readonly count: ReadonlySignal<number>;
  /** The words of each run behind the script; none while there is something wrong or there are too many. */
  readonly runs: ReadonlySignal<string[][]>;
  readonly isValid: ReadonlySignal<boolean>;

  constructor(
    readonly form: RerunForm,
    typed: Partial<Typed> = {},
  ) {
    const { options } = form;
    const words = form.command.slice(form.argumentsAt);
    this.hasOptions = options.length > 0;
    this.call = readCall(words, options);
    this.hidesArgument = this.findHidden();
    this.initial = options.map((option, index) => textOf(option, this.call.values[index]));
    this.seed = seedOption(options);
    const fits = typed.texts?.length === options.length;
    this.texts = signal(fits ? typed.texts! : this.initial.map((text) => [text]));
    this.initialLine = joinWords(words);
    this.line = signal(typed.line ?? this.initialLine);
    this.seeds = signal(typed.seeds ?? '');
    this.times = signal(typed.times ?? '1');
    this.code = signal(form.hasSnapshot ? (typed.code ?? 'workspace') : 'workspace');
    this.axes = computed(() => this.readAxes());
    this.repeats = computed(() => this.readRepeats());
    this.count = computed(() => countReruns(this.axes.value, this.repeats.value));
    this.isValid = computed(
      () => !this.hidesArgument && this.problems().length === 0 && this.count.value <= MAX_RERUNS,
    );
    this.runs = computed(() => (this.isValid.value ? this.plan() : []));
  }

  /** What was typed, without secrets: it is kept on disk. */
  typed(): Typed {
    return {
      texts: this.texts.value.map((texts, option) => (this.isSecret(option) ? [this.was(option)] : [...texts])),
      // A secret may stand anywhere in a line that asks for one.
      line: this.initialLine.includes(REDACTED) ? this.initialLine : this.line.value,
      seeds: this.seeds.value,
      times: this.times.value,
      code: this.code.value,
    };
  }

  /** Changes one of the values to try of an option. */
  setText(option: number, place: number, text: string): void {
    this.setTexts(option, this.texts.value[option]!.with(place, text));
  }

  addText(option: number): void {
    const texts = this.texts.value[option]!;
    this.setTexts(option, [...texts, texts.at(-1) ?? '']);
  }

  removeText(option: number, place: number): void {
    this.setTexts(option, this.texts.value[option]!.toSpliced(place, 1));
  }

  reset(option: number): void {
    this.setTexts(option, [this.initial[option]!]);
  }

  resetAll(): void {
    this.texts.value = this.initial.map((text) => [text]);
    this.line.value = this.initialLine;
    this.seeds.value = '';
    this.times.value = '1';
  }

  isSecret(option: number): boolean {
    return this.form.options[option]!.secret === true || this.was(option).includes(REDACTED);
  }

  isChanged(option: number): boolean {
    const texts = this.texts.value[option]!;
    return texts.length !== 1 || texts[0] !== this.initial[option];
  }

  get isAnyChanged(): boolean {
    const isTyped = this.seeds.value !== '' || this.times.value !== '1' || this.line.value !== this.initialLine;
    return isTyped || this.initial.some((_, option) => this.isChanged(option));
  }

  /** The value that the run had. */
  was(option: number): string {
    return this.initial[option]!;
  }

  /** What is wrong with a value of an option. The seeds below the form stand in for that of the seed. */
  problem(option: number, text: string): ValueProblem | undefined {
    if (option === this.seed && this.seeds.value.trim() !== '') return undefined;
    const declared = this.form.options[option]!;
    for (const one of splitNumbers(declared, text)) {
      const problem = problemOf(declared, one);
      if (problem !== undefined) return problem;
    }
    return undefined;
  }

  get seedsProblem(): boolean {
    return this.seed !== undefined && parseSeeds(this.seeds.value) === undefined;
  }

  get timesProblem(): boolean {
    return this.seed === undefined && !/^[1-9]\d{0,3}$/.test(this.times.value.trim());
  }

  get lineProblem(): ValueProblem | undefined {
    return !this.hasOptions && this.line.value.includes(REDACTED) ? 'masked' : undefined;
  }

  private problems(): unknown[] {
    const fields = this.form.options.flatMap(({ subcommand }, option) =>
      subcommand === true ? [] : this.texts.value[option]!.map((text) => this.problem(option, text)),
    );
    const others = [this.seedsProblem || undefined, this.timesProblem || undefined, this.lineProblem];
    return [...fields, ...others].filter((problem) => problem !== undefined);
  }

  private findHidden(): boolean {
    const { command, argumentsAt } = this.form;
    const words = this.call.pieces.flatMap((piece) => (piece.option === undefined ? piece.words : []));
    const kept = [...command.slice(0, argumentsAt), ...(this.hasOptions ? words : [])];
    return kept.some((word) => word.includes(REDACTED));
  }

  private setTexts(option: number, texts: readonly string[]): void {
    this.texts.value = this.texts.value.with(option, texts);
  }

  private readAxes(): Axis[] {
    return this.form.options.flatMap((declared, option) => {
      if (!this.isChanged(option)) return [];
      const texts = [...new Set(this.texts.value[option]!.flatMap((text) => splitNumbers(declared, text)))];
      return [{ option, values: texts.map((text) => valueOfText(declared, text)) }];
    });
  }

  private readRepeats(): Repeats {
    if (this.seed === undefined) return { times: Number(this.times.value) || 1 };
    const seeds = parseSeeds(this.seeds.value) ?? [];
    return seeds.length === 0 ? { times: 1 } : { seeds };
  }

  private plan(): string[][] {
    const repeats = this.repeats.value;
    if (this.hasOptions) return planReruns(this.call, this.form.options, this.axes.value, repeats);
    const words = splitWords(this.line.value);
    return Array.from({ length: this.count.value }, () => words);
  }
}
