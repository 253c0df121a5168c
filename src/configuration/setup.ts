import { Catalogue } from '../catalogue/catalogue.ts';
import type { CatalogueFamily } from '../catalogue/entry.ts';
import { mentionPattern } from '../catalogue/mentions.ts';
import type { Policy } from '../verdict/preset.ts';
import type { Configuration } from './configuration.ts';
import { exemptionsFrom, type IsExempt } from './exemptions.ts';

/** What an analysis runs with: the defaults, extended by a configuration. */
export interface Setup {
  readonly catalogue: Catalogue;
  readonly isExempt: IsExempt;
  readonly policy: Policy;
  /** Matches the text of every file that can create a client, and few others. */
  readonly mentions: RegExp;
}

export function setUp(configuration: Configuration | undefined): Setup {
  const catalogue = new Catalogue(configuration && familyOf(configuration));
  return {
    catalogue,
    isExempt: exemptionsFrom(configuration?.exempt ?? []),
    policy: policyOf(configuration),
    mentions: mentionPattern(catalogue.clientModules),
  };
}

/** What a configuration adds to the catalogue. */
export function familyOf({ clients, hotRoots }: Configuration): CatalogueFamily {
  return {
    clients,
    hotRoots: hotRoots.filter((root) => 'module' in root),
    namedHotRoots: hotRoots.filter((root) => !('module' in root)),
  };
}

function policyOf(configuration: Configuration | undefined): Policy {
  const rules = Object.entries(configuration?.rules ?? {}).flatMap(([id, severity]) =>
    severity === undefined ? [] : [[id, severity === 'warn' ? 'warning' : severity] as const],
  );
  return { preset: configuration?.preset ?? 'recommended', rules: Object.fromEntries(rules) };
}
