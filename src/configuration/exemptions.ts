import picomatch from 'picomatch';

/** Where code is run once, by a test runner. Fixtures are not in here: they are code like any other. */
export const DEFAULT_EXEMPTIONS = [
  '**/*{.,_,-}{test,spec}.*',
  '**/test.{js,cjs,mjs,ts,cts,mts}',
  '**/__tests__/**',
  '**/__mocks__/**',
  '**/{test,tests}/**',
];

/**
 * Tells whether a file is to be silent, by its path relative to what is analysed, and relative to where the globs were
 * written if that is another directory. Both have `/`.
 */
export type IsExempt = (path: string, fromGlobs?: string) => boolean;

export function exemptionsFrom(globs: readonly string[]): IsExempt {
  const isDefault = matcher(DEFAULT_EXEMPTIONS);
  const isExcluded = matcher(globs.filter((glob) => !glob.startsWith('!')));
  const isIncluded = matcher(globs.filter((glob) => glob.startsWith('!')).map((glob) => glob.slice(1)));
  return (path, fromGlobs = path) => (isDefault(path) || isExcluded(fromGlobs)) && !isIncluded(fromGlobs);
}

function matcher(globs: readonly string[]): (path: string) => boolean {
  return globs.length > 0 ? picomatch([...globs], { dot: true }) : () => false;
}
