import type { CatalogueFamily } from './entry.ts';
import { owner } from './shorthand.ts';

const mailPool = {
  agents: ['SES.ses', 'SES.sesClient'],
  limit: { names: ['maxConnections'], default: 5 },
  keepAlive: { name: 'pool', default: false },
  closers: ['close'],
  note: 'Without `pool` it connects for each message, shared or not.',
};

export const mailAndFiles: CatalogueFamily = {
  title: 'Mail, directories and files',
  clients: [
    owner('nodemailer', 'createTransport', {
      ...mailPool,
      idleTimeout: { names: ['idleTimeout'], default: 240_000 },
      versions: '>=10',
    }),
    owner('nodemailer', 'createTransport', { ...mailPool, versions: '<10' }),
    owner('imapflow', 'new ImapFlow', { closers: ['logout', 'close'] }),
    owner('imap', 'new', {
      closers: ['end', 'destroy'],
      note: 'It connects on `connect()`, and stays connected.',
    }),
    owner('imap-simple', 'connect', { closers: ['end'], handedToCallback: 1 }),
    owner(['@parse/node-apn', 'apn'], 'new Provider', {
      closers: ['shutdown'],
      note: 'An HTTP/2 session, pinged once a minute.',
    }),
    owner('ldapts', 'new Client', { closers: ['unbind'], disposable: true }),
    owner('ldapjs', 'createClient', { closers: ['unbind', 'destroy'] }),
    owner('ssh2', 'new Client', { closers: ['end', 'destroy'] }),
    owner('ssh2-sftp-client', 'new', { closers: ['end'] }),
    owner('basic-ftp', 'new Client', { closers: ['close'] }),
  ].flat(),
};
