import type { Finding } from '../verdict/findings.ts';
import type { TextEdit } from './fix.ts';
import { fixesFor } from './fixes.ts';

/** What safe fixes make of the files of some findings. */
export interface Applied {
  /** The new text of each file that changes. */
  readonly texts: ReadonlyMap<string, string>;
  readonly fixed: readonly Finding[];
  readonly left: readonly { readonly finding: Finding; readonly reason: string }[];
}

/** Applies every safe fix that does not get in the way of another one. Nothing is written. */
export function applyFixes(findings: readonly Finding[], text: (path: string) => string): Applied {
  const edits = new Map<string, TextEdit[]>();
  const fixed: Finding[] = [];
  const left: { finding: Finding; reason: string }[] = [];
  for (const finding of findings) {
    const { path } = finding.place;
    const accepted = edits.get(path) ?? [];
    const found = fixesFor(finding, text(path), accepted.map((edit) => edit.text).join('\n'));
    const safe = 'fixes' in found ? found.fixes.find(({ isSafe }) => isSafe) : undefined;
    if (!safe)
      left.push({
        finding,
        reason: 'reason' in found ? found.reason : (found.fixes[0]?.risk ?? 'no fix is safe'),
      });
    else if (safe.edits.some((edit) => accepted.some((other) => overlaps(edit, other))))
      left.push({ finding, reason: 'it overlaps with another fix; run again' });
    else {
      edits.set(path, [...accepted, ...safe.edits]);
      fixed.push(finding);
    }
  }
  return { texts: new Map([...edits].map(([path, list]) => [path, edited(text(path), list)])), fixed, left };
}

function overlaps(one: TextEdit, other: TextEdit): boolean {
  return one.start < other.end && other.start < one.end;
}

/** Later edits first, so that offsets stay right. */
function edited(text: string, edits: readonly TextEdit[]): string {
  return edits
    .toSorted((one, other) => other.start - one.start)
    .reduce(
      (before, { start, end, text: added }) => before.slice(0, start) + added + before.slice(end),
      text,
    );
}
