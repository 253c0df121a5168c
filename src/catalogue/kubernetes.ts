import type { CatalogueFamily, HotRootEntry } from './entry.ts';
import { harmless } from './shorthand.ts';

const module = '@kubernetes/client-node';

export const kubernetes: CatalogueFamily = {
  title: 'Kubernetes',
  clients: [
    ...harmless(module, 'new KubeConfig'),
    // 0.22, 1.4, 2.0: making it again costs nothing more.
    ...harmless(module, 'KubeConfig().makeApiClient', {
      note: 'Opens a connection for each API call, whether it is shared or not.',
    }),
    ...harmless(module, ['KubeConfig().applyToHTTPSOptions', 'KubeConfig().applytoHTTPSOptions'], {
      note: 'Makes an agent that keeps no connection.',
    }),
    ...harmless(module, ['new Watch', 'new ListWatch', 'Watch().watch'], {
      note: 'Not followed: a watch that has ended is commonly begun again. `abort` ends one.',
    }),
    ...harmless(module, ['new Exec', 'new Attach', 'new PortForward', 'new Cp', 'new Log'], {
      note: 'Not followed: the server closes their WebSockets with the command.',
    }),
    {
      module,
      path: 'makeInformer',
      form: 'call',
      role: 'owner',
      options: { argument: 0, limit: { names: [], default: 1 } },
      abandoned: 'until-server-closes',
      closers: ['stop'],
      worksByItself: true,
      note: 'It lists and watches again by itself.',
    },
    ...harmless('@dot-i/k8s-operator', ['new', 'new Operator'], {
      note: 'Each patch of a status or finalizer makes an agent that keeps no connection.',
    }),
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
