import { isAbsolute, join, relative } from 'node:path';
import type { Colors } from 'picocolors/types.js';
import { wantsColour } from './colour.ts';
import { slashed } from '../scanner/find-project.ts';

/** How text is shown to a reader. */
export interface Look {
  readonly colours: Colors;
  /** Turns an absolute path, or one of the report, into one that the reader can type. */
  readonly shown: (path: string) => string;
}

/** Colours only on a terminal, paths from where the command runs. */
export async function look(root: string, output: string | undefined): Promise<Look> {
  const { default: picocolors } = await import('picocolors');
  const isColoured = output === undefined && wantsColour(process.stdout, process.env);
  const base = relative(process.cwd(), root);
  const isBelow = !base.startsWith('..');
  return {
    colours: picocolors.createColors(isColoured),
    shown: (path) => {
      if (isAbsolute(path)) return slashed(isBelow ? relative(process.cwd(), path) : path);
      return slashed(isBelow ? join(base, path) : join(root, path));
    },
  };
}
