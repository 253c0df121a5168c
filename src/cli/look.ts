import { isAbsolute, join, relative } from 'node:path';
import type { Colors } from 'picocolors/types.js';
import { wantsColour } from './colour.ts';
import { isFile } from './output.ts';
import { slashed } from '../scanner/find-project.ts';

/** How text is shown to a reader. */
export interface Look {
  readonly colours: Colors;
  /** Turns an absolute path, or one of the report, into one that the reader can type. */
  readonly shown: (path: string) => string;
  /** Columns of the reader's screen. */
  readonly width: number;
  /** Makes text lead somewhere; absent where the screen can't. */
  readonly link?: (text: string, url: string) => string;
}

/** Of a screen that can't be asked. */
const USUAL_WIDTH = 80;

/** Colours only on a terminal, paths from where the command runs. */
export async function look(root: string, output: string | undefined): Promise<Look> {
  const { default: picocolors } = await import('picocolors');
  const isColoured = !isFile(output) && wantsColour(process.stdout, process.env);
  const canLink = isColoured && (await import('supports-hyperlinks')).default.stdout;
  const base = relative(process.cwd(), root);
  const isBelow = !base.startsWith('..');
  return {
    colours: picocolors.createColors(isColoured),
    width: (!isFile(output) && process.stdout.isTTY && process.stdout.columns) || USUAL_WIDTH,
    ...(canLink && { link: hyperlink }),
    shown: (path) => {
      if (isAbsolute(path)) return slashed(isBelow ? relative(process.cwd(), path) : path);
      return slashed(isBelow ? join(base, path) : join(root, path));
    },
  };
}

/** OSC 8: https://gist.github.com/egmontkob/eb114294efbcd5adb1944c9f3cb5feda. */
function hyperlink(text: string, url: string): string {
  return `\u001B]8;;${url}\u0007${text}\u001B]8;;\u0007`;
}
