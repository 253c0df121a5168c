import { readFileSync } from 'node:fs';
import { deployed } from './tools.ts';

interface Panel {
  readonly id: number;
  readonly type: string;
  readonly title: string;
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
  readonly datasource?: { readonly uid: string };
  readonly targets?: readonly {
    readonly refId: string;
    readonly expr: string;
    readonly datasource: { readonly uid: string };
  }[];
}

interface Dashboard {
  readonly schemaVersion: number;
  readonly panels: readonly Panel[];
  readonly templating: { readonly list: readonly { readonly name: string; readonly type: string }[] };
}

export const dashboard = JSON.parse(readFileSync(deployed('grafana-dashboard.json'), 'utf8')) as Dashboard;

/** Every expression with `<panel> <target>` before it. */
export const expressions = dashboard.panels.flatMap(({ title, targets = [] }) =>
  targets.map(({ refId, expr }) => [`${title} ${refId}`, expr] as const),
);
