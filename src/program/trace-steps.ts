import type { TextRange } from '../source/lines.ts';
import type { LinkedCall, LinkedFile, LinkedFunction, TraceStep } from './program.ts';

export function functionName(fn: LinkedFunction): string {
  if (fn.fact.kind === 'module') return 'the module';
  if (fn.fact.kind === 'construct') return 'the constructor';
  return fn.fact.name === undefined ? 'a callback' : `${fn.fact.name}()`;
}

export function stepAtFunction(fn: LinkedFunction, label = functionName(fn)): TraceStep {
  return stepAt(fn.file, fn.fact.range, label);
}

export function stepAtCall(call: LinkedCall, label: string): TraceStep {
  return stepAt(call.file, call.fact.range, label);
}

function stepAt({ facts, lines }: LinkedFile, { start }: TextRange, label: string): TraceStep {
  return { path: facts.path, ...lines.position(start), label };
}

export function calleeName({ fact: { callee, name } }: LinkedCall): string {
  const object = callee?.kind === 'member' ? '.' : '';
  return `${object}${name?.text ?? 'call'}`;
}
