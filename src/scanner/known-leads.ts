import type { Catalogue } from '../catalogue/catalogue.ts';
import type { FileFacts } from '../facts/facts.ts';
import { leadsOf, linkAlone, type FileAlone, type ImportedNames, type Leads } from '../program/leads.ts';

/** As a search goes on, more is known of what a file imports: a few rounds, each with its own answer. */
const MAX_ANSWERS = 4;

/** The leads of a file, and the answers about its imports from which they were worked out: plain data. */
export interface LeadsAnswer {
  readonly leads: { readonly names: readonly string[]; readonly parents: Leads['parents'] };
  readonly asked: readonly (readonly [module: string, name: string, answer: boolean])[];
  readonly listed: readonly (readonly [module: string, names: readonly string[]])[];
}

interface Known {
  answers: LeadsAnswer[];
}

/** The leads of files, worked out anew only where what they import leads elsewhere than before. */
export class KnownLeads {
  readonly #catalogue: Catalogue;
  readonly #known = new WeakMap<FileFacts, Known>();
  /** Files linked by themselves: several times as large as their facts, so not for longer than one search. */
  #alone = new WeakMap<FileFacts, FileAlone>();

  constructor(catalogue: Catalogue) {
    this.#catalogue = catalogue;
  }

  /** What is known of a file, to be remembered. */
  answersFor(facts: FileFacts): readonly LeadsAnswer[] {
    return this.#known.get(facts)?.answers ?? [];
  }

  remember(facts: FileFacts, answers: readonly LeadsAnswer[]): void {
    this.#known.set(facts, { answers: [...answers] });
  }

  of(facts: FileFacts, imported: ImportedNames): Leads {
    let known = this.#known.get(facts);
    if (!known) this.#known.set(facts, (known = { answers: [] }));
    let answer = known.answers.find((one) => isStill(one, imported));
    if (!answer) {
      answer = answerOf(this.#aloneOf(facts), imported);
      known.answers = [...known.answers, answer].slice(-MAX_ANSWERS);
    }
    return { names: new Set(answer.leads.names), parents: answer.leads.parents };
  }

  /** Ends a search: what only that needed may go. */
  release(): void {
    this.#alone = new WeakMap();
  }

  #aloneOf(facts: FileFacts): FileAlone {
    let alone = this.#alone.get(facts);
    if (!alone) this.#alone.set(facts, (alone = linkAlone(facts, this.#catalogue)));
    return alone;
  }
}

/** Works the leads out, and notes what they depend on. */
function answerOf(alone: FileAlone, imported: ImportedNames): LeadsAnswer {
  const asked = new Map<string, readonly [string, string, boolean]>();
  const listed = new Map<string, readonly [string, readonly string[]]>();
  const { names, parents } = leadsOf(alone, {
    leads: (module, name) => {
      const answer = imported.leads(module, name);
      asked.set(`${module}\0${name}`, [module, name, answer]);
      return answer;
    },
    of: (module) => {
      const some = [...imported.of(module)];
      listed.set(module, [module, some]);
      return some;
    },
  });
  return { leads: { names: [...names], parents }, asked: [...asked.values()], listed: [...listed.values()] };
}

/** Whether the same questions have the same answers now. */
function isStill({ asked, listed }: LeadsAnswer, imported: ImportedNames): boolean {
  return (
    asked.every(([module, name, answer]) => imported.leads(module, name) === answer) &&
    listed.every(([module, names]) => [...imported.of(module)].join('\0') === names.join('\0'))
  );
}
