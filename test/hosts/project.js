import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { managers } from './package-managers.js';
import { parsers } from './rows.js';

export const root = join(import.meta.dirname, '../..');
const fixtures = join(root, 'fixtures/hosts');

const LANGUAGES = ['js', 'ts', 'vue', 'svelte'];

/** Languages of the files that a project has: TypeScript's also where only conntrack-scan and oxlint read them. */
export function languagesOf({ parser, typescript }) {
  if (!parser) return LANGUAGES;
  return [...new Set([...parsers[parser].languages, ...(typescript ? ['ts'] : [])])];
}

/** Lays the project of a row, with nothing installed. */
export async function layProject(project, row, tarball) {
  const languages = languagesOf(row);
  const unwanted = LANGUAGES.filter((language) => !languages.includes(language));
  await mkdir(project);
  await cp(join(fixtures, 'project'), project, {
    recursive: true,
    filter: (path) => !unwanted.includes(extname(path).slice(1)),
  });
  if (row.parser) await configureEslint(project, row);
  const manifest = { private: true, type: 'module', devDependencies: dependenciesOf(row, tarball) };
  await writeFile(join(project, 'package.json'), JSON.stringify(manifest));
  // Yarn would look further up for the root of a workspace.
  await writeFile(join(project, 'yarn.lock'), '');
  if (managers[row.manager ?? 'npm'].isPlugAndPlay) await loadThroughNode(project);
}

async function configureEslint(project, { parser, configFile = 'eslint.config.js' }) {
  const template = `${parsers[parser].config}${extname(configFile)}`;
  await cp(join(fixtures, 'eslint-configs', template), join(project, configFile));
}

function dependenciesOf({ eslint, parser, parserVersion, configFile, typescript, hosts, oxlint }, tarball) {
  const { packages = [], version, besides } = parsers[parser] ?? {};
  return {
    'eslint-plugin-conntrack': `file:${tarball}`,
    ...(eslint && { eslint }),
    ...Object.fromEntries(packages.map((name) => [name, parserVersion ?? version])),
    ...besides,
    ...(typescript && { typescript }),
    // ESLint's own loader of TypeScript.
    ...(configFile === 'eslint.config.ts' && { jiti: '2' }),
    ...(hosts.includes('oxlint') && { oxlint: oxlint ?? '1' }),
  };
}

/** oxlint looks packages up itself, and only in node_modules; what a file of the project imports, Node.js does. */
async function loadThroughNode(project) {
  const path = join(project, '.oxlintrc.json');
  const config = JSON.parse(await readFile(path, 'utf8'));
  await writeFile(path, JSON.stringify({ ...config, jsPlugins: ['./conntrack.js'] }));
  await writeFile(join(project, 'conntrack.js'), "export { default } from 'eslint-plugin-conntrack';\n");
}
