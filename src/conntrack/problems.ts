import type { Unreadable } from '../contracts/node-report.ts';
import type { Parsed } from './parsed.ts';
import type { Problem, Reading, Snapshot } from './snapshot.ts';

/** What would let something be read, by why it can't be. */
export type Needs = Readonly<Record<Problem['problem'], string>>;

const NEEDS: Needs = {
  absent: 'a kernel with nf_conntrack, and a /proc that nothing hides',
  denied: 'a security policy that lets this process read it',
  broken: 'the file as the kernel writes it',
};

/** Parses readings, and collects why some could not be read or parsed, and what would mend it. */
export class ProblemCollector {
  readonly problems: Unreadable[] = [];
  readonly #isCapture: boolean;
  readonly #prefix: string;

  constructor({ origin, root }: Snapshot) {
    this.#isCapture = origin.kind === 'replay';
    this.#prefix = this.#isCapture ? '' : root.replace(/\/*$/, '/');
  }

  parse<T>(reading: Reading, parser: (text: string) => Parsed<T>, needs = NEEDS): T | undefined {
    if (!('text' in reading)) {
      this.report(reading, needs);
      return undefined;
    }
    const result = parser(reading.text);
    if (result.ok) return result.value;
    this.#add(`${reading.path} ${result.reason}`, needs.broken);
    return undefined;
  }

  /** The same for what a verdict can do without: a capture that lacks it is whole all the same. */
  parseExtra<T>(reading: Reading, parser: (text: string) => Parsed<T>, needs = NEEDS): T | undefined {
    return this.#isLeftOut(reading) ? undefined : this.parse(reading, parser, needs);
  }

  /** Notes what could not be read, and the right that would let it be read. */
  report({ path, problem, reason }: Problem, needs = NEEDS): void {
    this.#add(`${path}: ${reason}`, needs[problem]);
  }

  /** The same for what a verdict can do without. */
  reportExtra(problem: Problem, needs: Needs): void {
    if (!this.#isLeftOut(problem)) this.report(problem, needs);
  }

  /** Notes what is missing although everything was read. */
  add(problems: readonly Unreadable[]): void {
    if (!this.#isCapture) this.problems.push(...problems);
  }

  #isLeftOut(reading: Reading): boolean {
    return this.#isCapture && 'problem' in reading && reading.problem === 'absent';
  }

  #add(what: string, needs: string): void {
    const isCapture = this.#isCapture;
    this.problems.push({
      what: `${this.#prefix}${what}`,
      needs: isCapture ? 'a complete capture of a node' : needs,
    });
  }
}
