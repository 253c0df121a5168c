import type { Rule } from '../src/verdict/rule.ts';
import { noClientLeak } from './no-client-leak.ts';
import { preferSharedClient } from './prefer-shared-client.ts';
import { requireConnectionLimits } from './require-connection-limits.ts';

/** Every rule. A test compares this list with the files of the folder. */
export const rules: readonly Rule[] = [noClientLeak, preferSharedClient, requireConnectionLimits];
