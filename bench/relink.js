import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { discover } from '../dist/src/scanner/discover.js';
import { Project } from '../dist/src/scanner/project.js';
import { median } from './run.js';

const TIMES = 25;

/**
 * Milliseconds from a change in one file to the findings of the whole project, as the language server works. The file is
 * one of those that are linked: a change in another one costs a tenth.
 */
export function relink(directory) {
  const { files, manifests } = discover(directory);
  const project = new Project({
    files,
    manifests,
    relative: (path) => relative(directory, path),
    asksTypes: false,
  });
  const linked = [...project.scan().program.files.keys()];
  const changed = linked.filter((_, index) => index % Math.ceil(linked.length / TIMES) === 0);
  const times = changed.map((path) => {
    const text = `${readFileSync(path, 'utf8')}\n// Changed.\n`;
    const started = performance.now();
    project.write(path, text);
    project.scan();
    return performance.now() - started;
  });
  return median(times);
}
