import type { HotKind } from '../catalogue/entry.ts';
import type { LinkedCall, LinkedFunction, Program, TraceStep } from '../program/program.ts';
import { functionName, stepAtCall, stepAtFunction } from '../program/trace-steps.ts';
import { clientAt } from './creations.ts';
import { placeOf } from './findings.ts';
import { judge, messageOf, type Judged } from './judgements.ts';
import type { Rest } from './lifecycle.ts';
import type { Preset } from './preset.ts';
import type { Rule } from './rule.ts';
import { callName, clientName } from './wording.ts';

/** Callers are told this far up, and this many a function: enough to see why nothing hot leads to a place. */
const MAX_DEPTH = 6;
const MAX_CALLERS = 4;

/** What was concluded about one creation, step by step. */
export interface Explanation {
  readonly creation: TraceStep;
  readonly client: string;
  readonly options: readonly { readonly name: string; readonly value: string }[];
  readonly rests: readonly ExplainedRest[];
  readonly rules: readonly { readonly id: string; readonly verdict: string; readonly reason: string }[];
}

interface ExplainedRest {
  /** Where the mend would go: the creation, or the call of a factory. */
  readonly site: TraceStep;
  readonly fate: string;
  readonly hot?: { readonly kind: HotKind; readonly isFinite: boolean; readonly trace: readonly TraceStep[] };
  /** Who runs it, where nothing hot does. */
  readonly callers: readonly ColdCaller[];
}

/** A way up from code that is not hot, and why it ends where it does. */
interface ColdCaller extends TraceStep {
  readonly callers: readonly ColdCaller[];
}

/** What is known of a call that creates no client with connections of its own. */
interface OtherCall {
  readonly call: TraceStep;
  readonly reason: string;
}

export interface ExplainedLine {
  readonly explanations: readonly Explanation[];
  /** The other calls of the line, told only where there is no creation. */
  readonly others: readonly OtherCall[];
}

/** Explains every creation on a line, or whose mend would go there. */
export function explain(
  program: Program,
  rules: readonly Rule[],
  preset: Preset,
  path: string,
  line: number,
): ExplainedLine {
  const isHere = (call: LinkedCall): boolean => {
    const place = placeOf(call);
    return place.path === path && place.line <= line && line <= place.endLine;
  };
  const all = judge(program, rules, preset).filter(
    ({ assessment: { creation, rests } }) => isHere(creation.call) || rests.some(({ site }) => isHere(site)),
  );
  const starting = all.filter(
    ({ assessment: { creation, rests } }) =>
      startsOn(creation.call, path, line) || rests.some(({ site }) => startsOn(site, path, line)),
  );
  const chosen = starting.length > 0 ? starting : all;
  const others = (program.files.get(path)?.calls ?? []).filter((call) => startsOn(call, path, line));
  return {
    explanations: chosen.map((judged) => explanationOf(program, judged)),
    others: chosen.length > 0 ? [] : others.map((call) => otherCall(program, call)),
  };
}

function startsOn(call: LinkedCall, path: string, line: number): boolean {
  const place = placeOf(call);
  return place.path === path && place.line === line;
}

function explanationOf(program: Program, judged: Judged): Explanation {
  const { assessment, judgements } = judged;
  const { creation, rests } = assessment;
  const { options, entry, call, module } = creation;
  const names = [
    ...(entry.options?.keepAlive ? [entry.options.keepAlive.name] : []),
    ...(entry.options?.limit?.names ?? []),
    ...(entry.options?.idleTimeout?.names ?? []),
  ];
  return {
    creation: stepAtCall(call, callName(call)),
    client: `${clientName(assessment)} of ${module}`,
    options: names.map((name) => {
      const state = options.get(name);
      const value =
        state.is === 'set'
          ? String(state.value)
          : state.is === 'absent'
            ? 'not set'
            : 'set, to what can’t be told';
      return { name, value };
    }),
    rests: rests.map((rest) => explainedRest(program, rest)),
    rules: [...judgements].map(([rule, judgement]) => {
      switch (judgement.is) {
        case 'reported':
          return { id: rule.id, verdict: rule.verdict, reason: messageOf(rule, judged, judgement) };
        case 'safe':
          return { id: rule.id, verdict: 'safe', reason: judgement.because };
        case 'undecided':
          return { id: rule.id, verdict: 'undecided', reason: `not known: ${judgement.missing}` };
      }
    }),
  };
}

const FATES: Record<Rest['fate'], string> = {
  stored: 'kept in a place that outlives the call',
  closed: 'closed on every path',
  'closed-on-success': 'closed, but not when something throws before',
  escapes: 'handed to code that can’t be seen',
  dropped: 'dropped with its connections',
};

function explainedRest(program: Program, { site, carrier, fate, heat, isKeyed }: Rest): ExplainedRest {
  return {
    site: stepAtCall(site, callName(site)),
    fate: isKeyed ? 'kept under a key' : FATES[fate],
    ...(heat && { hot: { kind: heat.kind, isFinite: heat.isFinite, trace: heat.trace } }),
    callers: heat ? [] : coldCallers(program, carrier, 0),
  };
}

function coldCallers(program: Program, call: LinkedCall, depth: number): ColdCaller[] {
  const around = call.function;
  const guard = call.fact.guards.find(({ slot, isFilled }) => isFilled && slot.lifetime.of !== 'call');
  if (guard) {
    const place = guard.slot.name.replace(/@\d+/g, '').replace(/^(?:this|static) \d+\./, '');
    return [leaf(stepAtCall(call, `runs only while \`${place}\` is empty`))];
  }
  if (around.fact.kind === 'module') return [leaf(stepAtCall(call, 'runs once, when the file is loaded'))];
  return [
    { ...stepAtFunction(around, `in ${functionName(around)}`), callers: callersOf(program, around, depth) },
  ];
}

function callersOf(program: Program, fn: LinkedFunction, depth: number): ColdCaller[] {
  if (depth >= MAX_DEPTH) return [];
  if (fn.callers.length === 0)
    return [leaf(stepAtFunction(fn, `nothing that was read calls ${functionName(fn)}`))];
  return fn.callers
    .slice(0, MAX_CALLERS)
    .flatMap(({ call }) => coldCallers(program, call, depth + 1))
    .filter(
      (one, at, all) => all.findIndex((other) => other.path === one.path && other.line === one.line) === at,
    );
}

function nameAndPlace(fn: LinkedFunction): string {
  const { label, path, line } = stepAtFunction(fn);
  return `${label} at ${path}:${String(line)}`;
}

function leaf(step: TraceStep): ColdCaller {
  return { ...step, callers: [] };
}

function otherCall(program: Program, call: LinkedCall): OtherCall {
  const step = stepAtCall(call, callName(call));
  const client = clientAt(program, call);
  if (client) {
    const { entry, module } = client;
    const reasons = {
      owner: 'is handed an agent, so it has no connections of its own',
      wrapper: 'has only the connections of the agent that it is handed',
      request: 'uses the agent that it is handed',
      process: 'installs a client for the whole process',
      harmless: 'owns nothing that grows with the number of creations',
    };
    return { call: step, reason: `${module}: ${reasons[entry.role]}` };
  }
  const targets = program.targetsOf(call).map((target) => {
    switch (target.kind) {
      case 'external':
        return `${target.module} ${target.path}`.trim();
      case 'function':
        return nameAndPlace(target.function);
      case 'class':
      case 'instance':
        return `class ${target.class.fact.name ?? 'without a name'}`;
      default:
        return target.kind;
    }
  });
  return {
    call: step,
    reason: targets.length > 0 ? `runs ${targets.join(', ')}` : 'what it runs can’t be told',
  };
}
