import type { Catalogue } from '../catalogue/catalogue.ts';
import type { FileFacts } from '../facts/facts.ts';
import { leadsOf, linkAlone, type FileAlone, type ImportedNames, type Leads } from '../program/leads.ts';

/** As a search goes on, more is known of what a file imports: a few rounds, each with its own answer. */
const MAX_ANSWERS = 4;

interface Known {
  readonly alone: FileAlone;
  readonly answers: { readonly asked: Recorder; readonly leads: Leads }[];
}

/** The leads of files, worked out anew only where what they import leads elsewhere than before. */
export class KnownLeads {
  readonly #catalogue: Catalogue;
  readonly #known = new WeakMap<FileFacts, Known>();

  constructor(catalogue: Catalogue) {
    this.#catalogue = catalogue;
  }

  of(facts: FileFacts, imported: ImportedNames): Leads {
    let known = this.#known.get(facts);
    if (!known) this.#known.set(facts, (known = { alone: linkAlone(facts, this.#catalogue), answers: [] }));
    const found = known.answers.find(({ asked }) => asked.hears(imported));
    if (found) return found.leads;
    const asked = new Recorder(imported);
    const leads = leadsOf(known.alone, asked);
    known.answers.push({ asked, leads });
    if (known.answers.length > MAX_ANSWERS) known.answers.shift();
    return leads;
  }
}

/** Passes questions on, and keeps the answers. */
class Recorder implements ImportedNames {
  readonly #imported: ImportedNames;
  readonly #leads = new Map<string, Map<string, boolean>>();
  readonly #names = new Map<string, string>();

  constructor(imported: ImportedNames) {
    this.#imported = imported;
  }

  leads(module: string, name: string): boolean {
    const answer = this.#imported.leads(module, name);
    let answers = this.#leads.get(module);
    if (!answers) this.#leads.set(module, (answers = new Map<string, boolean>()));
    answers.set(name, answer);
    return answer;
  }

  of(module: string): Iterable<string> {
    const names = [...this.#imported.of(module)];
    this.#names.set(module, names.join(' '));
    return names;
  }

  /** Whether the same questions have the same answers now. */
  hears(imported: ImportedNames): boolean {
    for (const [module, answers] of this.#leads)
      for (const [name, answer] of answers) if (imported.leads(module, name) !== answer) return false;
    for (const [module, names] of this.#names) if ([...imported.of(module)].join(' ') !== names) return false;
    return true;
  }
}
