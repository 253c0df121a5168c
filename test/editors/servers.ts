import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import plugin from '../../src/eslint/plugin.ts';
import type { EditorSettings } from './editor-settings.ts';
import { type EditorOptions, LanguageClient } from './language-client.ts';

const repository = join(import.meta.dirname, '../..');
const modules = join(repository, 'node_modules');
const require = createRequire(import.meta.url);

const ESLINT_CONFIG = `import conntrack from 'eslint-plugin-conntrack';
import { parser } from 'typescript-eslint';

export default [{ files: ['**/*.ts'], languageOptions: { parser } }, conntrack.configs.recommended];
`;
const OXLINT_CONFIG = {
  jsPlugins: ['eslint-plugin-conntrack'],
  categories: { correctness: 'off' },
  rules: plugin.configs.recommended.rules,
};

/** A server in a new folder, with an editor on it. */
export interface Session {
  readonly root: string;
  readonly client: LanguageClient;
  /** Ends the server and removes the folder. */
  readonly end: () => Promise<void>;
}

/** The server of VS Code's ESLint extension, with that package of this project as ESLint. */
export async function eslintServer(eslint: string, settings: EditorSettings): Promise<Session> {
  const root = project(
    { 'eslint.config.js': ESLINT_CONFIG },
    { eslint, 'typescript-eslint': 'typescript-eslint' },
  );
  const server = require.resolve('vscode-langservers-extracted/bin/vscode-eslint-language-server');
  return session(root, [server, '--stdio'], { settings: settings(root) });
}

/** The server for JSON that VS Code has, as VS Code starts it. */
export async function jsonServer(): Promise<Session> {
  const server = require.resolve('vscode-langservers-extracted/bin/vscode-json-language-server');
  return session(project({}, {}), [server, '--stdio'], {
    initializationOptions: { handledSchemaProtocols: ['file'] },
  });
}

/** oxlint's server, in an editor that pulls diagnostics or in one that waits for them. */
export async function oxlintServer(settings: EditorSettings, pulls: boolean): Promise<Session> {
  const root = project({ '.oxlintrc.json': JSON.stringify(OXLINT_CONFIG) }, {});
  return session(root, [join(modules, 'oxlint/bin/oxlint'), '--lsp'], { settings: settings(root), pulls });
}

/** The server of conntrack-scan with further arguments, in a folder with those files. */
export async function scanServer(
  files: Readonly<Record<string, string>>,
  args: readonly string[],
  editor: EditorOptions,
): Promise<Session> {
  const root = project(files, {});
  return session(root, [join(repository, 'dist/src/cli/scan.js'), '--lsp', ...args], editor);
}

/** A folder with those files, and with the built plugin and those packages of this project under those names. */
function project(
  files: Readonly<Record<string, string>>,
  packages: Readonly<Record<string, string>>,
): string {
  const root = mkdtempSync(join(tmpdir(), 'conntrack-editor-'));
  mkdirSync(join(root, 'node_modules'));
  symlinkSync(repository, join(root, 'node_modules/eslint-plugin-conntrack'));
  for (const [name, target] of Object.entries(packages)) {
    symlinkSync(join(modules, target), join(root, 'node_modules', name));
  }
  writeFileSync(join(root, 'package.json'), JSON.stringify({ private: true, type: 'module' }));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), text);
  }
  return root;
}

async function session(
  root: string,
  args: readonly string[],
  options: EditorOptions & { readonly settings?: unknown; readonly pulls?: boolean },
): Promise<Session> {
  const client = await LanguageClient.start(process.execPath, args, { root, ...options });
  return {
    root,
    client,
    end: async () => {
      try {
        await client.close();
      } finally {
        rmSync(root, { recursive: true });
      }
    },
  };
}
