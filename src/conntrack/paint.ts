import type { Status } from '../contracts/node-report.ts';

export type Paint = (text: string) => string;

/** The part of picocolors that the reports use; without it the text is plain. */
export type Colours = Readonly<Record<'bold' | 'dim' | 'green' | 'yellow' | 'red' | 'magenta', Paint>>;

const plain: Paint = (text) => text;
export const PLAIN: Colours = {
  bold: plain,
  dim: plain,
  green: plain,
  yellow: plain,
  red: plain,
  magenta: plain,
};

export function painterOf({ green, yellow, red, magenta }: Colours): Record<Status, Paint> {
  return { pass: green, warn: yellow, fail: red, unknown: magenta };
}
