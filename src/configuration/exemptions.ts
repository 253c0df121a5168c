import picomatch from 'picomatch';

/** Where code is run once, by a test runner. Fixtures are not in here: they are code like any other. */
export const DEFAULT_EXEMPTIONS = [
  '**/*{.,_,-}{test,spec}.*',
  '**/test.{js,cjs,mjs,ts,cts,mts}',
  '**/__tests__/**',
  '**/__mocks__/**',
  '**/{test,tests}/**',
];

/** Tells whether a path, relative to the root of the project and with `/`, is to be silent. */
export function exemptionsFrom(globs: readonly string[]): (path: string) => boolean {
  const options = { dot: true };
  const included = globs.filter((glob) => glob.startsWith('!')).map((glob) => glob.slice(1));
  const excluded = [...DEFAULT_EXEMPTIONS, ...globs.filter((glob) => !glob.startsWith('!'))];
  const isExcluded = picomatch(excluded, options);
  const isIncluded = included.length > 0 ? picomatch(included, options) : () => false;
  return (path) => isExcluded(path) && !isIncluded(path);
}
