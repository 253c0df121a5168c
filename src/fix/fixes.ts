import type { Finding } from '../verdict/findings.ts';
import { addOptions } from './add-options.ts';
import type { Fix } from './fix.ts';
import { shareFixes } from './share.ts';

type Fixes = { readonly fixes: readonly Fix[] } | { readonly reason: string };

/**
 * What can be done about a finding in its file, best first; or why nothing can. New names are none that `text` or
 * `taken` has, and new lines end as those of `text` do.
 */
export function fixesFor(finding: Finding, text: string, taken = ''): Fixes {
  const found = waysToMend(finding, text, taken);
  return 'fixes' in found && text.includes('\r\n') ? { fixes: found.fixes.map(inLinesOfWindows) } : found;
}

function waysToMend(finding: Finding, text: string, taken: string): Fixes {
  if (finding.verdict !== 'unbounded') return shareFixes(finding, text, taken);
  const edits = addOptions(finding);
  return edits.length > 0
    ? { fixes: [{ title: 'Add the missing options', edits, isSafe: true }] }
    : { reason: 'its options are not written where it is created' };
}

/** What was taken from the text has such ends already. */
function inLinesOfWindows({ edits, ...fix }: Fix): Fix {
  return { ...fix, edits: edits.map((edit) => ({ ...edit, text: edit.text.replaceAll(/\r?\n/g, '\r\n') })) };
}
