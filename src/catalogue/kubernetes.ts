import type { CatalogueFamily, HotRootEntry } from './entry.ts';

const module = '@kubernetes/client-node';

export const kubernetes: CatalogueFamily = {
  clients: [
    { module, path: 'KubeConfig', form: 'new', role: 'harmless' },
    // Opens a connection per API call whether it is shared or not (0.22, 1.4, 2.0): making it again costs nothing more.
    { module, path: 'KubeConfig().makeApiClient', form: 'call', role: 'harmless' },
    {
      module,
      path: 'makeInformer',
      form: 'call',
      role: 'owner',
      options: { argument: 0, limit: { names: [], default: 1 } },
      abandoned: 'until-server-closes',
      closers: ['stop'],
    },
  ],
  hotRoots: [
    { module, path: 'makeInformer().on', kind: 'watch' },
    { module, path: 'ListWatch().on', kind: 'watch' },
    { module, path: 'Watch().watch', kind: 'watch', callbacks: [2, 3] },
    ...['()', 'Operator()'].flatMap((operator): HotRootEntry[] => [
      { module: '@dot-i/k8s-operator', path: `${operator}.watchResource`, kind: 'watch' },
      { module: '@dot-i/k8s-operator', path: `${operator}.handleResourceFinalizer`, kind: 'reconcile' },
    ]),
    ...['Mutate', 'Validate', 'Watch', 'Reconcile', 'Finalize'].map((step): HotRootEntry => ({
      module: 'pepr',
      path: `Capability().When()**.${step}`,
      kind: 'reconcile',
    })),
    { module: 'pepr', path: 'Capability().OnSchedule', kind: 'timer', callbacks: ['0.run'] },
    { module: 'kubernetes-fluent-client', path: 'K8s()**.Watch', kind: 'watch' },
    { module: 'pepr', path: 'K8s()**.Watch', kind: 'watch' },
  ],
  types: [{ module, type: 'Informer', path: 'makeInformer()' }],
};
