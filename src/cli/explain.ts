import { rules } from '../../rules/index.ts';
import { explainText } from '../report/explain-text.ts';
import { explain } from '../verdict/explanation.ts';
import { look } from './look.ts';
import { writeOutput } from './output.ts';
import { existing } from '../scanner/find-project.ts';
import { scanned, type ProjectOptions } from './project.ts';
import { UsageError } from '../usage-error.ts';

export interface ExplainOptions extends ProjectOptions {
  readonly format: 'text' | 'json';
}

/** Tells what was concluded about the creations on a line. */
export async function explainLine(
  place: string,
  paths: readonly string[],
  options: ExplainOptions,
): Promise<void> {
  const [, file = '', line = ''] = /^(.+?):(\d+)(?::\d+)?$/.exec(place) ?? [];
  if (file === '') throw new UsageError(`${place}: name a file and a line, as in src/reconcile.ts:12`);
  const path = existing(file);
  const { result, root, configuration } = await scanned(paths, options);
  const preset = configuration?.preset ?? 'recommended';
  const explained = explain(result.program, rules, preset, path, Number(line));
  if (options.format === 'json') {
    await writeOutput(`${JSON.stringify(explained, undefined, 2)}\n`, undefined);
    return;
  }
  if (explained.explanations.length === 0 && explained.others.length === 0) {
    throw new UsageError(`${place}: no call starts there, or nothing in that file leads to a client`);
  }
  await writeOutput(explainText(explained, await look(root, undefined)), undefined);
}
