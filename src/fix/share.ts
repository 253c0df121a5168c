import type { Hoist } from '../facts/facts.ts';
import type { Finding } from '../verdict/findings.ts';
import type { Fix } from './fix.ts';

/**
 * Ways to make a client once that is made again and again: a constant of the module, a variable that is filled on
 * first use, or a map where it depends on one parameter. `undefined` tells that there is none, with the reason.
 */
export function shareFixes(
  finding: Finding,
  text: string,
  taken: string,
): { fixes: Fix[] } | { reason: string } {
  const [rest, ...others] = finding.assessment.wastes.map((waste) => waste.rest);
  if (!rest || others.length > 0) return { reason: 'it is made in several places' };
  if (rest.fate !== 'dropped') return { reason: REASONS[rest.fate] };
  const { fact, file } = rest.site;
  if (!fact.hoist) return { reason: 'its arguments depend on the call' };
  if (fact.form === 'get' || rest.site.function.fact.kind === 'construct')
    return { reason: 'its owner makes it' };
  if (fact.flows.some((flow) => flow.to === 'method' && CONNECTING.test(flow.name)))
    return { reason: 'it is connected in each call, and can be only once' };
  const { path } = file.facts;
  const { start, end } = fact.range;
  const made = text.slice(start, end);
  const name = freshName(fact.name?.text ?? 'client', text + taken);
  const { after, isFirst } = fact.hoist;
  const declared = (statement: string): string => (isFirst ? `${statement}\n\n` : `\n\n${statement}`);
  const isTyped = isTypeScript(path, text);
  const type = typeOf(made, isTyped);
  if (fact.hoist.key) {
    const keyed = keyedFix(fact.hoist.key, made, isTyped);
    if (!keyed) return { reason: 'its arguments depend on the call' };
    const map = freshName(`${fact.name?.text ?? 'client'}s`, text + taken);
    return {
      fixes: [
        {
          title: `Keep one for each \`${fact.hoist.key.name}\``,
          isSafe: false,
          risk: `one can be kept for each \`${fact.hoist.key.name}\`, if there are few enough of them`,
          edits: [
            { path, start: after, end: after, text: declared(`const ${map} = ${keyed.map};`) },
            { path, start, end, text: keyed.use(map) },
          ],
        },
      ],
    };
  }
  return {
    fixes: [
      {
        title: 'Create it once, when the module loads',
        isSafe: !/\bprocess\.env\b/.test(made),
        risk: 'what it reads from the environment may not be there when the module loads',
        edits: [
          { path, start: after, end: after, text: declared(`const ${name} = ${made};`) },
          { path, start, end, text: name },
        ],
      },
      ...(type === undefined
        ? []
        : [
            {
              title: 'Create it once, on first use',
              isSafe: false,
              edits: [
                { path, start: after, end: after, text: declared(`let ${name}${type};`) },
                { path, start, end, text: `(${name} ??= ${made})` },
              ],
            },
          ]),
    ],
  };
}

/** A map at the module and what asks it; undefined where TypeScript would want a type that can't be told. */
function keyedFix(
  { name, type }: NonNullable<Hoist['key']>,
  made: string,
  isTyped: boolean,
): { map: string; use: (map: string) => string } | undefined {
  const [, callee] = /^new\s+([\w$.]+)\s*\(/.exec(made) ?? [];
  if (isTyped && (callee === undefined || type === undefined)) return undefined;
  const types = isTyped ? `<${type ?? ''}, ${callee ?? ''}>` : '';
  return {
    map: `new Map${types}()`,
    use: (map) => `(${map}.get(${name}) ?? ${map}.set(${name}, ${made}).get(${name})${isTyped ? '!' : ''})`,
  };
}

/** Methods that a shared client would have called again. */
const CONNECTING = /^(?:bind|connect|init|login|open|start)/i;

const REASONS = {
  stored: 'it is kept in a place that others may read',
  closed: 'it is closed after use, and a shared one must not be',
  'closed-on-success': 'it is closed after use, and a shared one must not be',
  escapes: 'it is handed to code that can’t be seen',
};

/** `sharedAgent` for an `Agent` or what `createAgent()` makes; numbered where the file has that name already. */
function freshName(callee: string, text: string): string {
  const bare = callee.replace(/^(?:create|make|get|new|build|open|connect)(?=[A-Z])/, '');
  const name = `shared${bare.charAt(0).toUpperCase()}${bare.slice(1)}`;
  for (let number = 1; ; number++) {
    const candidate = number === 1 ? name : `${name}${String(number)}`;
    if (!new RegExp(`\\b${candidate}\\b`).test(text)) return candidate;
  }
}

/** The annotation of a variable that is filled later; JavaScript has none, and a factory's is not known. */
function typeOf(made: string, isTyped: boolean): string | undefined {
  if (!isTyped) return '';
  const [, callee] = /^new\s+([\w$.]+)\s*\(/.exec(made) ?? [];
  return callee === undefined ? undefined : `: ${callee} | undefined`;
}

/** Whether annotations may be written: in TypeScript, and in components whose script is. */
function isTypeScript(path: string, text: string): boolean {
  return (
    /\.[cm]?tsx?$/.test(path) || (/\.(?:vue|svelte)$/.test(path) && /<script\b[^>]*\blang=["']?ts/.test(text))
  );
}
