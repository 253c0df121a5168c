import type { HotKind } from '../catalogue/entry.ts';
import type { Ref } from '../facts/facts.ts';
import type { LinkedCall, LinkedFile } from '../program/program.ts';
import type { Assessment, Waste } from './assessment.ts';

const OCCASIONS: Record<Exclude<HotKind, 'call'>, string> = {
  reconcile: 'on every reconcile',
  request: 'on every request',
  watch: 'on every watch event',
  timer: 'each time the timer fires',
  message: 'on every message',
  lambda: 'on every invocation',
  loop: 'on every turn of an endless loop',
  event: 'on every event',
  iteration: 'on every turn of a loop',
};

/** The creation as a reader knows it: `new Agent()`, `createAgent()`. */
export function callName({ fact: { form, name } }: LinkedCall): string {
  if (form === 'get') return `\`${name?.text ?? 'the getter'}\``;
  return `\`${form === 'new' ? 'new ' : ''}${name?.text ?? 'it'}()\``;
}

function occasionOf({ kind, trace: [first] }: Waste['heat']): string {
  return kind === 'call' ? `on every call of \`${first?.label ?? 'its function'}\`` : OCCASIONS[kind];
}

export function clientName({ creation }: Assessment): string {
  const path = creation.entry.path === '' ? '' : (creation.call.fact.name?.text ?? creation.entry.path);
  return path === '' ? `\`${creation.module}\` client` : `\`${path}\``;
}

/** When and through what the client is made: the subject of a message. */
export function madeAgain(assessment: Assessment, waste: Waste): string {
  const occasion = occasionOf(waste.heat);
  const made = callName(waste.rest.site);
  return waste.rest.site === assessment.creation.call
    ? `${made} runs ${occasion}`
    : `${made} makes a new ${clientName(assessment)} ${occasion}`;
}

/** How to stop making it again. What it depends on decides whether one can serve all. */
export function shareAdvice({ creation }: Assessment, waste: Waste): string {
  if (waste.rest.site !== creation.call) return 'Make one at start-up and share it.';
  const { file, fact } = creation.call;
  return fact.arguments.every((argument) => isFixed(file, argument))
    ? 'Create it once and share it.'
    : 'Share one, or keep one for each value that its arguments take.';
}

/** Whether a value is the same in every call, as far as can be told. */
function isFixed(file: LinkedFile, ref: Ref | null): boolean {
  switch (ref?.kind) {
    case 'literal':
    case 'import':
    case 'global':
    case 'function':
      return true;
    case 'member':
      return isFixed(file, ref.of);
    case 'either':
      return ref.of.every((one) => isFixed(file, one));
    case 'object': {
      const { properties = {}, spreads = [] } = file.facts.objects[ref.id] ?? {};
      return [...Object.values(properties), ...spreads].every((one) => isFixed(file, one));
    }
    default:
      return false;
  }
}
