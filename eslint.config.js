import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';
import conntrack from './dist/src/eslint/plugin.js';

export default defineConfig(
  globalIgnores(['dist', 'fixtures', 'docs']),
  {
    files: ['**/*.ts'],
    extends: [
      tseslint.configs.strictTypeChecked,
      tseslint.configs.stylisticTypeChecked,
      conntrack.configs.recommended,
    ],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
    },
  },
  {
    // Node types are compared by name: that is what ESTree defines and every parser shares, not one parser's enum.
    files: ['src/facts/**'],
    rules: { '@typescript-eslint/no-unsafe-enum-comparison': 'off' },
  },
  {
    // Typed arrays are read within their bounds, once for each byte of a table of hundreds of megabytes.
    files: ['src/conntrack/table/**'],
    rules: { '@typescript-eslint/no-non-null-assertion': 'off' },
  },
  {
    files: ['**/*.js'],
    extends: [
      tseslint.configs.recommended,
      tseslint.configs.disableTypeChecked,
      conntrack.configs.recommended,
    ],
  },
);
