import type { Colors } from 'picocolors/types.js';
import type { ExplainedLine, Explanation } from '../verdict/explanation.ts';
import type { TraceStep } from '../program/program.ts';

interface ColdStep extends TraceStep {
  readonly callers: readonly ColdStep[];
}

interface Look {
  readonly colours: Colors;
  /** How a path is shown to the reader. */
  readonly shown: (path: string) => string;
}

/** The conclusions about a line, for a doubting reader. */
export function explainText({ explanations, others }: ExplainedLine, look: Look): string {
  const blocks = explanations.map((one) => explanationLines(one, look).join('\n'));
  const notes = others.map(
    ({ call, reason }) =>
      `${look.colours.bold(place(call, look))}  ${call.label} ${look.colours.dim(reason)}`,
  );
  return [...blocks, ...notes].join('\n\n') + '\n';
}

function explanationLines({ creation, client, options, rests, rules }: Explanation, look: Look): string[] {
  const { colours } = look;
  const row = (name: string, text: string): string => `  ${colours.dim(name.padEnd(10))}${text}`;
  return [
    `${colours.bold(place(creation, look))}  ${creation.label}`,
    row('client', client),
    ...(options.length > 0
      ? [row('options', options.map(({ name, value }) => `${name} ${value}`).join(', '))]
      : []),
    ...rests.flatMap(({ site, fate, hot, callers }) => [
      row(
        'lifecycle',
        site.line === creation.line && site.path === creation.path
          ? fate
          : `${fate}; made by ${site.label}  ${colours.dim(place(site, look))}`,
      ),
      row(
        hot ? 'hot' : 'not hot',
        hot
          ? `${hot.kind}${hot.isFinite ? ', a loop that ends' : ''}`
          : 'nothing that runs again and again leads here',
      ),
      ...(hot?.trace ?? []).map((step, depth) => branch(step, depth, look)),
      ...tree(callers, 0, look),
    ]),
    ...rules.map(({ id, verdict, reason }) => row(verdict, `${reason} ${colours.dim(id)}`)),
  ];
}

function tree(steps: readonly ColdStep[], depth: number, look: Look): string[] {
  return steps.flatMap((step) => [branch(step, depth, look), ...tree(step.callers, depth + 1, look)]);
}

function branch(step: TraceStep, depth: number, look: Look): string {
  return `${' '.repeat(12 + depth * 2)}└ ${step.label}  ${look.colours.dim(place(step, look))}`;
}

function place({ path, line, column }: TraceStep, { shown }: Look): string {
  return `${shown(path)}:${String(line)}:${String(column)}`;
}
