import { pathToFileURL } from 'node:url';

/** What an editor sends to a server when nobody has changed a setting, for the folder that is open. */
export type EditorSettings = (root: string) => object | null;

const shared = {
  useESLintClass: false,
  quiet: false,
  onIgnoredFiles: 'off',
  rulesCustomizations: [],
  run: 'onType',
  problems: { shortenToSingleLine: false },
};
const codeAction = {
  disableRuleComment: { enable: true, location: 'separateLine' },
  showDocumentation: { enable: true },
};
const workspaceFolder = (root: string): object => ({ name: 'project', uri: pathToFileURL(root).href });

/** ESLint's, from the extension dbaeumer.vscode-eslint. */
export const visualStudioCode: EditorSettings = (root) => ({
  ...shared,
  validate: 'probe',
  packageManager: 'npm',
  experimental: { useFlatConfig: false },
  codeAction: {
    ...codeAction,
    disableRuleComment: { ...codeAction.disableRuleComment, commentStyle: 'line' },
  },
  codeActionOnSave: { mode: 'all' },
  format: false,
  options: {},
  nodePath: null,
  workspaceFolder: workspaceFolder(root),
});

/** ESLint's, from `lsp/eslint.lua` of nvim-lspconfig. */
export const neovim: EditorSettings = (root) => ({
  ...shared,
  validate: 'on',
  experimental: {},
  codeAction,
  codeActionOnSave: { enable: false, mode: 'all' },
  format: true,
  nodePath: '',
  workingDirectory: { mode: 'auto' },
  workspaceFolder: workspaceFolder(root),
});

/** ESLint's, from its `languages.toml`. */
export const helix: EditorSettings = () => ({
  validate: 'on',
  experimental: { useFlatConfig: false },
  rulesCustomizations: [],
  run: 'onType',
  problems: { shortenToSingleLine: false },
  nodePath: '',
  codeAction,
  workingDirectory: { mode: 'location' },
});

/** oxlint's, from the extension oxc.oxc-vscode; JetBrains' plugin sends the same. */
export const visualStudioCodeForOxlint: EditorSettings = () => ({
  configPath: null,
  tsConfigPath: null,
  unusedDisableDirectives: 'allow',
  typeAware: false,
  disableNestedConfig: false,
  fixKind: 'safe_fix',
  run: 'onType',
});

/** The same, changed as docs/editors.md says. */
export const withSuggestions: EditorSettings = (root) => ({
  ...visualStudioCodeForOxlint(root),
  fixKind: 'safe_fix_or_suggestion',
});

/** oxlint's in editors that have none for it. */
export const none: EditorSettings = () => null;
