import { innerExpression, memberName, type Node } from './syntax.ts';

/** Names of flags that tell whether something still runs. */
const RUNNING =
  /^_?(?:is|should|was|has|be(?:en)?)?_?(?:running|active|alive|started|stop(?:ped|ping|requested)?|abort(?:ed|ing)?|shut_?(?:ting)?_?down|clos(?:ed|ing)|cancell?ed|exit(?:ing)?|quit(?:ting)?|terminat(?:ed|ing)|destroyed|disposed|killed)$/i;

/** Of those, the ones that say that it goes on. */
const RUNS = /(?:running|active|alive|started)$/i;

/** `while (!this.stopped)`, `while (!signal.aborted)`: for as long as the program runs. */
export function isRunningFlag(test: Node): boolean {
  const inner = innerExpression(test);
  if (inner) return isRunningFlag(inner);
  switch (test.type) {
    case 'UnaryExpression':
      return test.operator === '!' && isRunningFlag(test.argument);
    case 'LogicalExpression':
      return test.operator === '&&' && isRunningFlag(test.left) && isRunningFlag(test.right);
    case 'Identifier':
      return RUNNING.test(test.name);
    case 'MemberExpression':
      return RUNNING.test((memberName(test) ?? '').replace('#', ''));
    default:
      return false;
  }
}

function isNegation(test: Node): boolean {
  return test.type === 'UnaryExpression' && test.operator === '!' && RUNS.test(lastNameOf(test.argument));
}

function lastNameOf(node: Node): string {
  const inner = innerExpression(node);
  if (inner) return lastNameOf(inner);
  if (node.type === 'UnaryExpression') return lastNameOf(node.argument);
  if (node.type === 'LogicalExpression') return lastNameOf(node.left);
  if (node.type === 'MemberExpression') return memberName(node) ?? '';
  return node.type === 'Identifier' ? node.name : '';
}

/** Whether a test of such a flag holds while it runs: `active`, and not `!active` or `stopped`. */
export function holdsWhileRunning(test: Node): boolean {
  return RUNS.test(lastNameOf(test)) && !isNegation(test);
}
