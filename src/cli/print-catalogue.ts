import { NOTHING_SET } from '../configuration/configuration.ts';
import { familyOf } from '../configuration/setup.ts';
import { catalogueReport } from '../report/catalogue-report.ts';
import { catalogueText } from '../report/catalogue-text.ts';
import { findProject, type OpenOptions } from '../scanner/find-project.ts';
import { UsageError } from '../usage-error.ts';
import { look } from './look.ts';
import { writeOutput } from './output.ts';

interface PrintOptions extends OpenOptions {
  readonly format: string;
  readonly output?: string;
}

/** Prints the clients and hot roots that a scan with these arguments would know. */
export async function printCatalogue(paths: readonly string[], options: PrintOptions): Promise<void> {
  const { format, output } = options;
  if (format !== 'text' && format !== 'json')
    throw new UsageError(`--print-catalogue has no --format ${format}; choose text or json`);
  const { root, configuration = NOTHING_SET } = findProject(paths, options);
  const report = catalogueReport(familyOf(configuration));
  const text =
    format === 'json'
      ? `${JSON.stringify(report, undefined, 2)}\n`
      : catalogueText(report, (await look(root, output)).colours);
  await writeOutput(text, output);
}
