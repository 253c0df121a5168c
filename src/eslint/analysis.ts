import type { SourceCode } from 'eslint';
import { relative, sep } from 'node:path';
import { rules } from '../../rules/index.ts';
import { parseConfiguration } from '../configuration/configuration.ts';
import { setUp, type Setup } from '../configuration/setup.ts';
import { extractFacts } from '../facts/extract-facts.ts';
import { linkFacts } from '../program/link-facts.ts';
import type { SourceUnit } from '../source/source-unit.ts';
import { findingsIn, type Finding } from '../verdict/findings.ts';
import { judge } from '../verdict/judgements.ts';

const defaultSetup = setUp(undefined);
const configured = new WeakMap<object, Setup>();
const analysed = new WeakMap<object, readonly Finding[]>();

/** How both hosts, ESLint and oxlint, hand over a file. */
interface Context {
  readonly sourceCode: SourceCode;
  readonly filename: string;
  readonly cwd: string;
  readonly settings: Readonly<Record<string, unknown>>;
}

/** Whether a file can have findings at all: most are dismissed by one search of their text. */
export function isOfInterest(context: Context): boolean {
  const setup = setupOf(context.settings);
  return setup.mentions.test(context.sourceCode.text) && !setup.isExempt(projectPath(context));
}

/** The findings of a file, worked out once however many rules ask. */
export function findingsOf(context: Context): readonly Finding[] {
  const { sourceCode } = context;
  const known = analysed.get(sourceCode.ast);
  if (known) return known;
  const { catalogue, policy } = setupOf(context.settings);
  const facts = extractFacts(unitOf(context));
  const program = linkFacts([facts], { catalogue, relative: () => projectPath(context) });
  // Severities are ESLint's own to set.
  const found = findingsIn(judge(program, rules, policy.preset), rules, { preset: policy.preset });
  analysed.set(sourceCode.ast, found);
  return found;
}

function unitOf({ sourceCode, filename }: Context): SourceUnit {
  return {
    path: filename.split(sep).join('/'),
    text: sourceCode.text,
    // ESLint's types describe espree's tree; the analysis reads what every parser's tree has in common.
    ast: sourceCode.ast as unknown as SourceUnit['ast'],
    scopes: sourceCode.scopeManager as unknown as SourceUnit['scopes'],
    visitorKeys: sourceCode.visitorKeys,
  };
}

function projectPath({ filename, cwd }: Context): string {
  return relative(cwd, filename).split(sep).join('/');
}

/** `settings.conntrack`, checked once for each settings object. */
function setupOf(settings: Readonly<Record<string, unknown>>): Setup {
  const own = settings.conntrack;
  if (own === undefined) return defaultSetup;
  const known = typeof own === 'object' && own !== null ? configured.get(own) : undefined;
  if (known) return known;
  const setup = setUp(parseConfiguration(own, 'settings.conntrack'));
  configured.set(own as object, setup);
  return setup;
}
