import type { Finding } from '../verdict/findings.ts';
import { addOptions } from './add-options.ts';
import type { Fix } from './fix.ts';
import { shareFixes } from './share.ts';

/**
 * What can be done about a finding in its file, best first; or why nothing can. New names are none that `text` or
 * `taken` has.
 */
export function fixesFor(
  finding: Finding,
  text: string,
  taken = '',
): { fixes: readonly Fix[] } | { reason: string } {
  if (finding.verdict !== 'unbounded') return shareFixes(finding, text, taken);
  const edits = addOptions(finding);
  return edits.length > 0
    ? { fixes: [{ title: 'Add the missing options', edits, isSafe: true }] }
    : { reason: 'its options are not written where it is created' };
}
