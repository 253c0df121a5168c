import { readFileSync, writeFileSync } from 'node:fs';
import { applyFixes } from '../fix/apply.ts';
import { counted } from '../report/scan-summary.ts';
import { interruptible } from './interruptible.ts';
import { look } from './look.ts';
import { unusable, writeOutput } from './output.ts';
import { scanned, type ProjectOptions, type Scanned } from './project.ts';
import { UsageError } from '../usage-error.ts';
import { counts, type FailOn } from './severity.ts';

/** A fix may make room for the next one; more rounds than these are no progress. */
const MAX_ROUNDS = 10;

/** Writes safe fixes until there is none. What was fixed is told on stderr: the report is of what is left. */
export async function fixed(paths: readonly string[], options: ProjectOptions): Promise<Scanned> {
  let last = await scanned(paths, options);
  const files = new Set<string>();
  let count = 0;
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const { texts, fixed: done } = applyFixes(last.result.findings, last.result.text);
    if (texts.size === 0) break;
    await interruptible(() => {
      for (const [path, text] of texts) writeSource(path, text);
    });
    for (const path of texts.keys()) files.add(path);
    count += done.length;
    last = await scanned(paths, options);
  }
  if (count > 0)
    process.stderr.write(`fixed ${counted(count, 'problem')} in ${counted(files.size, 'file')}\n`);
  return last;
}

/** A byte-order mark, which the analysis does without, is kept. */
function writeSource(path: string, text: string): void {
  try {
    const mark = readFileSync(path, 'utf8').startsWith('\uFEFF') ? '\uFEFF' : '';
    writeFileSync(path, mark + text);
  } catch (error) {
    throw unusable('--fix', path, error);
  }
}

/** Prints what would be fixed, and what would not and why; writes nothing. */
export async function showFixes(
  paths: readonly string[],
  options: ProjectOptions & { readonly format: string; readonly output?: string; readonly failOn: FailOn },
): Promise<void> {
  if (options.format !== 'text')
    throw new UsageError(`--fix-dry-run has no --format ${options.format}; leave it out`);
  const { result, root } = await scanned(paths, options);
  const { texts, fixed: done, left } = applyFixes(result.findings, result.text);
  const { createTwoFilesPatch } = await import('diff');
  const { shown, colours } = await look(root, options.output);
  const patches = [...texts].map(([path, text]) =>
    createTwoFilesPatch(shown(path), shown(path), result.text(path), text, undefined, undefined, {
      context: 2,
    }),
  );
  const notes = left.map(
    ({ finding: { place, ruleId }, reason }) =>
      `${shown(place.path)}:${String(place.line)}:${String(place.column)} not fixed: ${reason}  ${colours.dim(ruleId)}\n`,
  );
  const summary = `${counted(done.length, 'problem')} would be fixed in ${counted(texts.size, 'file')}, ${String(left.length)} left\n`;
  await writeOutput([...patches, ...notes, summary].join(''), options.output);
  process.exitCode = left.some(({ finding: { severity } }) => counts(severity, options.failOn)) ? 1 : 0;
}
