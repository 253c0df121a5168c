import type { LinkedCall, LinkedFunction, TraceStep } from './program.ts';

export function functionName(fn: LinkedFunction): string {
  if (fn.fact.kind === 'module') return 'the module';
  if (fn.fact.kind === 'construct') return 'the constructor';
  return fn.fact.name === undefined ? 'a callback' : `${fn.fact.name}()`;
}

export function stepAtFunction(fn: LinkedFunction, label = functionName(fn)): TraceStep {
  const { line, column } = fn.fact.span;
  return { path: fn.file.facts.path, line, column, label };
}

export function stepAtCall(call: LinkedCall, label: string): TraceStep {
  const { line, column } = call.fact.span;
  return { path: call.file.facts.path, line, column, label };
}

export function calleeName({ fact: { callee, name } }: LinkedCall): string {
  const object = callee?.kind === 'member' ? '.' : '';
  return `${object}${name?.text ?? 'call'}`;
}
