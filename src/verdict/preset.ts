export type Severity = 'error' | 'warning';

/** `recommended` reports what is sure. `strict` also what is likely, and what is bounded in one way of two. */
export const PRESETS = ['recommended', 'strict'] as const;
export type Preset = (typeof PRESETS)[number];

/** How strictly a host judges, and what a project has set otherwise. */
export interface Policy {
  readonly preset: Preset;
  /** By rule, in place of the preset's severity. */
  readonly rules?: Readonly<Record<string, Severity | 'off'>>;
}
