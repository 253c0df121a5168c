import type { Measurement } from './measure.ts';

/** A command of this package to paste on the node that was measured: judges the same table again. */
export function checkCommand(measurement: Measurement, options: string): string {
  return commandOn(measurement, measurement.wanted === 'own' ? `--netns own ${options}` : options);
}

/** The same, to size the table of the machine. */
export function adviseCommand(measurement: Measurement): string {
  return commandOn(measurement, '--advise');
}

function commandOn({ kind, root }: Measurement, options: string): string {
  const place = kind === 'proc' && root !== '/' ? `--root ${quoted(root)} ` : '';
  return `npx -p eslint-plugin-conntrack conntrack-check ${place}${options}`;
}

/** As a shell takes it. */
function quoted(text: string): string {
  return /^[\w/.-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
