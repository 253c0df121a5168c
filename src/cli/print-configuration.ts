import { rules } from '../../rules/index.ts';
import { NOTHING_SET } from '../configuration/configuration.ts';
import { DEFAULT_EXEMPTIONS } from '../configuration/exemptions.ts';
import { setUp } from '../configuration/setup.ts';
import { findProject, type OpenOptions } from '../scanner/find-project.ts';
import { severityOf } from '../verdict/judgements.ts';
import { look } from './look.ts';
import { writeOutput } from './output.ts';

interface PrintOptions extends OpenOptions {
  readonly output?: string;
}

/** Prints what a scan with these arguments would run with: the configuration, after the defaults. */
export async function printConfiguration(paths: readonly string[], options: PrintOptions): Promise<void> {
  const { root, configurationFile, tsconfig, configuration = NOTHING_SET } = findProject(paths, options);
  const { shown } = await look(root, options.output);
  const { policy } = setUp(configuration);
  const { clients, hotRoots, exempt, budget } = configuration;
  const printed = {
    directory: shown(root) || '.',
    configurationFile: configurationFile === undefined ? null : shown(configurationFile),
    tsconfig: tsconfig === undefined ? 'the nearest of each file' : shown(tsconfig),
    preset: policy.preset,
    rules: Object.fromEntries(
      rules.map((rule) => [rule.id, severityOf(rule, false, policy).replace('warning', 'warn')]),
    ),
    exempt: [...DEFAULT_EXEMPTIONS, ...exempt],
    clients,
    hotRoots,
    ...(budget && { budget }),
  };
  await writeOutput(`${JSON.stringify(printed, undefined, 2)}\n`, options.output);
}
