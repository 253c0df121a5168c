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
  // What a computed member is called can't be told.
  return `\`${form === 'new' ? 'new ' : ''}${name?.text ?? '…'}()\``;
}

function occasionOf({ kind, trace: [first] }: Waste['heat']): string {
  return kind === 'call' ? `on every call of \`${first?.label ?? 'its function'}\`` : OCCASIONS[kind];
}

export function clientName({ creation }: Assessment): string {
  // What a factory makes has no name of its own.
  const isNamed = creation.entry.path !== '' && creation.entry.form === 'new';
  const path = isNamed ? (creation.call.fact.name?.text ?? creation.entry.path) : '';
  return path === '' ? `\`${creation.module}\` client` : `\`${path}\``;
}

/** When and through what the client is made: the subject of a message. */
export function madeAgain(assessment: Assessment, waste: Waste): string {
  const occasion = `${occasionOf(waste.heat)}${origin(waste.heat)}`;
  const made = callName(waste.rest.site);
  return waste.rest.site === assessment.creation.call
    ? `${made} runs ${occasion}`
    : `${made} makes a new ${clientName(assessment)} ${occasion}`;
}

/** Says of what only a name tells that it is so. */
export function guessed(message: string, [waste]: readonly Waste[]): string {
  const name = waste?.heat.trace[0]?.label ?? '';
  return `If \`${name}\` is what its name says: ${message}`;
}

/** The function that is hot by itself, where it is not the one that creates. */
function origin({ kind, trace }: Waste['heat']): string {
  const [first, ...others] = trace;
  const isNamed = first !== undefined && /^\w+\(\)$/.test(first.label) && first.label !== `${kind}()`;
  return isNamed && others.length > 0 && kind !== 'call' ? `, from \`${first.label}\`` : '';
}

/** How to stop making it again. What it depends on decides whether one can serve all. */
export function shareAdvice({ creation }: Assessment, waste: Waste): string {
  const { file, fact } = waste.rest.site;
  const dependencies = fact.arguments.flatMap((argument) => dependenciesOf(file, argument));
  if (dependencies.length > 0) {
    const names = [...new Set(dependencies.flatMap((name) => (name === '' ? [] : [`\`${name}\``])))];
    return names.length === 0 || names.length > MAX_NAMES
      ? 'Keep one for each value that its arguments take.'
      : `Keep one for each ${names.join(' and ')}, and share it.`;
  }
  return waste.rest.site === creation.call
    ? 'Create it once, when the module loads or on first use, and share it.'
    : 'Call it once, at start-up or on first use, and share the result.';
}

/** More names than this don't help the reader. */
const MAX_NAMES = 2;

/** The names of what differs from call to call; an empty one for what has no name. */
function dependenciesOf(file: LinkedFile, ref: Ref | null, name = ''): string[] {
  switch (ref?.kind) {
    case 'literal':
    case 'import':
    case 'global':
    case 'function':
    case 'class':
    case 'this':
    case 'typed':
      return [];
    case 'parameter': {
      const own = file.functions[ref.function]?.fact.parameters[ref.index]?.name;
      return [own ?? name];
    }
    case 'member':
      // Instances may well differ in their fields.
      if (ref.of.kind === 'this') return [ref.name];
      return dependenciesOf(file, ref.of).length > 0 ? [ref.name] : [];
    case 'either':
    case 'list':
      return ref.of.flatMap((one) => dependenciesOf(file, one, name));
    case 'result':
      // What the module asked for when it was loaded.
      return file.calls[ref.call]?.function.fact.kind === 'module' ? [] : [name];
    case 'object': {
      const { properties = {}, spreads = [] } = file.facts.objects[ref.id] ?? {};
      return [
        ...Object.entries(properties).flatMap(([key, value]) =>
          dependenciesOf(file, value, key).length > 0 ? [nested(file, value) ?? key] : [],
        ),
        ...spreads.flatMap((spread) => dependenciesOf(file, spread)),
      ];
    }
    default:
      return [name];
  }
}

/** `connect: { ca }` depends on `ca`. */
function nested(file: LinkedFile, ref: Ref | null): string | undefined {
  if (ref?.kind !== 'object') return undefined;
  const [first] = dependenciesOf(file, ref);
  return first === '' ? undefined : first;
}
