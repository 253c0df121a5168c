import { diffArrays } from 'diff';
import { linesOf } from '../source/lines.ts';

/** Texts that differ in more lines have little in common, and finding out what would take long. */
const MOST_CHANGES = 5000;

/** Tells which line of an earlier text each line of a text was; undefined for new ones. Lines count from 1. */
export function formerLines(before: string, now: string): (line: number) => number | undefined {
  if (before === now) return (line) => line;
  const changes = diffArrays(linesOf(before), linesOf(now), { maxEditLength: MOST_CHANGES });
  const former: (number | undefined)[] = [];
  let next = 1;
  for (const { added, removed, value } of changes ?? []) {
    if (removed) next += value.length;
    else former.push(...value.map(() => (added ? undefined : next++)));
  }
  return (line) => former[line - 1];
}
