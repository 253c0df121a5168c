import type { CatalogueFamily } from './entry.ts';
import { channel } from './grpc.ts';
import { harmless, owner } from './shorthand.ts';

/** Packages whose generated clients speak gRPC. */
const GRPC_PACKAGES = [
  'aiplatform',
  'asset',
  'automl',
  'billing',
  'bigtable',
  'container',
  'datacatalog',
  'dataproc',
  'dialogflow',
  'dialogflow-cx',
  'discoveryengine',
  'dlp',
  'documentai',
  'firestore',
  'kms',
  'language',
  'monitoring',
  'pubsub',
  'recaptcha-enterprise',
  'retail',
  'run',
  'scheduler',
  'secret-manager',
  'spanner',
  'speech',
  'tasks',
  'text-to-speech',
  'translate',
  'video-intelligence',
  'vision',
  'web-risk',
  'workflows',
];

const own = { ...channel, argument: 0 };
const appNote = 'Not followed: an app of the same name is made only once.';

export const googleCloud: CatalogueFamily = {
  title: 'Google Cloud and Firebase',
  clients: [
    owner(
      GRPC_PACKAGES.map((name) => `@google-cloud/${name}`),
      ['new *Client', 'new v1.*Client'],
      { ...own, note: 'Each has credentials of its own, and so a connection of its own.' },
    ),
    owner('@google-cloud/pubsub', 'new PubSub', own),
    owner('@google-cloud/firestore', 'new Firestore', { ...own, closers: ['terminate'] }),
    owner('@google-cloud/spanner', 'new Spanner', own),
    owner('@google-cloud/bigtable', 'new Bigtable', own),
    harmless('@google-cloud/storage', 'new Storage', {
      note: 'All share a pool that keeps its connections.',
    }),
    harmless('gaxios', 'new Gaxios', { agents: ['agent'] }),
    harmless('gaxios', 'request', { agents: ['agent'] }),
    harmless('googleapis', ['google.*', 'new google.auth.*']),
    harmless('google-auth-library', 'new *'),
    harmless(['firebase-admin', 'firebase-admin/app'], 'initializeApp', { note: appNote }),
  ].flat(),
};
