// What must be reported of fixtures/hosts/project: all of it and nothing else, so of no clean file anything.

/** In one file, by every host. */
export const FINDINGS = {
  js: ['src/leak.js:5:19 no-client-leak'],
  ts: ['src/leak.ts:9:18 require-connection-limits', 'src/leak.ts:15:19 no-client-leak'],
  vue: ['src/leak.vue:13:17 no-client-leak'],
  svelte: ['src/leak.svelte:10:19 no-client-leak'],
};

/** Across files, and only with types: by conntrack-scan. */
export const FINDINGS_ACROSS_FILES = { ts: ['src/audit-trail.ts:5:19 no-client-leak'] };

/** Of the captured nodes of fixtures/nodes, by conntrack-check: the checks that fail. */
export const FAILED_CHECKS = { incident: ['headroom'], healthy: [] };
