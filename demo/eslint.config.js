import conntrack from 'eslint-plugin-conntrack';
import tseslint from 'typescript-eslint';

export default [
  { files: ['**/*.ts'], languageOptions: { parser: tseslint.parser } },
  conntrack.configs.recommended,
];
