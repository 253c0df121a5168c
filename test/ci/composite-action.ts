import { data, Evaluator, Lexer, Parser } from '@actions/expressions';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { Run, Workspace } from '../workspace.ts';

export const ACTION_FILE = join(import.meta.dirname, '../../action.yml');

interface Action {
  readonly inputs: Readonly<Record<string, { readonly default: string }>>;
  readonly runs: { readonly steps: readonly [ScanStep, UploadStep] };
}

interface ScanStep {
  readonly 'working-directory': string;
  readonly env: Readonly<Record<string, string>>;
  readonly run: string;
}

interface UploadStep {
  readonly if: string;
  readonly with: Readonly<Record<string, string>>;
}

export interface ActionRun extends Run {
  /** What the second step would upload; undefined where it would not run. */
  readonly uploaded: string | undefined;
}

/** Runs the steps of action.yml as a runner does, with the expressions evaluated by GitHub's own library. */
export function runAction(
  workspace: Workspace,
  given: Readonly<Record<string, string>> = {},
  github: object = {},
): ActionRun {
  const action = parse(readFileSync(ACTION_FILE, 'utf8')) as Action;
  const inputs = Object.fromEntries(
    Object.entries(action.inputs).map(([name, input]) => [
      name,
      given[name] ?? evaluated(input.default, { github }),
    ]),
  );
  const [scan, upload] = action.runs.steps;
  const script = join(workspace.temporary, 'script.sh');
  const output = join(workspace.temporary, 'output');
  writeFileSync(script, evaluated(scan.run, { inputs }));
  writeFileSync(output, '');
  const run = workspace.run('bash', ['--noprofile', '--norc', '-e', '-o', 'pipefail', script], {
    cwd: evaluated(scan['working-directory'], { inputs }),
    env: {
      ...Object.fromEntries(
        Object.entries(scan.env).map(([name, value]) => [name, evaluated(value, { inputs })]),
      ),
      GITHUB_ACTIONS: 'true',
      GITHUB_WORKSPACE: workspace.root,
      GITHUB_OUTPUT: output,
      RUNNER_TEMP: workspace.temporary,
    },
  });
  const outputs = Object.fromEntries(
    readFileSync(output, 'utf8')
      .split('\n')
      .flatMap((line) => (line === '' ? [] : [line.split('=', 2)])),
  ) as Record<string, string>;
  const steps = { scan: { outputs } };
  const isUploaded = evaluated(upload.if, { steps }) !== '';
  return { ...run, uploaded: isUploaded ? evaluated(upload.with.sarif_file ?? '', { steps }) : undefined };
}

/** A text with what its `${{ … }}` come to. */
function evaluated(text: string, context: object): string {
  return text.replaceAll(/\$\{\{(.*?)\}\}/g, (_, expression: string) => {
    const isNotCancelled = {
      name: 'cancelled',
      minArgs: 0,
      maxArgs: 0,
      call: () => new data.BooleanData(false),
    };
    const { tokens } = new Lexer(expression).lex();
    const parsed = new Parser(tokens, Object.keys(context), [isNotCancelled]).parse();
    const values = JSON.parse(JSON.stringify(context), data.reviver) as data.Dictionary;
    return new Evaluator(parsed, values, new Map([['cancelled', isNotCancelled]])).evaluate().coerceString();
  });
}
