import type { CatalogueFamily } from './entry.ts';
import { connection, each } from './making.ts';

/** Mail, directories, remote shells and file transfer. */
export const mailAndFiles: CatalogueFamily = {
  clients: [
    {
      module: 'nodemailer',
      path: 'createTransport',
      form: 'call',
      role: 'owner',
      // Without `pool`, each message opens a connection and closes it.
      options: {
        argument: 0,
        limit: { names: ['maxConnections'], default: 5 },
        keepAlive: { name: 'pool', default: false },
      },
      abandoned: 'until-server-closes',
      closers: ['close'],
    },
    connection('ldapts', 'Client', 'new', ['unbind'], { disposable: true }),
    connection('ldapjs', 'createClient', 'call', ['unbind', 'destroy']),
    connection('activedirectory2', '', 'new', []),
    connection('ssh2', 'Client', 'new', ['end', 'destroy']),
    connection('node-ssh', 'NodeSSH', 'new', ['dispose']),
    ...each(['', 'SftpClient'], (path) => connection('ssh2-sftp-client', path, 'new', ['end'])),
    connection('basic-ftp', 'Client', 'new', ['close']),
    connection('ftp', '', 'new', ['end', 'destroy']),
    connection('imapflow', 'ImapFlow', 'new', ['logout', 'close']),
    connection('imap', '', 'new', ['end', 'destroy']),
    connection('telnet-client', 'Telnet', 'new', ['end', 'destroy']),
    connection('modbus-serial', '', 'new', ['close', 'destroy']),
  ],
};
