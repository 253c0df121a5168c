import type { ClientEntry } from '../catalogue/entry.ts';
import type { Ref } from '../facts/facts.ts';
import type { LinkedCall, LinkedClass, LinkedFile, Program } from '../program/program.ts';
import { noOptions, optionsAt, unknownOptions, withSetLater, type OptionValues } from './options.ts';

/** An expression that creates a client with connections of its own. */
export interface Creation {
  readonly call: LinkedCall;
  readonly entry: ClientEntry;
  /** As resolved: `@aws-sdk/client-s3`, not the pattern that matched it. */
  readonly module: string;
  readonly options: OptionValues;
}

/** Every creation of a client that the catalogue says owns connections. */
export function creationsIn(program: Program): Creation[] {
  return program.calls.flatMap((call) => {
    const found = clientAt(program, call);
    if (found?.entry.role !== 'owner') return [];
    const setLater = call.fact.flows.flatMap((flow) => (flow.to === 'set' ? [flow.name] : []));
    const options = withSetLater(optionsOf(program, call, found), setLater);
    const isOther =
      isHandedAnAgent(program, call, found.entry, options) || isShared(program, call, found.entry);
    return isOther ? [] : [{ call, ...found, options }];
  });
}

interface Client {
  readonly entry: ClientEntry;
  readonly module: string;
  /** The subclass of the project through which it is made. */
  readonly subclass?: LinkedClass;
}

/** The catalogue's entry for what a call creates or does; `undefined` when it is none, or not surely one. */
export function clientAt(program: Program, call: LinkedCall): Client | undefined {
  const { form, callee } = call.fact;
  // `super()` makes nothing: what makes an instance of the subclass does.
  if (form === 'get' || callee?.kind === 'super') return undefined;
  for (const target of program.targetsOf(call)) {
    if (target.kind === 'external') {
      const entry = program.clientOf(call.file, target.module, target.path, form);
      if (entry) return { entry, module: target.module };
    }
    if (target.kind === 'class' && form === 'new') {
      const inherited = inheritedClient(program, target.class, new Set());
      if (inherited) return { ...inherited, subclass: target.class };
    }
  }
  return form === 'new' ? clientMadeOf(program, call) : undefined;
}

/** `new proto.Greeter(address, credentials.createSsl())`: only its arguments tell what generated code makes. */
function clientMadeOf(program: Program, { file, fact }: LinkedCall): Client | undefined {
  const isKnown = program
    .valuesOf(file, fact.callee)
    .some((target) => target.kind !== 'external' || target.module === 'globalThis');
  if (isKnown) return undefined;
  for (const [index, argument] of fact.arguments.entries()) {
    for (const target of program.valuesOf(file, argument)) {
      if (target.kind !== 'external') continue;
      const entry = program.catalogue.clientMadeOf(target.module, target.path);
      if (entry?.knownByArgument?.index === index) return { entry, module: target.module };
    }
  }
  return undefined;
}

function inheritedClient(program: Program, made: LinkedClass, seen: Set<LinkedClass>): Client | undefined {
  if (seen.has(made)) return undefined;
  seen.add(made);
  for (const parent of program.valuesOf(made.file, made.fact.extends)) {
    if (parent.kind === 'class') return inheritedClient(program, parent.class, seen);
    if (parent.kind !== 'external') continue;
    const entry = program.clientOf(made.file, parent.module, parent.path, 'new');
    if (entry) return { entry, module: parent.module };
  }
  return undefined;
}

function optionsOf(program: Program, call: LinkedCall, client: Client): OptionValues {
  const position = client.entry.options?.argument;
  if (position === undefined) return noOptions;
  const source = client.subclass?.fact.hasConstructor ? superCall(client.subclass) : call;
  if (!source || source.fact.hasSpreadArgument) return unknownOptions;
  const argument: Ref | null | undefined = source.fact.arguments[position];
  // Several of these clients take `(options)` as well as `(url, options)`.
  const first = position > 0 && argument === undefined ? source.fact.arguments[0] : undefined;
  const isOptionsFirst = first?.kind === 'object';
  return optionsAt(program, source.file, isOptionsFirst ? first : argument);
}

function superCall(made: LinkedClass): LinkedCall | undefined {
  return made.file.calls.find(({ fact }) => fact.callee?.kind === 'super' && fact.callee.class === made.id);
}

/** A client that is handed an agent has the agent's connections, not its own. */
function isHandedAnAgent(
  program: Program,
  { file, fact }: LinkedCall,
  entry: ClientEntry,
  options: OptionValues,
): boolean {
  return (entry.agents ?? []).some((path) => {
    if (path.startsWith('#')) {
      const given = fact.arguments[Number(path.slice(1))];
      return given !== undefined && !isSettings(program, file, given);
    }
    const name = path.split('.')[0] ?? path;
    const value = options.literal?.fact.properties[name];
    if (value === undefined) {
      const state = options.get(name);
      return (
        state.is === 'set' || (state.is === 'unknown' && (state.isGiven || entry.isUsuallyHanded === true))
      );
    }
    if (value === null || !options.literal) return true;
    return !isPlainSettings(program, options.literal.file, value, entry);
  });
}

/** Connection strings and plain objects configure; anything else may be a client. */
function isSettings(program: Program, file: LinkedFile, ref: Ref | null): boolean {
  const targets = program.valuesOf(file, ref);
  return targets.length > 0 && targets.every(({ kind }) => kind === 'literal' || kind === 'object');
}

/** It has the connections of another one that is made alike. */
function isShared(program: Program, { file, fact }: LinkedCall, { sharedWith }: ClientEntry): boolean {
  if (!sharedWith) return false;
  const targets = program.valuesOf(file, fact.arguments[sharedWith.argument]);
  return (
    targets.length > 0 &&
    targets.every((target) => target.kind === 'external' && target.path === sharedWith.path)
  );
}

/** `requestHandler: { connectionTimeout: 500 }` configures the client's own handler. */
function isPlainSettings(program: Program, file: LinkedFile, value: Ref, entry: ClientEntry): boolean {
  const [target] = program.valuesOf(file, value);
  if (target?.kind !== 'object') return false;
  const { properties, spreads } = target.object.fact;
  const takesAgent = (entry.agents ?? []).some((path) => (path.split('.')[1] ?? '') in properties);
  return !takesAgent && spreads.length === 0;
}
